/**
 * What a register keeps of each thing that happened: the operation as it is sent, its place in
 * the register's sequence, and what became of it.
 *
 *   queued ──echoed as booked──▶ settled ──the server lost it──▶ queued
 *      └─────echoed as a no────▶ parked ──retried──▶ queued, at the end
 *                                   └──a person decides──▶ resolved
 */
import type { OperationKind } from '@evertill/contract';

/** The body of an operation in native wire names, amounts as decimal strings. */
export type WireBody = Readonly<Record<string, unknown>>;

/**
 * A number of the register's sequence. Epochs are lives of the register; numbers have no gap. Epoch
 * 0 is the shelf: what waits for a person, or was resolved, after its number went to a stand-in.
 */
export interface Place {
  readonly epoch: number;
  /** From 1. */
  readonly seq: number;
}

/**
 * `withheld` stands in for an operation that left its number: one that the server cannot even take
 * in, or that was retried under the next number or resolved. It names what was there. The server
 * parks it as a kind it does not know, and those behind it go on.
 */
export type KeptKind = OperationKind | 'withheld';

export type Fate =
  | {
      readonly kind: 'queued';
      /** It was settled before, and the server lost it: a backup was restored. */
      readonly wasSettled: boolean;
      /** How often it went again by itself. */
      readonly retries: number;
      /** The server broke on it, by itself, so many times since then; see `pushing.ts`. */
      readonly faults: { readonly count: number; readonly sinceMs: number } | null;
    }
  | {
      readonly kind: 'settled';
      readonly atMs: number;
      readonly outcome: 'APPLIED' | 'DUPLICATE';
      /** What differs, for people to look at. Words of a newer server are kept. */
      readonly flags: readonly string[];
    }
  | {
      readonly kind: 'parked';
      readonly atMs: number;
      readonly why: ParkReason;
      /** It goes again by itself then; null where it waits for a person. */
      readonly retryAtMs: number | null;
      /** How often it went again by itself. */
      readonly retries: number;
    }
  | { readonly kind: 'resolved'; readonly atMs: number; readonly resolution: Resolution };
export type FateKind = Fate['kind'];

export interface ParkReason {
  readonly outcome: 'CONFLICT' | 'REJECTED_NEEDS_MANAGER' | 'REJECTED_TERMINAL' | 'UNKNOWN';
  /** A refusal code of the contract, or one of a newer server. */
  readonly code: string;
  readonly detail: string;
  /** The parked operation that it depends on, if that is why. */
  readonly blockedBy: string | null;
}

/** What a person did about a parked operation. Nothing is ever deleted. */
export type Resolution =
  /** Changed and sent again as another operation. */
  | { readonly kind: 'amended'; readonly by: string; readonly amendedBy: string }
  /** Undone at the counter, with a leader: it never reaches the books. */
  | { readonly kind: 'voided'; readonly by: string; readonly reason: string }
  /** The server's word stands. */
  | { readonly kind: 'accepted'; readonly by: string; readonly reason: string };

export interface KeptOperation {
  readonly id: string;
  readonly kind: KeptKind;
  readonly occurredAt: string;
  readonly body: WireBody;
  /** SHA-256 of the RFC 8785 JSON of the body, hexadecimal. */
  readonly bodyHash: string;
  /** The earlier operation without which it means nothing. */
  readonly dependsOn: string | null;
  readonly receiptNumber: string | null;
  /** Whatever the app wants back with it: what was printed, who stood there. */
  readonly memo: unknown;
  readonly recordedAtMs: number;
  readonly place: Place;
  readonly fate: Fate;
}

/** Who this device is. */
export interface Registration {
  readonly tenantId: string;
  readonly registerId: string;
  readonly name: string;
  readonly epoch: number;
  readonly deviceKey: string;
}

/** The same register, not enrolled again since. */
export function isSameLife(one: Registration | null, other: Registration | null): boolean {
  return one?.registerId === other?.registerId && one?.epoch === other?.epoch;
}

/** What the next operation goes on from, and what else the journal is one of. */
export interface JournalHead {
  readonly registration: Registration | null;
  /** The last number given in this epoch. */
  readonly seq: number;
  /** The last receipt number given in this epoch. */
  readonly receipts: number;
  /** What was settled up to this number of this epoch was forgotten: it cannot be sent again. */
  readonly forgottenSeq: number;
  /** How many operations lie on the shelf: kept, and without a number. */
  readonly shelved: number;
  readonly lastSettledAtMs: number | null;
  /** The server knew more than this device ever made: it is a copy, and sells nothing. */
  readonly isCopy: boolean;
  /** How many transactions have written to it, where it lies in two places (`twin-journal.ts`). */
  readonly turn: number;
}

export const emptyHead: JournalHead = {
  registration: null,
  seq: 0,
  receipts: 0,
  forgottenSeq: 0,
  shelved: 0,
  lastSettledAtMs: null,
  isCopy: false,
  turn: 0,
};
