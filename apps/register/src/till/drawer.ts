/** The drawer: opened with a float, put into, taken from, counted, closed. */
import { sum, varianceMinorOf } from '@evertill/domain';
import type { Tender } from '@evertill/domain';
import type { TillCore } from './core.ts';
import type { ClosedRecord, RefundRecord, SaleRecord } from './records.ts';
import { drawerFigures } from './session-figures.ts';
import type { DrawerFigures } from './session-figures.ts';

export interface CountedDrawer {
  readonly countedMinor: number;
  readonly denominations: Readonly<Record<string, number>>;
}

export interface ClosedSession {
  readonly closed: ClosedRecord;
  readonly figures: DrawerFigures;
  readonly openedAtMs: number;
}

/** How a count differs from what should be there, without a sign to misread. */
export interface Variance {
  readonly kind: 'none' | 'short' | 'over';
  readonly byMinor: number;
}

export interface DrawerActions {
  readonly openSession: (floatMinor: number) => Promise<boolean>;
  readonly moveCash: (
    direction: 'PAY_IN' | 'PAY_OUT',
    amountMinor: number,
    reason: string,
  ) => Promise<boolean>;
  /** The figures of the open session; undefined while none is open. */
  readonly sessionFigures: () => DrawerFigures | undefined;
  /** Whether who stands here may see what should be in the drawer before it was counted. */
  readonly maySeeExpected: () => boolean;
  /** Known only after a count was handed in. */
  readonly varianceOf: (count: CountedDrawer) => Variance;
  /** What goes over the counter to the customer: change of a sale, cash of a refund. */
  readonly handedMinor: (record: SaleRecord | RefundRecord) => number;
  /** Whether cash goes in or out for this, so that the drawer has to open. */
  readonly opensFor: (record: SaleRecord | RefundRecord | null) => boolean;
  readonly closeSession: (
    count: CountedDrawer,
    reason: string,
  ) => Promise<ClosedSession | undefined>;
}

export function drawerOf(core: TillCore): DrawerActions {
  const { journal, state, change, world, records } = core;
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch {
      change({ notice: { kind: 'not_saved' } });
      return false;
    }
  };
  const figures = (): DrawerFigures | undefined => {
    const { session } = state();
    return session === null ? undefined : drawerFigures(records(), session.sessionId);
  };
  return {
    openSession: (floatMinor) =>
      attempt(async () => {
        const sessionId = world.newId();
        const head = { ...core.head(sessionId), sessionId };
        await journal.record({ kind: 'opened', ...head, floatMinor });
        const { atMs, cashierName } = head;
        change({ session: { sessionId, openedAtMs: atMs, openedBy: cashierName } });
      }),
    moveCash: (direction, amountMinor, reason) =>
      attempt(async () => {
        const head = core.head();
        await journal.record({ kind: 'movement', ...head, direction, amountMinor, reason });
        const what = direction === 'PAY_IN' ? 'pay_in' : 'pay_out';
        change({ notice: { kind: 'done', what } });
      }),
    sessionFigures: figures,
    varianceOf: ({ countedMinor }) => {
      const byMinor = varianceMinorOf(countedMinor, figures()?.expectedMinor ?? countedMinor);
      if (byMinor === 0) return { kind: 'none', byMinor };
      return { kind: byMinor < 0 ? 'short' : 'over', byMinor: Math.abs(byMinor) };
    },
    handedMinor,
    opensFor: (record) =>
      record !== null && moneyOf(record).some(({ method }) => method === 'CASH'),
    maySeeExpected: () => state().cashier?.role !== 'cashier',
    closeSession: async ({ countedMinor, denominations }, reason) => {
      const { session } = state();
      const now = figures();
      if (session === null || now === undefined) return undefined;
      const { expectedMinor } = now;
      const head = core.head();
      const facts = { countedMinor, expectedMinor, denominations, reason };
      const closed: ClosedRecord = { kind: 'closed', ...head, ...facts };
      const isWritten = await attempt(() => journal.record(closed));
      if (!isWritten) return undefined;
      change({ session: null });
      return { closed, figures: now, openedAtMs: session.openedAtMs };
    },
  };
}

function moneyOf(record: SaleRecord | RefundRecord): readonly Tender[] {
  if (record.kind === 'refund') return record.payouts;
  return [...record.tenders, ...(record.exchanged?.payouts ?? [])];
}

function handedMinor(record: SaleRecord | RefundRecord): number {
  if (record.kind === 'sale') {
    const { settlement, exchanged } = record;
    return settlement.changeMinor + (exchanged === undefined ? 0 : handedMinor(exchanged));
  }
  const cash = record.payouts.filter(({ method }) => method === 'CASH');
  return sum(cash, ({ amountMinor }) => amountMinor);
}
