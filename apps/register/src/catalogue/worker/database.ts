/**
 * IndexedDB, as promises. Every transaction here is small and of the catalogue's stores alone: what
 * is sold lives in a database of its own, and never waits for these.
 */

export const stores = ['meta', 'changes', 'levels', 'files', 'customers'] as const;
export type StoreName = (typeof stores)[number];

/** Makes the requests of one transaction; what they answer is there when it is committed. */
export type Work<T> = (store: (name: StoreName) => IDBObjectStore) => T;

export interface CatalogueDatabase {
  readonly read: <T>(names: readonly StoreName[], work: Work<T>) => Promise<T>;
  readonly write: <T>(names: readonly StoreName[], work: Work<T>) => Promise<T>;
  readonly close: () => void;
}

const VERSION = 2;

/** Relaxed where it is not said otherwise: what a power cut takes back the server has. */
export async function openDatabase(
  factory: IDBFactory,
  name: string,
  durability: IDBTransactionDurability = 'relaxed',
): Promise<CatalogueDatabase> {
  const opening = factory.open(name, VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => {
    const database = opening.result;
    if (oldVersion < 1) {
      database.createObjectStore('meta');
      database.createObjectStore('changes', { autoIncrement: true });
      database.createObjectStore('levels', { autoIncrement: true });
      database.createObjectStore('files');
    }
    database.createObjectStore('customers', { keyPath: 'customerId' });
  };
  const database = await answered<IDBDatabase>(opening);
  // A newer app in another tab wants the database: it may have it, and this one is asked no more.
  database.onversionchange = () => database.close();
  const run =
    (mode: IDBTransactionMode) =>
    <T>(names: readonly StoreName[], work: Work<T>): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        const transaction = database.transaction([...names], mode, { durability });
        const result = work((store) => transaction.objectStore(store));
        transaction.oncomplete = () => resolve(result);
        transaction.onabort = () => reject(asError(transaction.error));
      });
  return { read: run('readonly'), write: run('readwrite'), close: () => database.close() };
}

/** What IndexedDB stored is what was put there: the caller says what that was. */
export function answered<T>(request: AnyRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(asError(request.error)));
  });
}

interface AnyRequest {
  readonly result: unknown;
  readonly error: DOMException | null;
  readonly addEventListener: (name: 'success' | 'error', listener: () => void) => void;
}

function asError(error: DOMException | null): Error {
  return error ?? new Error('the database gave up without a reason');
}
