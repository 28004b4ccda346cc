/** What a session's records come to: for the X, for the count, for the Z. */
import { expectedMinorOf, sessionFigures, sum } from '@evertill/domain';
import type { ForeignSums, SessionFigures, SessionSums } from '@evertill/domain';
import type { Tender, TenderMethod } from '@evertill/domain';
import type { MovementRecord, RefundRecord, SaleRecord, TillRecord } from './records.ts';
import type { VoidRecord } from './records.ts';

export interface ForeignTaken extends ForeignSums {
  /** In how many sales. */
  readonly takingsCount: number;
}

export interface DrawerFigures extends SessionFigures {
  readonly sums: SessionSums;
  /** In the order of codes; what is in `sums`, and how often. */
  readonly foreign: readonly ForeignTaken[];
  readonly floatMinor: number;
  readonly expectedMinor: number;
}

/** The figures of one session, out of everything the till remembers. */
export function drawerFigures(records: readonly TillRecord[], sessionId: string): DrawerFigures {
  const own = records.filter((record) => record.sessionId === sessionId);
  const sums = sumsOf(own);
  const figures = sessionFigures(sums);
  const floatMinor = sum(own, (record) => (record.kind === 'opened' ? record.floatMinor : 0));
  const drawer = { openingFloatMinor: floatMinor, cashMinor: figures.cashMinor };
  const foreign = foreignOf(own.filter((record) => record.kind === 'sale'));
  return { ...figures, sums, foreign, floatMinor, expectedMinor: expectedMinorOf(drawer) };
}

function sumsOf(records: readonly TillRecord[]): SessionSums {
  const sales = records.filter((record) => record.kind === 'sale');
  const refunds = records.filter((record) => record.kind === 'refund');
  const voids = records.filter((record) => record.kind === 'void');
  const movements = records.filter((record) => record.kind === 'movement');
  return {
    sales: {
      count: sales.length,
      grossMinor: sum(sales, (sale) => sale.subtotalMinor),
      discountMinor: sum(sales, (sale) => sale.discountMinor),
      taxMinor: sum(sales, (sale) => sale.taxMinor),
      roundingMinor: sum(sales, (sale) => sale.settlement.roundingMinor),
      totalMinor: sum(sales, (sale) => sale.settlement.dueMinor),
      changeMinor: sum(sales, (sale) => sale.settlement.changeMinor),
    },
    refunds: {
      count: refunds.length,
      taxMinor: sum(refunds, (refund) => refund.taxMinor),
      totalMinor: sum(refunds, (refund) => refund.totalMinor + refund.roundingMinor),
    },
    voids: {
      count: voids.length,
      taxMinor: sum(voids, ({ taxMinor }) => taxMinor),
      totalMinor: sum(voids, ({ totalMinor }) => totalMinor),
    },
    payIns: moved(movements, 'PAY_IN'),
    payOuts: moved(movements, 'PAY_OUT'),
    noSalesCount: moved(movements, 'NO_SALE').count,
    tenders: tendersOf(sales, [...refunds, ...voids]),
    foreign: foreignOf(sales).map(({ currency, receivedMinor, worthMinor }) => {
      return { currency, receivedMinor, worthMinor };
    }),
  };
}

/** In the order of codes. */
function foreignOf(sales: readonly SaleRecord[]): readonly ForeignTaken[] {
  const taken = sales.flatMap(({ id, tenders }) =>
    tenders.flatMap(({ foreign, amountMinor }) =>
      foreign === undefined ? [] : [{ saleId: id, foreign, amountMinor }],
    ),
  );
  return [...new Set(taken.map(({ foreign }) => foreign.currency))].sort().map((currency) => {
    const own = taken.filter(({ foreign }) => foreign.currency === currency);
    return {
      currency,
      receivedMinor: sum(own, ({ foreign }) => foreign.amountMinor),
      worthMinor: sum(own, ({ amountMinor }) => amountMinor),
      takingsCount: new Set(own.map(({ saleId }) => saleId)).size,
    };
  });
}

function moved(
  movements: readonly MovementRecord[],
  direction: MovementRecord['direction'],
): SessionSums['payIns'] {
  const own = movements.filter((movement) => movement.direction === direction);
  return { count: own.length, amountMinor: sum(own, ({ amountMinor }) => amountMinor) };
}

function tendersOf(
  sales: readonly SaleRecord[],
  back: readonly (RefundRecord | VoidRecord)[],
): SessionSums['tenders'] {
  const received = sales.flatMap((sale) => sale.tenders);
  const returned = back.flatMap(({ payouts }) => payouts as readonly Tender[]);
  const methods = new Set([...received, ...returned].map(({ method }) => method));
  const total = (from: readonly { method: TenderMethod; amountMinor: number }[]) => {
    return (method: TenderMethod): number =>
      sum(from, (tender) => (tender.method === method ? tender.amountMinor : 0));
  };
  const [receivedOf, returnedOf] = [total(received), total(returned)];
  return [...methods].map((method) => ({
    method,
    receivedMinor: receivedOf(method),
    returnedMinor: returnedOf(method),
  }));
}
