/**
 * The print queue's port. A sale is done before its paper: `add` only notes the job, and the queue
 * prints in order, one at a time. A job goes to the printer once; again only when it is certain
 * that nothing was printed, or when a person asks.
 */
import type { PrintDocument } from '../print-document.ts';
import type { PrintTrouble } from '../printer.ts';

export type PrintJobState =
  | { readonly kind: 'waiting' }
  /** With the printer now. Found after a start, it means that the register died in the middle. */
  | { readonly kind: 'printing' }
  /** Confirmed by the printer, or only taken by it. */
  | { readonly kind: 'printed'; readonly isConfirmed: boolean }
  /** Nothing came out. It is tried again, in its place, until it is printed or dropped. */
  | { readonly kind: 'held'; readonly trouble: PrintTrouble }
  /** It may have been printed: a person looks at the paper, then says `reprint` or `settle`. */
  | { readonly kind: 'doubtful'; readonly trouble: PrintTrouble }
  /** It was doubtful, and a person had its copy printed. */
  | { readonly kind: 'replaced' }
  | { readonly kind: 'dropped' };

export interface PrintJob {
  /** Made by whoever asks, so that asking twice prints once. */
  readonly id: string;
  /** Rises by one a job: the order in which jobs are printed. */
  readonly position: number;
  readonly document: PrintDocument;
  /** What a person's reprint prints: the same document, marked COPY. */
  readonly copy: PrintDocument;
  readonly state: PrintJobState;
  /** How often it was given to the printer. */
  readonly tries: number;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

export interface PrintQueue {
  /** Notes a job and answers once it is kept. A job with the same id is left as it is. */
  readonly add: (job: Pick<PrintJob, 'id' | 'document' | 'copy'>) => Promise<void>;
  /** All that is kept, in order. */
  readonly jobs: () => Promise<readonly PrintJob[]>;
  /** Tries again now what is held: a person put paper in. It would be tried soon anyway. */
  readonly retry: () => void;
  /**
   * Prints the copy of a printed or doubtful job, because a person asked for it. False where the
   * job is neither, or is not kept any more.
   */
  readonly reprint: (id: string) => Promise<boolean>;
  /** A person has looked: a doubtful job is printed. */
  readonly settle: (id: string) => Promise<void>;
  /** A person wants no paper: a waiting, held or doubtful job is not printed any more. */
  readonly drop: (id: string) => Promise<void>;
  /** Calls with the jobs after every change, until the function it answers is called. */
  readonly watch: (onChange: (jobs: readonly PrintJob[]) => void) => () => void;
  /** Starts no further job; answers when the one at the printer is done. */
  readonly close: () => Promise<void>;
}
