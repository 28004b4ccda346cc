/**
 * The server as the engine sees it. No call throws: it is answered, refused in the server's own
 * words, answered by somebody else (`strange`: a proxy, a captive portal, half an answer), or not
 * answered at all. After the last two nobody knows whether it was carried out.
 */
import type { DecisionWord, OutputOf, RefusalCode, pullOperations } from '@evertill/contract';
import type { Registration, WireBody } from './kept-operation.ts';

export type Reply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode | 'fault';
      readonly status: number;
      readonly detail: string;
      /** What the server asks us to wait, or null. */
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'strange'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'silent' };

export type Trouble = Exclude<Reply<never>, { readonly kind: 'ok' }>;

export interface LeaseGiven {
  readonly epoch: number;
  readonly fencing: number;
  readonly lastSeq: number;
}

export interface PushedOperation {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly body: WireBody;
  readonly dependsOn?: string;
}

export interface PushRequest {
  readonly registration: Registration;
  readonly fencing: number;
  readonly operations: readonly PushedOperation[];
}

/** One answer of a push, with words that a newer server may have. */
export interface PushResult {
  readonly seq: number;
  readonly id: string;
  readonly outcome: string;
  readonly bodyHash: string;
  readonly code: string;
  readonly detail: string;
  readonly flags: readonly string[];
}

export interface PushReply {
  readonly epoch: number;
  readonly lastSeq: number;
  readonly results: readonly PushResult[];
}

/** What the back office decided about an operation that waits here. */
export interface Decided {
  readonly operation: string;
  readonly decision: DecisionWord;
  readonly by: string;
  readonly reason: string;
}

export interface DecidedQuestion {
  readonly registration: Registration;
  readonly operations: readonly string[];
}

export type PullPage = OutputOf<(typeof pullOperations)['pull']>;

export interface ServerPort {
  readonly lease: (registration: Registration) => Promise<Reply<LeaseGiven>>;
  readonly push: (request: PushRequest) => Promise<Reply<PushReply>>;
  readonly pull: (question: PullQuestion) => Promise<Reply<PullPage>>;
  /** Asked only while something waits for a person. */
  readonly decided: (question: DecidedQuestion) => Promise<Reply<readonly Decided[]>>;
  /** Exchanges a one-time code for a registration. */
  readonly enrol: (enrolmentCode: string) => Promise<Reply<Registration>>;
}

export interface PullQuestion {
  /** Undefined at the very beginning. */
  readonly cursor: string | undefined;
  readonly registration: Registration | null;
}
