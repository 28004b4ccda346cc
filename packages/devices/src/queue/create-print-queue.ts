/**
 * The print queue over a store and a printer. Each job is marked as printing, on the disk, before
 * its first byte goes out: whatever ends the program in between, it is never printed twice by
 * itself.
 */
import type { Clock } from '../clock.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { PrintOutcome, Printer } from '../printer.ts';
import type { PrintJob, PrintJobState, PrintQueue } from './print-queue.ts';
import type { PrintStore } from './print-store.ts';

export interface PrintQueueSettings {
  readonly store: PrintStore;
  readonly printer: Printer;
  readonly clock: Clock;
  /**
   * Runs the work while nobody else on this device does. Needed where several tabs share a store:
   * `(work) => navigator.locks.request('evertill-print', work)`. Without it a second tab takes
   * what the first is printing for something that was left behind.
   */
  readonly exclusively?: (work: () => Promise<void>) => Promise<void>;
  /** Told what the store refused, as a full disk. The queue goes on when it can. */
  readonly onFault?: (fault: unknown) => void;
}

const RETRY_MS = 5_000;
/** How many that are done stay, to be looked at and printed again. */
const DONE_KEPT = 50;

const isDone = ({ state: { kind } }: PrintJob): boolean =>
  kind === 'printed' || kind === 'replaced' || kind === 'dropped';

function alone(work: () => Promise<void>): Promise<void> {
  return work();
}

/** Starts with what is in the store: a job that was at the printer then is doubtful now. */
export function createPrintQueue(settings: PrintQueueSettings): PrintQueue {
  const { store, clock, exclusively = alone, onFault } = settings;
  const watchers = new Set<(jobs: readonly PrintJob[]) => void>();
  const inTurn = oneAtATime();
  let isClosed = false;
  let cancelRetry: () => void = () => undefined;

  const tell = async () => {
    const jobs = await store.all();
    for (const onChange of watchers) onChange(jobs);
  };
  const drain = async () => {
    await recover(store);
    await tell();
    for (;;) {
      if (isClosed) return;
      const next = (await store.all()).find(canPrint);
      const outcome = next === undefined ? 'nothing' : await printOne(next, settings, tell);
      await forgetOld(store);
      await tell();
      if (outcome === 'nothing') return;
      if (outcome === 'stopped') {
        cancelRetry = clock.after(RETRY_MS, start);
        return;
      }
    }
  };
  const start = () => {
    cancelRetry();
    void inTurn(async () => {
      if (isClosed) return;
      try {
        await exclusively(drain);
      } catch (fault) {
        onFault?.(fault);
        cancelRetry = clock.after(RETRY_MS, start);
      }
    });
  };
  start();
  return {
    ...changesOf(store, clock, { tell, start }),
    jobs: () => store.all(),
    retry: start,
    watch: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    close: async () => {
      isClosed = true;
      cancelRetry();
      await inTurn(() => Promise.resolve());
    },
  };
}

interface Steps {
  readonly tell: () => Promise<void>;
  readonly start: () => void;
}

/** What people and sales do to the queue. */
function changesOf(
  store: PrintStore,
  clock: Clock,
  { tell, start }: Steps,
): Pick<PrintQueue, 'add' | 'reprint' | 'settle' | 'drop'> {
  const add: PrintQueue['add'] = async (job) => {
    await store.add({ ...job, state: { kind: 'waiting' }, tries: 0, addedAt: clock.now() });
    start();
  };
  return {
    add,
    reprint: async (id) => {
      const jobs = await store.all();
      const job = jobs.find((one) => one.id === id);
      if (job?.state.kind !== 'printed' && job?.state.kind !== 'doubtful') return false;
      await store.change(id, ['doubtful'], to({ kind: 'replaced' }));
      const copies = jobs.filter((one) => one.id.startsWith(`${id}/copy-`)).length;
      await add({ id: `${id}/copy-${copies + 1}`, document: job.copy, copy: job.copy });
      return true;
    },
    settle: async (id) => {
      await store.change(id, ['doubtful'], to({ kind: 'printed', isConfirmed: false }));
      await tell();
    },
    drop: async (id) => {
      await store.change(id, ['waiting', 'held', 'doubtful'], to({ kind: 'dropped' }));
      await tell();
    },
  };
}

/** Whoever marked these as printing is not running any more. */
async function recover(store: PrintStore): Promise<void> {
  for (const { id, state } of await store.all()) {
    if (state.kind !== 'printing') continue;
    await store.change(id, ['printing'], to({ kind: 'doubtful', trouble: 'connection_lost' }));
  }
}

/** Held ones too, in their place; but one that no printer takes holds nobody up. */
function canPrint({ state }: PrintJob): boolean {
  if (state.kind === 'held') return state.trouble !== 'document_invalid';
  return state.kind === 'waiting';
}

async function printOne(
  { id }: PrintJob,
  { store, printer }: PrintQueueSettings,
  tell: () => Promise<void>,
): Promise<'went_on' | 'stopped'> {
  const job = await store.change(id, ['waiting', 'held'], (one) => {
    return { ...one, state: { kind: 'printing' }, tries: one.tries + 1 };
  });
  // Dropped in between.
  if (job === undefined) return 'went_on';
  await tell();
  const state = stateAfter(await printer.print(job.document));
  await store.change(id, ['printing'], to(state));
  return state.kind === 'held' && state.trouble !== 'document_invalid' ? 'stopped' : 'went_on';
}

function stateAfter(outcome: PrintOutcome): PrintJobState {
  switch (outcome.kind) {
    case 'printed':
      return { kind: 'printed', isConfirmed: true };
    case 'sent':
      return { kind: 'printed', isConfirmed: false };
    case 'not_printed':
      return { kind: 'held', trouble: outcome.trouble };
    case 'unknown':
      return { kind: 'doubtful', trouble: outcome.trouble };
  }
}

async function forgetOld(store: PrintStore): Promise<void> {
  const old = (await store.all()).filter(isDone).slice(0, -DONE_KEPT);
  if (old.length > 0) await store.forget(old.map(({ id }) => id));
}

function to(state: PrintJobState): (job: PrintJob) => PrintJob {
  return (job) => ({ ...job, state });
}
