/**
 * Where a till writes down what happened, and what becomes of it on its way to the server. A port:
 * the sync engine keeps it on the device and sends it on; a test keeps it in memory.
 */
import type { TillRecord } from './records.ts';

/** Why an operation waits for a person, in the server's words. */
export interface Trouble {
  readonly outcome: string;
  /** A refusal code of the contract, or one of a newer server. */
  readonly code: string;
  readonly detail: string;
}

export interface Kept {
  /** With the receipt number that it was given. */
  readonly record: TillRecord;
  readonly state: 'waiting' | 'saved' | 'attention' | 'resolved';
  /** What a person said shall become of it. */
  readonly resolution: 'voided' | 'accepted' | 'amended' | null;
  readonly trouble: Trouble | null;
  /** What may be done about it, where it waits for a person. */
  readonly choices: readonly Choice[];
  /** What differs in it, for a leader to look at. */
  readonly flags: readonly string[];
}

export const choices = ['retry', 'amend', 'accept', 'void'] as const;
export type Choice = (typeof choices)[number];

/** What a cashier is told of the way to the server. Nothing of it stops a sale. */
export interface SyncStatus {
  /** `signed_out`: the server wants a password; `turned_away`: it wants a new enrolment. */
  readonly line: 'online' | 'offline' | 'signed_out' | 'turned_away' | 'suspended';
  readonly waiting: number;
  /** When the oldest of those that wait happened. */
  readonly oldestAtMs: number | null;
  readonly attention: number;
  /** False for a copy of another device: its numbers would collide. */
  readonly maySell: boolean;
  readonly storage: 'fine' | 'tight' | 'full';
}

export interface Decision {
  readonly kind: 'void' | 'accept';
  readonly by: string;
  readonly reason: string;
}

export interface Journal {
  /**
   * Writes down one thing that happened, durably, and answers it as it is kept: sales and refunds
   * with their receipt number. Throws where it could not be written; then it did not happen.
   */
  readonly record: (record: TillRecord) => Promise<Kept>;
  /** Everything that is kept, oldest first. The same list until something changed. */
  readonly kept: () => readonly Kept[];
  readonly status: () => SyncStatus;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Sends a parked operation again, behind all others. */
  readonly retry: (id: string) => Promise<void>;
  /** What a person says shall become of a parked operation. */
  readonly resolve: (id: string, decision: Decision) => Promise<void>;
  /** Sends a changed record instead of a parked one. */
  readonly amend: (id: string, record: TillRecord, by: string) => Promise<void>;
  /**
   * What is kept of people who were erased is forgotten, as far as it needs not be sent any more.
   * Told again with every change: what was sent since goes then.
   */
  readonly forgetPeople: (customerIds: ReadonlySet<string>) => void;
  /** Tries to reach the server now. */
  readonly wake: () => void;
}

/** A thing as it is kept before anybody heard of it. */
export function freshlyKept(record: TillRecord): Kept {
  return { record, state: 'waiting', resolution: null, trouble: null, choices: [], flags: [] };
}

export const calmStatus: SyncStatus = {
  line: 'online',
  waiting: 0,
  oldestAtMs: null,
  attention: 0,
  maySell: true,
  storage: 'fine',
};
