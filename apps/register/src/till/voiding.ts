/** A sale undone as a whole: while its drawer is open, and nothing of it went back yet. */
import { sum } from '@evertill/domain';
import type { Tender } from '@evertill/domain';
import type { TillCore } from './core.ts';
import { ownWords } from './leaders-words.ts';
import type { LeadersWord, WordWish } from './leaders-words.ts';
import type { SaleRecord, VoidRecord } from './records.ts';

export interface VoidWish {
  /** Of the void to be: a leader's word is bound to it. */
  readonly voidId: string;
  readonly sale: SaleRecord;
}

export interface Voiding {
  readonly isVoided: (sale: SaleRecord) => boolean;
  /** How it was undone; undefined where it stands. */
  readonly voidOf: (sale: SaleRecord) => VoidRecord | undefined;
  /** Whether it can be undone still; otherwise goods are given back. */
  readonly mayBe: (sale: SaleRecord) => boolean;
  /** What goes back of each method; of cash without the change. */
  readonly payoutsOf: (sale: SaleRecord) => readonly Tender[];
  readonly needsLeader: (wish: VoidWish) => WordWish;
  /** Writes it down; undefined where it could not be written, and did not happen. */
  readonly undo: (
    wish: VoidWish,
    reason: string,
    words?: readonly LeadersWord[],
  ) => Promise<VoidRecord | undefined>;
}

export function voidingOf(core: TillCore): Voiding {
  const { state, records, journal, change } = core;
  const voidOf = ({ id }: SaleRecord): VoidRecord | undefined =>
    records().find(
      (record): record is VoidRecord => record.kind === 'void' && record.saleId === id,
    );
  const isVoided = (sale: SaleRecord): boolean => voidOf(sale) !== undefined;
  const mayBe = (sale: SaleRecord): boolean => {
    const { session } = state();
    if (session?.sessionId !== sale.sessionId) return false;
    // What came back for it has a refund of its own.
    if (sale.exchanged !== undefined || isVoided(sale)) return false;
    return !records().some((record) => record.kind === 'refund' && record.saleId === sale.id);
  };
  return {
    isVoided,
    voidOf,
    mayBe,
    payoutsOf,
    needsLeader: ({ voidId, sale }) => ({
      actions: core.limits().mayVoid ? [] : ['VOID'],
      subject: voidId,
      amountMinor: sale.settlement.dueMinor,
    }),
    undo: async ({ voidId, sale }, reason, given) => {
      if (!mayBe(sale)) return undefined;
      const head = core.head(voidId);
      const totalMinor = sale.settlement.dueMinor;
      const actions = core.anyonesLimits().mayVoid ? [] : (['VOID'] as const);
      const words =
        given ?? ownWords(state().cashier, { actions, amountMinor: totalMinor }, head.atMs);
      const record: VoidRecord = {
        ...{ kind: 'void', ...head, saleId: sale.id, saleNumber: sale.receiptNumber, reason },
        ...{ totalMinor, taxMinor: sale.taxMinor, taxes: sale.taxes, payouts: payoutsOf(sale) },
        ...(words.length === 0 ? {} : { words }),
      };
      try {
        await journal.record(record);
      } catch {
        change({ notice: { kind: 'not_saved' } });
        return undefined;
      }
      change({ notice: { kind: 'done', what: 'void' } });
      return record;
    },
  };
}

function payoutsOf({ tenders, settlement }: SaleRecord): readonly Tender[] {
  const methods = [...new Set(tenders.map(({ method }) => method))];
  return methods
    .map((method) => {
      const laid = sum(tenders, (one) => (one.method === method ? one.amountMinor : 0));
      return { method, amountMinor: method === 'CASH' ? laid - settlement.changeMinor : laid };
    })
    .filter(({ amountMinor }) => amountMinor > 0);
}
