/**
 * Books one sale that does more than a sale does, by itself and not in a run: a leader's approval
 * is used, or store credit is spent, in the transaction of the sale.
 */
import type { Flag } from '@evertill/contract';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { bookOne } from './book-one.ts';
import type { Effect } from './book-one.ts';
import type { BookingNeeds } from './book-sales.ts';
import type { Reason } from './park-operation.ts';
import { byHandMinor } from './promotion-facts.ts';
import { raiseFlags } from './refund-store.ts';
import { keyHashOf } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import { spendApproval } from './returns/approvals.ts';
import { recordSalesIn } from './sale-batch.ts';
import type { PricedSale } from './sale-batch.ts';
import type { Settled } from './settlement.ts';
import { spendFacts } from './store-credit/spend-credit.ts';

export interface LoneSale extends PricedSale {
  /** The discount is more than this person may give: booked only with a leader's approval. */
  readonly isBeyond: boolean;
}

export async function bookLoneSale(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  sale: LoneSale,
): Promise<Settled> {
  const { operation } = sale;
  return bookOne(needs, { context, pass, operation }, (effect) =>
    write(effect, { needs, context, pass, sale }),
  );
}

interface Lone {
  readonly needs: BookingNeeds;
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly sale: LoneSale;
}

async function write(
  { tx, now }: Effect,
  { needs, context, pass, sale }: Lone,
): Promise<readonly Flag[] | Reason> {
  if (!(await isLetPass(tx, { context, sale, now }))) return { code: 'approval_invalid' };
  const { operation, facts } = sale;
  const pen = { ...pass, keyHash: keyHashOf(context) };
  const answer = await recordSalesIn(tx, needs.surroundings, { context, pen, sales: [sale] });
  if (answer.outcomes[0] !== 'APPLIED') {
    throw new Error(`a lone sale was not booked: ${JSON.stringify(answer)}`);
  }
  const ledgerPen = {
    recordedBy: context.userId,
    currency: operation.body.currency,
    registerId: pass.registerId,
    occurredAt: operation.occurredAt,
    now,
  };
  const spending = { saleId: operation.id, tenders: facts.payments };
  const raised = await spendFacts(tx, ledgerPen, spending);
  await raiseFlags(tx, { subjectId: operation.id, flags: raised, now });
  return [...new Set([...(answer.flags[0] ?? []), ...raised])].sort();
}

interface Asking {
  readonly context: TenantContext;
  readonly sale: LoneSale;
  readonly now: Date;
}

async function isLetPass(tx: Transaction, { context, sale, now }: Asking): Promise<boolean> {
  if (!sale.isBeyond) return true;
  const used = await spendApproval(tx, {
    token: sale.operation.body.approval ?? '',
    action: 'DISCOUNT',
    subject: sale.operation.id,
    amountMinor: byHandMinor(sale.facts),
    usedBy: context.userId,
    now,
  });
  return used !== undefined;
}
