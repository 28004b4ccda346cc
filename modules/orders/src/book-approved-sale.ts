/**
 * Books one sale with a discount that a leader let pass. The approval is used in the transaction of
 * the sale, so it stands alone and not in a run.
 */
import type { Flag } from '@evertill/contract';
import type { TenantContext } from '@evertill/kernel';
import { bookOne } from './book-one.ts';
import type { Effect } from './book-one.ts';
import type { BookingNeeds } from './book-sales.ts';
import type { Reason } from './park-operation.ts';
import { keyHashOf } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import { spendApproval } from './returns/approvals.ts';
import { recordSalesIn } from './sale-batch.ts';
import type { PricedSale } from './sale-batch.ts';
import type { Settled } from './settlement.ts';

export async function bookApprovedSale(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  sale: PricedSale,
): Promise<Settled> {
  const { operation } = sale;
  return bookOne(needs, { context, pass, operation }, (effect) =>
    write(effect, { needs, context, pass, sale }),
  );
}

interface Approved {
  readonly needs: BookingNeeds;
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly sale: PricedSale;
}

async function write(
  { tx, now }: Effect,
  { needs, context, pass, sale }: Approved,
): Promise<readonly Flag[] | Reason> {
  const used = await spendApproval(tx, {
    token: sale.operation.body.approval ?? '',
    action: 'DISCOUNT',
    subject: sale.operation.id,
    amountMinor: sale.facts.discountMinor,
    usedBy: context.userId,
    now,
  });
  if (used === undefined) return { code: 'approval_invalid' };
  const pen = { ...pass, keyHash: keyHashOf(context) };
  const answer = await recordSalesIn(tx, needs.surroundings, { context, pen, sales: [sale] });
  if (answer.outcomes[0] !== 'APPLIED') {
    throw new Error(`an approved sale was not booked: ${JSON.stringify(answer)}`);
  }
  return answer.flags[0] ?? [];
}
