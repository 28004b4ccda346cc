/**
 * Asks to give money back. The amount is kept for it at the sale's money from now on. Locks the
 * money of the sale.
 */
import type { InputOf, orders } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { refuseOtherTenant } from '../drafts/draft-needs.ts';
import { showRefund } from '../list-refunds.ts';
import { refuseTooMuch } from './money-left.ts';
import { insertRequest, isIdBooked, readRequest } from './request-store.ts';
import { refuseUnknownSession } from './own-references.ts';
import { amountOf } from './return-input.ts';
import { refuseLate, refuseWithoutReceipt } from './return-policy.ts';
import { readReturn } from './return-store.ts';
import { findReturned, holdMoney, moveMoney, refuseVoided } from './returned-sale.ts';

interface Asked {
  readonly context: TenantContext;
  readonly input: InputOf<typeof orders.createRefund>;
  readonly id: string;
  readonly hash: string;
  readonly now: Date;
}

export function createRefund(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.createRefund> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseOtherTenant(context, input.userClient);
    const id = input.refundId?.toLowerCase() ?? newId(surroundings);
    const asked = { context, input, id, hash: context.fingerprint(), now: clock.now() };
    return database.inTransaction(context, (tx) => request(tx, asked));
  };
}

async function request(tx: Transaction, { context, input, id, hash, now }: Asked) {
  const sale = await findReturned(tx, input.salesHeader.toLowerCase());
  const { sale_id: saleId, currency } = sale;
  const amountMinor = amountOf(input.amount, currency, 'amount');
  const money = await holdMoney(tx, saleId);
  const known = await readRequest(tx, id);
  if (known !== undefined) {
    const isSame = known.body_hash === hash && known.status !== 'WITHDRAWN';
    return isSame ? showRefund(tx, id) : refuse('id_reused');
  }
  if (await isIdBooked(tx, id)) refuse('id_reused');
  await refuseVoided(tx, saleId);
  await refuseUnknownSession(tx, input.session);
  const returnId = await returnOf(tx, input.salesReturn ?? null, saleId);
  refuseTooMuch({ money, amountMinor, currency });
  await refuseLate(tx, { context, sale, approval: input.approval, amountMinor, now });
  // It was shown when the goods were taken back.
  if (returnId === null) await refuseWithoutReceipt(tx, { context, sale, input, amountMinor, now });
  const isNew = await insertRequest(tx, {
    refund_id: id,
    sale_id: saleId,
    sales_return_id: returnId,
    body_hash: hash,
    currency,
    amount_minor: amountMinor,
    method: input.method ?? null,
    reference: input.reference ?? null,
    session_id: input.session ?? null,
    reason: input.reason ?? 'OTHER',
    notes: input.notes ?? null,
    status: 'PENDING',
    created_by: context.userId as string,
    created_at: now,
    decided_by: null,
    decided_at: null,
    decision_reason: null,
  });
  if (!isNew) refuse('id_reused');
  await moveMoney(tx, saleId, { pendingMinor: amountMinor });
  return showRefund(tx, id);
}

/** The goods it is for: a return of the same sale that nobody rejected. */
async function returnOf(
  tx: Transaction,
  returnId: string | null,
  saleId: string,
): Promise<string | null> {
  if (returnId === null) return null;
  const row = await readReturn(tx, returnId);
  const isOpen = row !== undefined && ['PENDING', 'APPROVED'].includes(row.status);
  if (isOpen && row.sale_id === saleId) return row.sales_return_id;
  const message = 'is no return of this sale';
  return refuse('not_found', { fields: [{ field: 'sales_return', message }] });
}
