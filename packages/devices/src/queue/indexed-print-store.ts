/**
 * Print jobs in IndexedDB, so that a receipt that waits for paper outlives the tab. Written with
 * strict durability: a job that was given to the printer must not come back as waiting after the
 * power was cut.
 */
import type {
  Database,
  DatabaseFactory,
  ObjectStore,
  StoreRequest,
  Transaction,
} from './indexed-db-types.ts';
import type { PrintJob } from './print-queue.ts';
import type { PrintStore } from './print-store.ts';

const NAME = 'evertill-print';
const JOBS = 'jobs';
const VERSION = 1;

/** Opens the store, or makes it. Rejects where the browser keeps no database. */
export async function indexedPrintStore(factory: DatabaseFactory): Promise<PrintStore> {
  const database = await openDatabase(factory);
  const write = <Result>(work: (jobs: ObjectStore) => Promise<Result>) =>
    inTransaction(database.transaction(JOBS, 'readwrite', { durability: 'strict' }), work);
  return {
    add: (job) =>
      write(async (jobs) => {
        const kept = await allOf(jobs);
        if (kept.some(({ id }) => id === job.id)) return false;
        await answerOf(jobs.put({ ...job, position: (kept.at(-1)?.position ?? 0) + 1 }));
        return true;
      }),
    all: () => inTransaction(database.transaction(JOBS, 'readonly'), allOf),
    change: (id, from, to) =>
      write(async (jobs) => {
        const job = (await answerOf(jobs.get(id))) as PrintJob | undefined;
        if (job === undefined || !from.includes(job.state.kind)) return undefined;
        const changed = to(job);
        await answerOf(jobs.put(changed));
        return changed;
      }),
    forget: (ids) =>
      write(async (jobs) => {
        for (const id of ids) await answerOf(jobs.delete(id));
      }),
  };
}

async function openDatabase(factory: DatabaseFactory): Promise<Database> {
  const request = factory.open(NAME, VERSION);
  request.onupgradeneeded = () => request.result.createObjectStore(JOBS, { keyPath: 'id' });
  const database = await answerOf(request);
  // A newer page wants to change the shape: it may, and this one reloads.
  database.onversionchange = () => database.close();
  return database;
}

/** Few are kept, and each is small: sorting them is cheaper than an index that may be forgotten. */
async function allOf(jobs: ObjectStore): Promise<readonly PrintJob[]> {
  const kept = (await answerOf(jobs.getAll())) as PrintJob[];
  return kept.sort((one, other) => one.position - other.position);
}

/** The work's result, once it is on the disk. */
async function inTransaction<Result>(
  transaction: Transaction,
  work: (jobs: ObjectStore) => Promise<Result>,
): Promise<Result> {
  const done = Promise.withResolvers<void>();
  transaction.oncomplete = () => done.resolve();
  const fail = () => done.reject(errorOf(transaction.error));
  transaction.onerror = fail;
  transaction.onabort = fail;
  const [result] = await Promise.all([work(transaction.objectStore(JOBS)), done.promise]);
  return result;
}

function answerOf<Result>(request: StoreRequest<Result>): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(errorOf(request.error));
  return promise;
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
