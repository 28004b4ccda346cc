/** The figures of a session in the words of the contract: amounts as decimals of its currency. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf, sessionFigures } from '@evertill/domain';
import type { ForeignCount } from '@evertill/domain';
import type { GatheredSums } from './session-sums.ts';

type ZReport = OutputOf<typeof orders.findZReport>;
type FiguresView = ZReport['corrected'];
type OpenFiguresView = OutputOf<typeof orders.findXReport>['figures'];

/**
 * What whoever counts blind may know of an open drawer: how much happened, what was paid by other
 * means, what was put in and taken out. Cash, and every sum that cash is a part of, is left out.
 */
export function blindFigures(figures: FiguresView): OpenFiguresView {
  return {
    ...figures,
    grossTotal: null,
    discountTotal: null,
    taxTotal: null,
    roundingTotal: null,
    salesTotal: null,
    refundsTotal: null,
    refundsTax: null,
    voidsTotal: null,
    voidsTax: null,
    netTotal: null,
    netTax: null,
    changeTotal: null,
    cashTotal: null,
    tenders: figures.tenders.filter(({ method }) => method !== 'CASH'),
    // What of other currencies lies there is what is to be counted.
    foreignCash: undefined,
    taxes: null,
  };
}

export function figuresView(sums: GatheredSums, currency: string): FiguresView {
  const amount = (minor: number): string => decimalOf(minor, currency);
  const { sales, refunds, voids, payIns, payOuts } = sums;
  const figures = sessionFigures(sums);
  return {
    salesCount: sales.count,
    grossTotal: amount(sales.grossMinor),
    discountTotal: amount(sales.discountMinor),
    taxTotal: amount(sales.taxMinor),
    roundingTotal: amount(sales.roundingMinor),
    salesTotal: amount(sales.totalMinor),
    refundsCount: refunds.count,
    refundsTotal: amount(refunds.totalMinor),
    refundsTax: amount(refunds.taxMinor),
    voidsCount: voids.count,
    voidsTotal: amount(voids.totalMinor),
    voidsTax: amount(voids.taxMinor),
    netTotal: amount(figures.netMinor),
    netTax: amount(figures.netTaxMinor),
    changeTotal: amount(sales.changeMinor),
    payInsCount: payIns.count,
    payInsTotal: amount(payIns.amountMinor),
    payOutsCount: payOuts.count,
    payOutsTotal: amount(payOuts.amountMinor),
    noSalesCount: sums.noSalesCount,
    cashTotal: amount(figures.cashMinor),
    tenders: figures.tenders.map((tender) => ({
      method: tender.method,
      received: amount(tender.receivedMinor),
      change: amount(tender.changeMinor),
      returned: amount(tender.returnedMinor),
      kept: amount(tender.keptMinor),
    })),
    ...foreignView(sums, amount),
    taxes: sums.taxes.map(({ taxCode, totalMinor, taxMinor }) => ({
      taxCode,
      total: amount(totalMinor),
      tax: amount(taxMinor),
    })),
    firstReceipt: sums.firstReceipt,
    lastReceipt: sums.lastReceipt,
    flaggedCount: sums.flaggedCount,
  };
}

/** Nothing where there was nothing, so that a Z says what it said before there could be any. */
function foreignView(
  { foreign }: GatheredSums,
  amount: (minor: number) => string,
): Pick<FiguresView, 'foreignCash'> {
  if (foreign.length === 0) return {};
  return {
    foreignCash: foreign.map(({ currency, receivedMinor, worthMinor }) => {
      return { currency, received: decimalOf(receivedMinor, currency), worth: amount(worthMinor) };
    }),
  };
}

/** What a close found of other currencies, in the words of the contract. */
export function foreignCountsView(
  counts: readonly ForeignCount[] | null,
): ZReport['correctedForeignCounts'] {
  if (counts === null || counts.length === 0) return undefined;
  return counts.map(({ currency, expectedMinor, countedMinor, varianceMinor }) => {
    const known = (minor: number | null): string | null =>
      minor === null ? null : decimalOf(minor, currency);
    return {
      currency,
      expected: decimalOf(expectedMinor, currency),
      counted: known(countedMinor),
      variance: known(varianceMinor),
    };
  });
}
