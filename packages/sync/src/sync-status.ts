/** What people are told about the register's sync. The app turns codes to words. */
import type { EngineState } from './states.ts';

export interface SyncStatus {
  readonly state: EngineState;
  /** Why it waits, is signed out, or turned away: a refusal code, or one of ours. */
  readonly trouble: SyncTrouble | null;
  /** Recorded here and not yet acknowledged. */
  readonly queuedCount: number;
  readonly oldestQueuedAt: string | null;
  /** What waits for a person. */
  readonly attentionCount: number;
  readonly lastSettledAtMs: number | null;
  readonly pricesAsOfMs: number | null;
  readonly lease: 'here' | 'elsewhere';
  /** False for a copy of another device: what it sold would collide. */
  readonly maySell: boolean;
  readonly storage: 'fine' | 'tight' | 'full';
}

export interface SyncTrouble {
  readonly code: SyncTroubleCode;
  readonly atMs: number;
  /** It is tried again by itself; otherwise only a person can help. */
  readonly isPassing: boolean;
}

export const ownTroubleCodes = [
  /** Nobody answered. */
  'no_answer',
  /** Somebody answered who is not the server: a captive portal, a proxy. */
  'strange_answer',
  /** The answer does not echo what was sent. */
  'echo_differs',
  /** The server does not know where we stood in its changes: everything is loaded anew. */
  'cursor_refused',
  /** Nobody is logged in whom the server lets push. */
  'signed_out',
  /** The server knows less than was settled, and not all of it is kept any more. */
  'history_gone',
  /** The server knows more than this device ever made: it is a copy of another. */
  'copied_device',
  'storage_failed',
] as const;
/** Refusal codes of the contract among them. */
export type SyncTroubleCode = (typeof ownTroubleCodes)[number] | (string & {});
