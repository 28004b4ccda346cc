/** Where money that goes back goes: to a tender that was named, or to those that it came from. */
import { cashRoundingMinorOf, settleRefund, shareRefundTenders, sum } from '@evertill/domain';
import type { Payout, Tender, TenderMethod } from '@evertill/domain';
import type { TenantContext, Transaction } from '@evertill/kernel';
import type { PriceBooks } from '../price-books.ts';
import type { ReturnedSale } from './returned-sale.ts';

export interface PayoutQuestion {
  readonly saleId: string;
  readonly amountMinor: number;
  /** Null for the tenders of the sale. */
  readonly method: TenderMethod | null;
  readonly cashRoundingMinor: number;
  /** All that may still go back; cash is rounded to coins only so far. */
  readonly leftMinor: number;
}

/** With cash in coins that exist. Who asks holds the money of the sale. */
export async function payoutOf(tx: Transaction, question: PayoutQuestion): Promise<Payout> {
  const { saleId, amountMinor, method, cashRoundingMinor, leftMinor } = question;
  const all =
    method === null ? await toTheirTenders(tx, saleId, amountMinor) : [{ method, amountMinor }];
  const payouts = all.filter((payout) => payout.amountMinor > 0);
  const cash = payouts.filter((payout) => payout.method === 'CASH');
  const cashMaxMinor = sum(cash, (payout) => payout.amountMinor) + leftMinor - amountMinor;
  return settleRefund({ payouts, cashRoundingMinor, cashMaxMinor });
}

interface KeptRow extends Record<string, unknown> {
  readonly method: TenderMethod;
  readonly kept: number;
  readonly refunded: number;
}

/**
 * By method, in proportion to what each kept and has not given back. What went back by another
 * method than it came in is nobody's here, so there is always enough left.
 */
async function toTheirTenders(
  tx: Transaction,
  saleId: string,
  totalMinor: number,
): Promise<Tender[]> {
  const rows = await tx.query<KeptRow>(
    `SELECT p.method,
       (sum(p.amount_minor) FILTER (WHERE p.sale_id = $2)
         - CASE p.method WHEN 'CASH' THEN max(s.change_minor) ELSE 0 END)::bigint AS kept,
       coalesce(sum(p.amount_minor) FILTER (WHERE p.refund_id IS NOT NULL), 0)::bigint AS refunded
     FROM orders.payments p JOIN orders.sales s ON s.tenant_id = $1 AND s.sale_id = $2
     WHERE p.tenant_id = $1 AND (p.sale_id = $2 OR p.refund_id IN (
       SELECT r.refund_id FROM orders.refunds r WHERE r.tenant_id = $1 AND r.sale_id = $2))
     GROUP BY p.method HAVING bool_or(p.sale_id = $2) ORDER BY p.method`,
    [tx.tenantId, saleId],
  );
  const tenders = rows.map(({ method, kept, refunded }) => {
    const amountMinor = Math.max(0, kept);
    return { method, amountMinor, refundedMinor: Math.min(refunded, amountMinor) };
  });
  return shareRefundTenders({ totalMinor, tenders });
}

/** The smallest coin at the time of the sale. Asks the catalogue: never inside a transaction. */
export async function cashRoundingOf(
  priceBooks: PriceBooks,
  context: TenantContext,
  sale: ReturnedSale,
): Promise<number> {
  const book = await priceBooks(context, sale.price_book_version);
  return book?.cashRoundingMinor ?? cashRoundingMinorOf(sale.currency);
}
