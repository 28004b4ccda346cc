/** The engine as an app meets it, and what it is made of. */
import type { OperationKind } from '@evertill/contract';
import type { BallastPort } from './ballast.ts';
import type { CataloguePort, CopiesStorage } from './copies.ts';
import type { JournalStorage } from './journal-storage.ts';
import type { KeptOperation, Registration, WireBody } from './kept-operation.ts';
import type { LeasePort, TabChannel } from './lease-port.ts';
import type { Reply, ServerPort } from './server-port.ts';
import type { SyncStatus } from './sync-status.ts';
import type { World } from './world.ts';

export interface EngineParts {
  readonly world: World;
  readonly journal: JournalStorage;
  readonly copies: CopiesStorage;
  readonly server: ServerPort;
  readonly lease: LeasePort;
  readonly channel: TabChannel;
  readonly catalogue: CataloguePort;
  readonly ballast?: BallastPort;
  readonly settings?: Partial<EngineSettings>;
}

export interface EngineSettings {
  readonly pullEveryMs: number;
  /** How long the settled is kept, for a server that comes back from a backup. */
  readonly settledKeptMs: number;
  /** Room held back for an emergency; 0 for none. */
  readonly ballastBytes: number;
  /** `K2-17`: which receipts of which epoch. Told apart by epoch, or numbers would collide. */
  readonly receiptNumberOf: (receipt: ReceiptPlace) => string;
}

export interface ReceiptPlace {
  readonly registration: Registration;
  readonly number: number;
}

/** Something that happened, before it has its numbers. */
export interface Draft {
  /** The id, made when the sale began: recording the same twice records it once. */
  readonly id: string;
  readonly kind: OperationKind;
  /** RFC 3339, by the device's clock. */
  readonly occurredAt: string;
  /**
   * In wire names. Of a sale or refund the engine sets `receipt_number`, whatever it says here.
   */
  readonly body: WireBody;
  readonly memo?: unknown;
}

export type ResolveRequest =
  | { readonly kind: 'void'; readonly by: string; readonly reason: string }
  | { readonly kind: 'accept'; readonly by: string; readonly reason: string };

/** What may be done about a parked operation, by its reason. */
export type AttentionChoice = 'retry' | 'amend' | 'void' | 'accept';

export interface AttentionItem {
  readonly operation: KeptOperation;
  readonly choices: readonly AttentionChoice[];
}

export interface SyncEngine {
  readonly start: () => Promise<void>;
  /** Lets the lease go and ends all waiting. What is under way is not waited for. */
  readonly stop: () => void;
  /**
   * Writes down what happened. When it resolves, it is on the disk with its numbers, and will reach
   * the server. Throws `BodyFlaw`, `StorageFull`, `NotEnrolled`, `CopiedDevice`: then nothing was
   * written, and the sale has not happened: ask before money is taken.
   */
  readonly record: (draft: Draft) => Promise<KeptOperation>;
  readonly find: (id: string) => Promise<KeptOperation | undefined>;
  readonly status: () => SyncStatus;
  readonly subscribe: (hear: (status: SyncStatus) => void) => () => void;
  /** What waits for a person, oldest first. */
  readonly attention: () => Promise<readonly AttentionItem[]>;
  /** The same again, under the next number. */
  readonly retry: (id: string) => Promise<void>;
  /** Changed, as another operation; the first one is resolved by it. */
  readonly amend: (id: string, amendment: Amendment) => Promise<KeptOperation>;
  readonly resolve: (id: string, request: ResolveRequest) => Promise<void>;
  /**
   * Of somebody who was erased: what a settled or resolved operation says of them is forgotten, and
   * `memo` stands in for what the app kept with it. Answers false for what is still to be sent.
   */
  readonly forgetPerson: (id: string, memo: unknown) => Promise<boolean>;
  /** With a code from the back office. A second enrolment sends again all that is kept. */
  readonly enrol: (enrolmentCode: string) => Promise<Reply<Registration>>;
  /** Somebody logged in. */
  readonly signedIn: () => void;
  /** The browser says that the line is back, or somebody wants it now. */
  readonly wake: () => void;
}

export interface Amendment {
  /** Of the operation that stands in for it, where something was bound to it before. */
  readonly id?: string;
  readonly by: string;
  readonly body: WireBody;
  readonly memo?: unknown;
}

/** The body does not fit the contract: a fault of the program, found before anything is written. */
export class BodyFlaw extends Error {
  override readonly name = 'BodyFlaw';
}

export class NotEnrolled extends Error {
  override readonly name = 'NotEnrolled';
}

/** This device is a copy of another: what it sold would carry the other's numbers. */
export class CopiedDevice extends Error {
  override readonly name = 'CopiedDevice';
}
