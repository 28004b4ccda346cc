/**
 * Opens a database of IndexedDB at the version this program knows, and tells what may befall it: an
 * older program that will not let go, a newer one that wants us to, a browser that takes it away.
 */
import { wrap } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { StorageNewer } from './journal-storage.ts';

/** One a version: what it adds to the one before. A released one is never changed. */
export type Migration = (database: IDBDatabase, transaction: IDBTransaction) => void;

export interface OpenOptions {
  readonly factory: IDBFactory;
  readonly name: string;
  readonly migrations: readonly Migration[];
  /** Another tab has it open with an older program, and does not let go: close that tab. */
  readonly onBlocked?: () => void;
  /** It was closed: a newer program needs it, or the browser took it away. Load the page again. */
  readonly onClosed?: (why: 'outdated' | 'taken_away') => void;
}

/** Throws `StorageNewer` where a newer program wrote it; nothing is touched then. */
export async function openIndexedDb<S extends DBSchema>(
  options: OpenOptions,
): Promise<IDBPDatabase<S>> {
  const { factory, name, migrations } = options;
  const request = factory.open(name, migrations.length);
  request.addEventListener('upgradeneeded', ({ oldVersion }) => {
    const { transaction } = request;
    if (transaction === null) return;
    for (const migrate of migrations.slice(oldVersion)) migrate(request.result, transaction);
  });
  request.addEventListener('blocked', () => options.onBlocked?.());
  const database = await opened(request).catch((error: unknown) => {
    throw isNamed(error, 'VersionError') ? new StorageNewer(name, migrations.length) : error;
  });
  database.addEventListener('versionchange', () => {
    database.close();
    options.onClosed?.('outdated');
  });
  database.addEventListener('close', () => options.onClosed?.('taken_away'));
  return wrap(database) as unknown as IDBPDatabase<S>;
}

function opened(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result);
    });
    request.addEventListener('error', () => {
      reject(request.error ?? new Error('the database did not open'));
    });
  });
}

export function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}
