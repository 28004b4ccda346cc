/** Changes a refund that nobody has decided yet. Locks the money of the sale, then the request. */
import type { InputOf, orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { showRefund } from '../list-refunds.ts';
import { refuseOtherTenant } from '../drafts/draft-needs.ts';
import { whoOf } from '../list-sales.ts';
import { refuseTooMuch } from './money-left.ts';
import { refuseOther, refuseUnknownSession } from './own-references.ts';
import { lockRequest, updateRequest } from './request-store.ts';
import { amountOf } from './return-input.ts';
import { moveMoney } from './returned-sale.ts';

/** A PUT names the sale again. */
type Change = InputOf<typeof orders.changeRefund> &
  Partial<Pick<InputOf<typeof orders.replaceRefund>, 'salesHeader'>>;

export function changeRefund({
  database,
}: Surroundings): TenantUseCase<typeof orders.changeRefund> {
  return async (context, input: Change) => {
    refuseOtherTenant(context, input.userClient);
    const id = input.refundId.toLowerCase();
    return database.inTransaction(context, async (tx) => {
      const { row, money } = await lockRequest(tx, id, whoOf(context));
      refuseOther('sales_header', input.salesHeader, row.sale_id);
      if (row.status !== 'PENDING') refuse('return_decided');
      await refuseUnknownSession(tx, input.session);
      const { currency, amount_minor: beforeMinor } = row;
      const amountMinor =
        input.amount === undefined ? beforeMinor : amountOf(input.amount, currency, 'amount');
      const others = { ...money, pendingMinor: money.pendingMinor - beforeMinor };
      refuseTooMuch({ money: others, amountMinor, currency });
      await updateRequest(tx, {
        ...row,
        amount_minor: amountMinor,
        method: input.method === undefined ? row.method : input.method,
        reference: input.reference === undefined ? row.reference : input.reference,
        session_id: input.session === undefined ? row.session_id : input.session,
        reason: input.reason ?? row.reason,
        notes: input.notes === undefined ? row.notes : input.notes,
      });
      await moveMoney(tx, row.sale_id, { pendingMinor: amountMinor - beforeMinor });
      return showRefund(tx, id);
    });
  };
}
