/** What the module answers about returns, refunds, exchanges and approvals. Listed by hand. */
import { orders } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer } from '@evertill/kernel';
import { approveRefund } from './approve-refund.ts';
import type { RefundNeeds } from './approve-refund.ts';
import { approveReturn } from './approve-return.ts';
import { changeRefund } from './change-refund.ts';
import { changeReturn } from './change-return.ts';
import { changeReturnPolicy } from './change-return-policy.ts';
import { createRefund } from './create-refund.ts';
import { createReturn } from './create-return.ts';
import { deleteRefund } from './delete-refund.ts';
import { deleteReturn } from './delete-return.ts';
import { exchange } from './exchange.ts';
import { findRefund } from './find-refund.ts';
import { findReturn } from './find-return.ts';
import { findReturnPolicy } from './find-return-policy.ts';
import { giveApproval } from './give-approval.ts';
import { listReturns } from './list-returns.ts';
import { pullReturnPolicy } from './pull-return-policy.ts';
import { rejectRefund } from './reject-refund.ts';
import { rejectReturn } from './reject-return.ts';
import { replaceRefund } from './replace-refund.ts';
import { replaceReturn } from './replace-return.ts';
import { giveApprovalByPin } from '../words/give-approval-by-pin.ts';
import { listApprovedOperations } from '../words/list-approved-operations.ts';

export function returnAnswers(needs: RefundNeeds): readonly Answer[] {
  const { surroundings } = needs;
  return [
    answer(orders.createReturn, createReturn(surroundings)),
    answer(orders.listReturns, listReturns(surroundings)),
    answer(orders.findReturn, findReturn(surroundings)),
    answer(orders.changeReturn, changeReturn(surroundings)),
    answer(orders.replaceReturn, replaceReturn(surroundings)),
    answer(orders.deleteReturn, deleteReturn(surroundings)),
    answer(orders.approveReturn, approveReturn(surroundings)),
    answer(orders.rejectReturn, rejectReturn(surroundings)),
    answer(orders.findReturnPolicy, findReturnPolicy(surroundings)),
    answer(orders.changeReturnPolicy, changeReturnPolicy(surroundings)),
    answer(orders.createRefund, createRefund(surroundings)),
    answer(orders.findRefund, findRefund(surroundings)),
    answer(orders.changeRefund, changeRefund(surroundings)),
    answer(orders.replaceRefund, replaceRefund(surroundings)),
    answer(orders.deleteRefund, deleteRefund(surroundings)),
    answer(orders.approveRefund, approveRefund(needs)),
    answer(orders.rejectRefund, rejectRefund(surroundings)),
    answer(orders.exchange, exchange(needs)),
    answer(orders.giveApproval, giveApproval(surroundings)),
    answer(orders.pullReturnPolicy, pullReturnPolicy(surroundings)),
    answer(orders.giveApprovalByPin, giveApprovalByPin(surroundings)),
    answer(orders.listApprovedOperations, listApprovedOperations(surroundings)),
  ];
}
