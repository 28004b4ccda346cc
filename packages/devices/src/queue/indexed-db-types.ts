/** What we use of IndexedDB, and no more: a browser's `indexedDB` fits it. */
export interface DatabaseFactory {
  open(name: string, version: number): OpenRequest;
}

export interface StoreRequest<Result> {
  readonly result: Result;
  readonly error: unknown;
  onsuccess: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
}

export interface OpenRequest extends StoreRequest<Database> {
  onupgradeneeded: ((event: never) => unknown) | null;
  onblocked: ((event: never) => unknown) | null;
}

export interface Database {
  createObjectStore(name: string, options: { keyPath: string }): ObjectStore;
  transaction(
    names: string,
    mode: 'readonly' | 'readwrite',
    options?: { durability: 'strict' },
  ): Transaction;
  close(): void;
  onversionchange: ((event: never) => unknown) | null;
}

export interface Transaction {
  objectStore(name: string): ObjectStore;
  readonly error: unknown;
  oncomplete: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
  onabort: ((event: never) => unknown) | null;
}

export interface ObjectStore {
  get(key: string): StoreRequest<unknown>;
  getAll(): StoreRequest<unknown[]>;
  put(value: unknown): StoreRequest<unknown>;
  delete(key: string): StoreRequest<unknown>;
}
