/**
 * A history: what clients asked for, when, and what they were told. It is all that the checker
 * knows. Times are milliseconds of one clock that all clients share.
 */

export interface Transaction {
  /** For who reads a finding. */
  readonly name: string;
  /** Who asked. A client asks one thing after the other. */
  readonly client: string;
  readonly begin: number;
  /** When the answer was there; left out where none came, and whatever it did may happen later. */
  readonly end?: number;
  readonly outcome: 'done' | 'refused' | 'unknown';
  readonly steps: readonly Step[];
}

/** What a transaction writes counts if it was done; what it reads, only then. */
export type Step = Write | Read;

export type Write =
  /** A new element of a list. Sent again under the same value, it is the same element. */
  | { readonly kind: 'append'; readonly list: string; readonly value: string; readonly at?: number }
  /** A value that nobody else writes to this cell. */
  | { readonly kind: 'write'; readonly cell: string; readonly value: string }
  /** Counts once, however often it is sent. `later`: by an event, as soon as all is at rest. */
  | {
      readonly kind: 'add';
      readonly counter: string;
      readonly effect: string;
      readonly by: number;
      readonly when: 'at once' | 'later';
    }
  /** More may be taken, or is taken, from what there is: never more than there was. */
  | {
      readonly kind: 'fund' | 'take';
      readonly budget: string;
      readonly effect: string;
      readonly amount: number;
    }
  /** A matter that is decided once. The same decision again is no other one. */
  | { readonly kind: 'decide'; readonly matter: string; readonly decision: string };

export type Read =
  /** All of a list; `isOrdered` where the server says in which order its elements came. */
  | {
      readonly kind: 'list';
      readonly list: string;
      readonly values: readonly string[];
      readonly isOrdered: boolean;
    }
  /** The numbers that the elements of a list have: from one, without a gap. */
  | { readonly kind: 'numbers'; readonly list: string; readonly numbers: readonly number[] }
  /** How far a numbered list goes. */
  | { readonly kind: 'reached'; readonly list: string; readonly number: number }
  /** Whether one element is there. */
  | {
      readonly kind: 'look';
      readonly list: string;
      readonly value: string;
      readonly isThere: boolean;
    }
  /** Null before anybody wrote. */
  | { readonly kind: 'read'; readonly cell: string; readonly value: string | null }
  /** `isAtRest`: everything that was done before has reached everybody it has to reach. */
  | {
      readonly kind: 'total';
      readonly counter: string;
      readonly value: number;
      readonly isAtRest: boolean;
    };

export type History = readonly Transaction[];

export const anomalies = [
  /** Acknowledged, and nobody ever sees it again. */
  'lost-update',
  /** Whoever was told that it is done does not see it. */
  'stale-own-read',
  /** Done before the read began, and not in it, though it is seen later. */
  'stale-read',
  /** Seen once, and not any more. */
  'non-monotonic-read',
  /** Seen or counted twice. */
  'duplicate',
  /** Seen though it was refused. */
  'dirty-read',
  /** Seen before anybody asked for it. */
  'future-read',
  /** Seen, and nobody ever asked for it. */
  'unknown-value',
  /** Two reads that cannot come from one order of writes. */
  'incompatible-order',
  /** A counter that no choice of its effects explains. */
  'impossible-total',
  /** The same piece given twice. */
  'oversell',
  /** Each within the limit that it saw, together beyond it: money given twice. */
  'write-skew',
  /** Two decisions of what is decided once. */
  'decided-twice',
  'sequence-gap',
  /** Transactions that each come before the other, by what they wrote (G0), … */
  'cycle-of-writes',
  /** … by what they read of each other (G1c), … */
  'cycle-of-information',
  /** … or by what they did not see of each other (G-single, G2). */
  'cycle-of-dependencies',
] as const;
export type Anomaly = (typeof anomalies)[number];

export interface Finding {
  readonly anomaly: Anomaly;
  /** The list, cell, counter, budget or matter. */
  readonly key: string;
  readonly what: string;
}
