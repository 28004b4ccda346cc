/** The drawer: opened with a float, put into, taken from, opened for no sale, counted, closed. */
import { foreignCountsOf, sum, varianceMinorOf } from '@evertill/domain';
import type { ForeignCount, ForeignSums, Tender } from '@evertill/domain';
import type { CounterLimits } from '../shop-words.ts';
import type { TillCore } from './core.ts';
import { ownWords } from './leaders-words.ts';
import type { LeadersWord, WordAction, WordWish } from './leaders-words.ts';
import type {
  ClosedRecord,
  CountedForeign,
  MovementRecord,
  RefundRecord,
  SaleRecord,
} from './records.ts';
import { drawerFigures } from './session-figures.ts';
import type { DrawerFigures } from './session-figures.ts';

export interface CountedDrawer {
  readonly countedMinor: number;
  readonly denominations: Readonly<Record<string, number>>;
  /** Of other currencies, where any are taken. */
  readonly foreign?: readonly CountedForeign[];
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

export type Direction = MovementRecord['direction'];

/** A leader's word for a movement, and the id that it is bound to. */
export interface MovementWord {
  readonly movementId: string;
  readonly words: readonly LeadersWord[];
}

export interface DrawerActions {
  readonly openSession: (floatMinor: number) => Promise<boolean>;
  /** Writes a movement down; of a drawer opened for no sale the amount is nothing. */
  readonly moveCash: (
    direction: Direction,
    amountMinor: number,
    reason: string,
    word?: MovementWord,
  ) => Promise<boolean>;
  /** What a leader has to let pass before so much is paid out, or the drawer opened. */
  readonly needsLeader: (direction: Direction, amountMinor: number, movementId: string) => WordWish;
  /** The figures of the open session; undefined while none is open. */
  readonly sessionFigures: () => DrawerFigures | undefined;
  /** Hands a count in: from then on, what should be there may be seen, and the count stays. */
  readonly handIn: (count: CountedDrawer) => void;
  /** The count that was handed in for the open session, also before a reload. */
  readonly handedIn: () => CountedDrawer | undefined;
  /** Whoever may see what should be there may count again; nobody else may count to fit. */
  readonly countAgain: () => boolean;
  /** Whether who stands here may see what should be in the drawer before it was counted. */
  readonly maySeeExpected: () => boolean;
  /** Known only after a count was handed in. */
  readonly varianceOf: (count: CountedDrawer) => Variance;
  /** The same of each other currency that was taken or counted. */
  readonly foreignCounts: (count: CountedDrawer) => readonly ForeignCount[];
  /** What to hand in of sums by currency: of those that were taken, or found. */
  readonly countedForeign: (sums: Readonly<Record<string, number>>) => readonly CountedForeign[];
  /** Other currencies that may lie in the drawer: those on the sheet of rates, and those taken. */
  readonly foreignCurrencies: () => readonly string[];
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
    ...movingOf(core, attempt),
    sessionFigures: figures,
    ...countingOf(core),
    varianceOf: ({ countedMinor }) => {
      const byMinor = varianceMinorOf(countedMinor, figures()?.expectedMinor ?? countedMinor);
      if (byMinor === 0) return { kind: 'none', byMinor };
      return { kind: byMinor < 0 ? 'short' : 'over', byMinor: Math.abs(byMinor) };
    },
    ...foreignOf(core, () => figures()?.sums.foreign ?? []),
    handedMinor,
    opensFor: (record) =>
      record !== null && moneyOf(record).some(({ method }) => method === 'CASH'),
    maySeeExpected: () => state().cashier?.role !== 'cashier',
    closeSession: async ({ countedMinor, denominations, foreign = [] }, reason) => {
      const { session } = state();
      const now = figures();
      if (session === null || now === undefined) return undefined;
      const { expectedMinor } = now;
      const head = core.head();
      const counted = foreign.length === 0 ? {} : { foreign };
      const facts = { countedMinor, expectedMinor, denominations, ...counted, reason };
      const closed: ClosedRecord = { kind: 'closed', ...head, ...facts };
      const isWritten = await attempt(() => journal.record(closed));
      if (!isWritten) return undefined;
      change({ session: null });
      return { closed, figures: now, openedAtMs: session.openedAtMs };
    },
  };
}

function foreignOf(
  core: TillCore,
  taken: () => readonly ForeignSums[],
): Pick<DrawerActions, 'foreignCounts' | 'foreignCurrencies' | 'countedForeign'> {
  const foreignCurrencies = (): readonly string[] => {
    const codes = [...(core.rateSheet()?.rates ?? []), ...taken()].map((one) => one.currency);
    return [...new Set(codes)].sort();
  };
  return {
    foreignCurrencies,
    foreignCounts: ({ foreign = [] }) => foreignCountsOf(taken(), foreign),
    countedForeign: (sums) =>
      foreignCurrencies().flatMap((currency) => {
        const countedMinor = sums[currency] ?? 0;
        const isTaken = taken().some((one) => one.currency === currency);
        return isTaken || countedMinor > 0 ? [{ currency, countedMinor }] : [];
      }),
  };
}

function movingOf(
  core: TillCore,
  attempt: (work: () => Promise<unknown>) => Promise<boolean>,
): Pick<DrawerActions, 'needsLeader' | 'moveCash'> {
  return {
    needsLeader: (direction, amountMinor, subject) => {
      return { actions: beyond(direction, amountMinor, core.limits()), subject, amountMinor };
    },
    moveCash: (direction, amountMinor, reason, word) =>
      attempt(async () => {
        const head = core.head(word?.movementId);
        const actions = beyond(direction, amountMinor, core.anyonesLimits());
        const { cashier } = core.state();
        const words = word?.words ?? ownWords(cashier, { actions, amountMinor }, head.atMs);
        await core.journal.record({
          ...{ kind: 'movement', ...head, direction, amountMinor, reason },
          ...(words.length === 0 ? {} : { words }),
        });
        core.change({ notice: { kind: 'done', what: doneAs[direction] } });
      }),
  };
}

const doneAs = { PAY_IN: 'pay_in', PAY_OUT: 'pay_out', NO_SALE: 'no_sale' } as const;

/** What of a movement goes further than somebody may. */
function beyond(
  direction: Direction,
  amountMinor: number,
  { payOutMinorMax, mayOpenDrawer }: CounterLimits,
): readonly WordAction[] {
  const isTooMuch = payOutMinorMax !== null && amountMinor > payOutMinorMax;
  if (direction === 'PAY_OUT' && isTooMuch) return [direction];
  return direction === 'NO_SALE' && !mayOpenDrawer ? [direction] : [];
}

const HANDED_IN = 'count';

interface HandedIn {
  readonly sessionId: string;
  readonly count: CountedDrawer;
}

function countingOf({
  keeper,
  state,
}: TillCore): Pick<DrawerActions, 'handIn' | 'handedIn' | 'countAgain'> {
  return {
    handIn: (count) => {
      const { session } = state();
      if (session === null) return;
      keeper.write(HANDED_IN, { sessionId: session.sessionId, count } satisfies HandedIn);
    },
    handedIn: () => {
      const kept = (keeper.read(HANDED_IN) ?? undefined) as HandedIn | undefined;
      return kept?.sessionId === state().session?.sessionId ? kept?.count : undefined;
    },
    countAgain: () => {
      if (state().cashier?.role === 'cashier') return false;
      keeper.write(HANDED_IN, null);
      return true;
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
