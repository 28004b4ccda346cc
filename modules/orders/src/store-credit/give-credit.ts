/**
 * Gives store credit for what comes back: to the credits that the sale was paid with, as far as
 * they paid for it, and the rest as a new one under the code that is derived from the refund.
 */
import type { Flag } from '@evertill/contract';
import { readStoreCreditCode, storeCreditCode, sum } from '@evertill/domain';
import type { Tender } from '@evertill/domain';
import type { Transaction } from '@evertill/kernel';
import { readPolicy } from '../returns/return-policy.ts';
import { lockCredit, moveCredit } from './credit-store.ts';
import type { LedgerPen } from './credit-store.ts';
import type { CreditTender } from './spend-credit.ts';

const DAY_MS = 86_400_000;

interface PaidBy extends Record<string, unknown> {
  readonly code: string;
  readonly left: number;
}

/** By which credits a sale was paid, and how much of that has not gone back to them. */
async function paidByCredits(tx: Transaction, saleId: string): Promise<readonly PaidBy[]> {
  return tx.query<PaidBy>(
    `SELECT c.code, (coalesce(sum(e.amount_minor) FILTER (WHERE e.kind = 'SPENT'), 0)
         - coalesce(sum(e.amount_minor) FILTER (WHERE e.kind = 'RETURNED'), 0))::bigint AS left
     FROM orders.store_credit_entries e JOIN orders.store_credits c USING (tenant_id, credit_id)
     WHERE e.tenant_id = $1 AND e.sale_id = $2 GROUP BY c.code ORDER BY c.code`,
    [tx.tenantId, saleId],
  );
}

type Payout = Tender & { readonly reference?: string | null };

/** The payouts of a refund that the server gives, each of store credit with the code it goes to. */
export async function addressed(
  tx: Transaction,
  payouts: readonly Payout[],
  { saleId, refundId }: { readonly saleId: string; readonly refundId: string },
): Promise<readonly Payout[]> {
  const others = payouts.filter(({ method }) => method !== 'STORE_CREDIT');
  const credits = payouts.filter(({ method }) => method === 'STORE_CREDIT');
  let openMinor = sum(credits, ({ amountMinor }) => amountMinor);
  const given: Payout[] = [];
  const give = (reference: string, amountMinor: number): void => {
    if (amountMinor > 0) given.push({ method: 'STORE_CREDIT', amountMinor, reference });
    openMinor -= Math.max(0, amountMinor);
  };
  if (openMinor > 0) {
    for (const { code, left } of await paidByCredits(tx, saleId)) {
      give(code, Math.min(openMinor, left));
    }
    give(storeCreditCode(refundId), openMinor);
  }
  return [...others, ...given];
}

export interface Refunded {
  readonly refundId: string;
  readonly saleId: string | null;
  readonly customerId: string | null;
  readonly payouts: readonly CreditTender[];
}

/**
 * Writes what a refund gave as store credit, whether the server or a counter gave it. A payout with
 * the code of a credit goes back to it; one without, or with what is no code, is a new credit. The
 * flags are for counters: a code that nobody has issued, as far as we know. Locks the credits.
 */
export async function giveCredit(
  tx: Transaction,
  pen: LedgerPen,
  refunded: Refunded,
): Promise<readonly Flag[]> {
  const { refundId, saleId, payouts } = refunded;
  const own = storeCreditCode(refundId);
  const flags = new Set<Flag>();
  let issuedMinor = 0;
  const back: (CreditTender & { readonly code: string })[] = [];
  for (const payout of payouts) {
    if (payout.method !== 'STORE_CREDIT' || payout.amountMinor === 0) continue;
    const code = payout.reference === null ? own : readStoreCreditCode(payout.reference);
    if (code === undefined) flags.add('store_credit_unknown');
    if (code === undefined || code === own) issuedMinor += payout.amountMinor;
    else back.push({ ...payout, code });
  }
  for (const { code, amountMinor, paymentId } of back.sort(byCode)) {
    const row = await lockCredit(tx, code);
    if (row === undefined || row.issued_at === null) flags.add('store_credit_unknown');
    await moveCredit(tx, pen, { kind: 'RETURNED', code, amountMinor, saleId, refundId, paymentId });
  }
  if (issuedMinor > 0) await issue(tx, pen, { ...refunded, code: own, amountMinor: issuedMinor });
  return [...flags];
}

const byCode = (one: { readonly code: string }, other: { readonly code: string }): number =>
  one.code < other.code ? -1 : 1;

interface Issuing extends Refunded {
  readonly code: string;
  readonly amountMinor: number;
}

async function issue(
  tx: Transaction,
  pen: LedgerPen,
  { refundId, saleId, customerId, code, amountMinor }: Issuing,
): Promise<void> {
  const { storeCreditDays: days } = await readPolicy(tx);
  const expiresAt = days === 0 ? null : new Date(pen.occurredAt.getTime() + days * DAY_MS);
  const move = { kind: 'ISSUED', code, amountMinor, saleId, refundId, paymentId: null } as const;
  await moveCredit(tx, pen, move, { customerId, expiresAt });
}

interface SpentRow extends Record<string, unknown> {
  readonly code: string;
  readonly amount_minor: number;
  readonly payment_id: string;
}

/** A sale was voided, or an order given up: what credits paid of it is on them again. */
export async function takeBack(tx: Transaction, pen: LedgerPen, saleId: string): Promise<void> {
  const spent = await tx.query<SpentRow>(
    `SELECT c.code, e.amount_minor, e.payment_id
     FROM orders.store_credit_entries e JOIN orders.store_credits c USING (tenant_id, credit_id)
     WHERE e.tenant_id = $1 AND e.sale_id = $2 AND e.kind = 'SPENT' AND NOT EXISTS (
       SELECT FROM orders.store_credit_entries b WHERE b.tenant_id = $1
         AND b.payment_id = e.payment_id AND b.kind = 'RETURNED')
     ORDER BY c.code, e.number`,
    [tx.tenantId, saleId],
  );
  for (const { code, amount_minor: amountMinor, payment_id: paymentId } of spent) {
    const move = {
      kind: 'RETURNED',
      code,
      amountMinor,
      saleId,
      refundId: null,
      paymentId,
    } as const;
    await moveCredit(tx, pen, move);
  }
}
