/**
 * Spends store credit. Somebody who asks is told no where it is unknown, expired, or too little; a
 * counter has let the customer go with the goods: that is written down as it was, and flagged.
 */
import type { Flag, RefusalCode } from '@evertill/contract';
import { decimalOf, readStoreCreditCode } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';
import { lockCredit, moveCredit } from './credit-store.ts';
import type { CreditRow, LedgerPen } from './credit-store.ts';

export interface CreditTender {
  readonly paymentId: string;
  readonly method: string;
  readonly amountMinor: number;
  /** The code, as it was typed. */
  readonly reference: string | null;
}

export interface Spending {
  /** The sale, or the order that is not sold yet. */
  readonly saleId: string;
  readonly tenders: readonly CreditTender[];
}

type Flaw = Extract<Flag & RefusalCode, `store_credit_${string}`>;

/** Whether any of the tenders is store credit. */
export function hasCredit(tenders: readonly Pick<CreditTender, 'method'>[]): boolean {
  return tenders.some(({ method }) => method === 'STORE_CREDIT');
}

/**
 * For somebody who asks. Refused as `store_credit_unknown`, `store_credit_expired` or
 * `store_credit_overdrawn`. Locks the credits.
 */
export async function spendAsked(
  tx: Transaction,
  pen: LedgerPen,
  { saleId, tenders }: Spending,
): Promise<void> {
  for (const { tender, code, place } of inOrder(tenders)) {
    const field = tenders.length === 1 ? 'reference' : `payments.${place}.reference`;
    const row = code === undefined ? undefined : await lockCredit(tx, code);
    const flaw = flawOf(row, tender.amountMinor, pen.now);
    if (flaw !== undefined) refuse(flaw, { fields: [{ field, message: messageOf(flaw, row) }] });
    if (code !== undefined) await spend(tx, pen, { saleId, tender, code });
  }
}

/** For a fact: what differs is answered as flags, once each. Locks the credits. */
export async function spendFacts(
  tx: Transaction,
  pen: LedgerPen,
  { saleId, tenders }: Spending,
): Promise<readonly Flag[]> {
  const flags = new Set<Flag>();
  for (const { tender, code } of inOrder(tenders)) {
    const row = code === undefined ? undefined : await lockCredit(tx, code);
    const flaw = flawOf(row, tender.amountMinor, pen.occurredAt);
    if (flaw !== undefined) flags.add(flaw);
    if (code !== undefined) await spend(tx, pen, { saleId, tender, code });
  }
  return [...flags];
}

interface Spent {
  readonly saleId: string;
  readonly tender: CreditTender;
  readonly code: string;
}

async function spend(tx: Transaction, pen: LedgerPen, { saleId, tender, code }: Spent) {
  const { amountMinor, paymentId } = tender;
  await moveCredit(tx, pen, {
    kind: 'SPENT',
    code,
    amountMinor,
    saleId,
    refundId: null,
    paymentId,
  });
}

/** By code, so that two who spend the same credits never wait for each other. */
function inOrder(tenders: readonly CreditTender[]) {
  return tenders
    .map((tender, place) => ({ tender, place, code: readStoreCreditCode(tender.reference ?? '') }))
    .filter(({ tender }) => tender.method === 'STORE_CREDIT' && tender.amountMinor > 0)
    .sort((one, other) => ((one.code ?? '') < (other.code ?? '') ? -1 : 1));
}

/** Unknown is also what somebody spoke of and nobody issued. */
function flawOf(row: CreditRow | undefined, amountMinor: number, at: Date): Flaw | undefined {
  if (row === undefined || row.issued_at === null) return 'store_credit_unknown';
  if (row.expires_at !== null && row.expires_at <= at) return 'store_credit_expired';
  return row.balance_minor < amountMinor ? 'store_credit_overdrawn' : undefined;
}

function messageOf(flaw: Flaw, row: CreditRow | undefined): string {
  if (flaw === 'store_credit_expired') return `ended at ${row?.expires_at?.toISOString() ?? ''}`;
  if (flaw === 'store_credit_unknown' || row === undefined) return 'is the code of no store credit';
  return `has ${decimalOf(Math.max(0, row.balance_minor), row.currency)} left`;
}
