/** The port of where print jobs are kept. What it has answered survives the end of the program. */
import type { PrintJob, PrintJobState } from './print-queue.ts';

export interface PrintStore {
  /** Keeps a new job behind all others, and answers true; false where its id is there already. */
  readonly add: (job: Omit<PrintJob, 'position'>) => Promise<boolean>;
  /** By position. */
  readonly all: () => Promise<readonly PrintJob[]>;
  /**
   * Changes a job in one step, if it is in one of these states, and answers it as it is now;
   * undefined where it is not. Of two that try the same change at once, one succeeds.
   */
  readonly change: (
    id: string,
    from: readonly PrintJobState['kind'][],
    to: (job: PrintJob) => PrintJob,
  ) => Promise<PrintJob | undefined>;
  /** Forgets jobs. */
  readonly forget: (ids: readonly string[]) => Promise<void>;
}
