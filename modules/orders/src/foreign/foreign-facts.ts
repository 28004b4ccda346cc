/**
 * What a register says of cash of another currency, and what we think of it. It was handed over and
 * change was given for it: what differs from our own reckoning is flagged, and a person looks.
 */
import type { Flag, SaleBody } from '@evertill/contract';
import { billionthsOf, foreignRateOf, foreignWorthMinor, isCurrency } from '@evertill/domain';
import { RATE_BILLIONTHS_MAX } from '@evertill/domain';
import type { ForeignCash, PriceBook, RateSheet } from '@evertill/domain';
import { AmountFlaw, amountReader } from '../amount-reader.ts';
import type { PaymentFact, SaleFacts } from '../sale-facts.ts';

export interface ForeignFact extends ForeignCash {
  readonly rateSheetVersion: number | null;
}

type SaidTender = SaleBody['payments'][number];

/** Somebody says that another currency was taken, and not for how much of ours. */
export function isRateMissing({ payments }: Pick<SaleBody, 'payments'>): boolean {
  return payments.some(
    ({ foreign }) =>
      foreign !== undefined && (foreign.rate === undefined || !isCurrency(foreign.currency)),
  );
}

/** Null of the shop's own money. Throws `AmountFlaw`. */
export function foreignFactOf({ foreign }: SaidTender, path: string): ForeignFact | null {
  if (foreign === undefined) return null;
  const { currency, amount, rate, rateSheetVersion = null } = foreign;
  if (!isCurrency(currency)) throw new AmountFlaw(`${path}.foreign.currency`);
  const rateBillionths = billionthsOf(rate ?? '0') ?? 0;
  if (rateBillionths < 1 || rateBillionths > RATE_BILLIONTHS_MAX) {
    throw new AmountFlaw(`${path}.foreign.rate`);
  }
  const amountMinor = amountReader(currency).amount(amount, `${path}.foreign.amount`);
  return { currency, amountMinor, rateBillionths, rateSheetVersion };
}

export function hasForeign(payments: readonly PaymentFact[]): boolean {
  return payments.some(({ foreign }) => foreign !== null);
}

export type FindSheet = (version: number) => RateSheet | undefined;

/** The versions of the sheets that a sale names. */
export function sheetsNamed({ payments }: Pick<SaleFacts, 'payments'>): number[] {
  return [...new Set(payments.flatMap(({ foreign }) => foreign?.rateSheetVersion ?? []))];
}

export function foreignFlags(
  { payments }: Pick<SaleFacts, 'payments'>,
  against: { readonly sheetOf: FindSheet; readonly book: PriceBook | undefined },
): Flag[] {
  return payments.flatMap((payment) => {
    const { foreign } = payment;
    if (foreign === null) return [];
    const { rateSheetVersion, currency } = foreign;
    const sheet = rateSheetVersion === null ? undefined : against.sheetOf(rateSheetVersion);
    const rate = foreignRateOf(sheet, currency);
    if (rate === undefined) return ['rate_unknown' as const, ...differing(payment, against.book)];
    if (rate.rateBillionths !== foreign.rateBillionths) return ['foreign_cash_differs' as const];
    return differing(payment, against.book);
  });
}

/** Without the book nobody knows what the cash of the shop is rounded to: that is flagged by it. */
function differing({ method, amountMinor, foreign }: PaymentFact, book: PriceBook | undefined) {
  if (foreign === null) return [];
  const isRight =
    method === 'CASH' && (book === undefined || foreignWorthMinor(foreign, book) === amountMinor);
  return isRight ? [] : ['foreign_cash_differs' as const];
}
