/** A leader's word: what it lets pass at this till, who gave it, and how it is known. */
import type { Person } from '../catalogue/catalogue.ts';
import { isLeader } from '../shop-words.ts';

/** As the contract calls them; those that a till asks for. */
export type WordAction =
  | 'DISCOUNT'
  | 'PRICE_OVERRIDE'
  | 'REFUND'
  | 'REFUND_WITHOUT_SALE'
  | 'RETURN_WINDOW'
  | 'RETURN_WITHOUT_RECEIPT'
  | 'PAY_OUT'
  | 'NO_SALE'
  | 'VOID';

export interface LeadersWord {
  readonly action: WordAction;
  readonly approverId: string;
  readonly by: string;
  readonly atMs: number;
  /** The most that it lets pass. */
  readonly amountMinor: number;
  /** Of the server, which checked the PIN; null where this device did. */
  readonly token: string | null;
}

/** What a leader is asked for: nothing of the server's where `actions` is empty. */
export interface WordWish {
  readonly actions: readonly WordAction[];
  /** The operation that it is for: the sale, the refund, the movement. */
  readonly subject: string;
  readonly amountMinor: number;
}

/** The later word of an action stands in for the earlier. */
export function withWords(
  before: readonly LeadersWord[] | undefined,
  more: readonly LeadersWord[],
): readonly LeadersWord[] {
  const renewed = new Set(more.map(({ action }) => action));
  return [...(before ?? []).filter(({ action }) => !renewed.has(action)), ...more];
}

/** Whether so much of this was let pass. */
export function isLetPass(
  words: readonly LeadersWord[] | undefined,
  action: WordAction,
  amountMinor: number,
): boolean {
  return (words ?? []).some((word) => word.action === action && amountMinor <= word.amountMinor);
}

/** A leader who stands at the till says it with what they do; nobody else has a word to give. */
export function ownWords(
  person: Person | null,
  { actions, amountMinor }: Omit<WordWish, 'subject'>,
  atMs: number,
): readonly LeadersWord[] {
  if (person === null || !isLeader(person.role)) return [];
  const { personId: approverId, name: by } = person;
  return actions.map((action) => ({
    ...{ action, atMs, amountMinor, approverId, by },
    token: null,
  }));
}
