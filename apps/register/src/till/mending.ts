/**
 * What can still be put right in something that was parked. Money that moved, moved: what it was
 * for may be said otherwise, who a customer is, where it belongs, and that a leader let it pass.
 */
import type { WordAction } from './leaders-words.ts';
import type { LeadersWord, WordWish } from './leaders-words.ts';
import { withWords } from './leaders-words.ts';
import type { Kept } from './journal.ts';
import type { CustomerRecord, MovementRecord, RefundRecord, SaleRecord } from './records.ts';
import type { VoidRecord } from './records.ts';
import type { OpenSession } from './till-state.ts';

export type Mend =
  | { readonly kind: 'customer'; readonly record: CustomerRecord }
  /** `session`: the one that is open, where it was of another. */
  | {
      readonly kind: 'movement';
      readonly record: MovementRecord;
      readonly session: OpenSession | null;
    }
  | {
      readonly kind: 'word';
      readonly record: SaleRecord | RefundRecord | VoidRecord;
      readonly action: WordAction;
      readonly amountMinor: number;
      /** The server knows no such sale: it is given back as without one. */
      readonly leavesSale: boolean;
    };

/** Undefined where nothing of it can be changed any more. */
export function mendOf({ record, trouble }: Kept, open: OpenSession | null): Mend | undefined {
  const code = trouble?.code ?? '';
  switch (record.kind) {
    case 'customer':
      return { kind: 'customer', record };
    case 'movement': {
      const isElsewhere = open !== null && open.sessionId !== record.sessionId;
      return { kind: 'movement', record, session: isElsewhere ? open : null };
    }
    case 'sale': {
      if (!isForLeader(code)) return undefined;
      const amountMinor = record.discountMinor;
      return { kind: 'word', record, action: 'DISCOUNT', amountMinor, leavesSale: false };
    }
    case 'refund': {
      const leavesSale = code === 'sale_not_found' && record.saleId !== null;
      if (!leavesSale && !isForLeader(code)) return undefined;
      const isLoose = leavesSale || record.saleId === null;
      const action = isLoose ? 'REFUND_WITHOUT_SALE' : 'REFUND';
      const amountMinor = record.totalMinor + record.roundingMinor;
      return { kind: 'word', record, action, amountMinor, leavesSale };
    }
    case 'void': {
      if (!isForLeader(code)) return undefined;
      const amountMinor = record.totalMinor;
      return { kind: 'word', record, action: 'VOID', amountMinor, leavesSale: false };
    }
    case 'opened':
    case 'closed':
      return undefined;
  }
}

function isForLeader(code: string): boolean {
  return code.endsWith('_needs_manager') || code === 'approval_invalid';
}

/** A word is bound to the operation that will carry it, so that has its id before. */
export function wishOf(
  { action, amountMinor }: Extract<Mend, { readonly kind: 'word' }>,
  amendedId: string,
): WordWish {
  return { actions: [action], subject: amendedId, amountMinor };
}

export function withWordOf(
  { record, leavesSale }: Extract<Mend, { readonly kind: 'word' }>,
  amendedId: string,
  words: readonly LeadersWord[],
): SaleRecord | RefundRecord | VoidRecord {
  const mended = { ...record, id: amendedId, words: withWords(record.words, words) };
  if (mended.kind !== 'refund' || !leavesSale) return mended;
  const lines = mended.lines.map((line) => ({ ...line, saleLineNumber: null }));
  return { ...mended, saleId: null, originalNumber: '', lines };
}
