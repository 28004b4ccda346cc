/** What the module answers about orders that are not sold, and about voids. Listed by hand. */
import { orders } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer } from '@evertill/kernel';
import { findLine, findPayment } from '../list-sale-parts.ts';
import { cancelHeader } from './cancel-header.ts';
import { changeHeader } from './change-header.ts';
import { changeLine } from './change-line.ts';
import { checkout } from './checkout.ts';
import { confirmHeader } from './confirm-header.ts';
import { createHeader } from './create-header.ts';
import { createLine } from './create-line.ts';
import { deleteHeader } from './delete-header.ts';
import { deleteLine } from './delete-line.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { findPayable } from './find-payable.ts';
import { listUnmatchedPayments } from './list-unmatched-payments.ts';
import { replaceLine } from './replace-line.ts';
import { reserveLine } from './reserve-line.ts';
import { salesToday } from './sales-today.ts';
import { splitPayment } from './split-payment.ts';
import { takePayment } from './take-payment.ts';
import { voidHeader } from './void-header.ts';

export function draftAnswers(needs: DraftNeeds): readonly Answer[] {
  const { surroundings } = needs;
  return [
    answer(orders.createHeader, createHeader(needs)),
    answer(orders.changeHeader, changeHeader(needs)),
    answer(orders.replaceHeader, changeHeader(needs)),
    answer(orders.deleteHeader, deleteHeader(needs)),
    answer(orders.confirmHeader, confirmHeader(needs)),
    answer(orders.cancelHeader, cancelHeader(needs)),
    answer(orders.voidHeader, voidHeader(needs)),
    answer(orders.createLine, createLine(needs)),
    answer(orders.findLine, findLine(surroundings)),
    answer(orders.changeLine, changeLine(needs)),
    answer(orders.replaceLine, replaceLine(needs)),
    answer(orders.deleteLine, deleteLine(needs)),
    answer(orders.reserveLine, reserveLine(needs)),
    answer(orders.takePayment, takePayment(needs)),
    answer(orders.splitPayment, splitPayment(needs)),
    answer(orders.findPayment, findPayment(surroundings)),
    answer(orders.listUnmatchedPayments, listUnmatchedPayments(surroundings)),
    answer(orders.findPayable, findPayable(surroundings)),
    answer(orders.salesToday, salesToday(surroundings)),
    answer(orders.checkout, checkout(needs)),
  ];
}
