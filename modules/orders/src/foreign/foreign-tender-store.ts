/** The SQL of foreign tenders: what was handed over for sales. */
import { decimalOf, decimalOfBillionths } from '@evertill/domain';
import type { ForeignCash } from '@evertill/domain';
import type { Row, Transaction } from '@evertill/kernel';
import type { PaymentFact } from '../sale-facts.ts';

/** Writes what was handed over for a sale that this transaction booked. */
export async function writeForeignTenders(
  tx: Transaction,
  saleId: string,
  payments: readonly PaymentFact[],
): Promise<void> {
  const handed = payments.flatMap(({ paymentId, foreign }) =>
    foreign === null ? [] : [{ paymentId, ...foreign }],
  );
  if (handed.length === 0) return;
  await tx.query(
    `INSERT INTO orders.foreign_tenders (
       tenant_id, payment_id, sale_id, currency, amount_minor, rate_billionths, rate_sheet_version)
     SELECT $1, f.payment_id, $2, f.currency, f.amount, f.rate, f.version
     FROM unnest($3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::integer[])
       AS f (payment_id, currency, amount, rate, version)`,
    [
      tx.tenantId,
      saleId,
      handed.map(({ paymentId }) => paymentId),
      handed.map(({ currency }) => currency),
      handed.map(({ amountMinor }) => amountMinor),
      handed.map(({ rateBillionths }) => rateBillionths),
      handed.map(({ rateSheetVersion }) => rateSheetVersion),
    ],
  );
}

/** The columns of a payment that say what was handed over; null of the shop's own money. */
export const foreignColumns = `f.currency AS foreign_currency, f.amount_minor AS foreign_minor,
  f.rate_billionths, f.rate_sheet_version`;
export const foreignJoin = `LEFT JOIN orders.foreign_tenders f
  ON f.tenant_id = p.tenant_id AND f.payment_id = p.payment_id`;

/** For a receipt; undefined of the shop's own money. */
export function handedOver(row: Row): ForeignCash | undefined {
  const currency = row['foreign_currency'] as string | null;
  if (currency === null) return undefined;
  const amountMinor = row['foreign_minor'] as number;
  return { currency, amountMinor, rateBillionths: row['rate_billionths'] as number };
}

interface ForeignView {
  readonly currency: string;
  readonly amount: string;
  readonly rate: string;
  readonly rateSheetVersion: number | null;
}

export function foreignViewOf(row: Row): ForeignView | null {
  const currency = row['foreign_currency'] as string | null;
  if (currency === null) return null;
  return {
    currency,
    amount: decimalOf(row['foreign_minor'] as number, currency),
    rate: decimalOfBillionths(row['rate_billionths'] as number),
    rateSheetVersion: row['rate_sheet_version'] as number | null,
  };
}
