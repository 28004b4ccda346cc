/** Copies of the shop in IndexedDB, in a database of their own: a sale never waits for them. */
import type { PulledLevel, PulledPerson } from '@evertill/contract';
import type { DBSchema } from 'idb';
import { emptyCopies } from './copies.ts';
import type { CopiesHead, CopiesStorage, ShopPriceBook } from './copies.ts';
import { openIndexedDb } from './indexed-db-open.ts';
import type { Migration, OpenOptions } from './indexed-db-open.ts';

interface CopiesSchema extends DBSchema {
  head: { key: string; value: CopiesHead };
  staff: { key: string; value: PulledPerson };
  books: { key: number; value: ShopPriceBook };
  levels: { key: [string, string]; value: PulledLevel; indexes: { product: string } };
}

const stores = ['head', 'staff', 'books', 'levels'] as const;
const HEAD = 'head';

const migrations: readonly Migration[] = [
  (database) => {
    database.createObjectStore('head');
    database.createObjectStore('staff', { keyPath: 'userClientId' });
    database.createObjectStore('books', { keyPath: 'version' });
    const levels = database.createObjectStore('levels', { keyPath: ['product', 'location'] });
    levels.createIndex('product', 'product');
  },
];

export async function indexedDbCopies(
  options: Omit<OpenOptions, 'migrations'>,
): Promise<CopiesStorage> {
  const database = await openIndexedDb<CopiesSchema>({ ...options, migrations });
  return {
    head: async () => ({ ...emptyCopies, ...(await database.get('head', HEAD)) }),
    staff: () => database.getAll('staff'),
    priceBook: (version) => database.get('books', version),
    levelsOf: (product) => database.getAllFromIndex('levels', 'product', product),
    put: async ({ head, priceBook, staff, removedStaff, stockLevels }) => {
      const transaction = database.transaction(stores, 'readwrite');
      const [heads, people, books, levels] = stores.map((name) => transaction.objectStore(name));
      const work = [
        heads?.put(head, HEAD),
        ...(priceBook === null ? [] : [books?.put(priceBook)]),
        ...staff.map((person) => people?.put(person)),
        ...removedStaff.map((id) => people?.delete(id)),
        ...stockLevels.map((level) => levels?.put(level)),
      ];
      await Promise.all([...work, transaction.done]);
    },
    clear: async () => {
      const transaction = database.transaction(stores, 'readwrite');
      const work = stores.map((name) => transaction.objectStore(name).clear());
      await Promise.all([...work, transaction.done]);
    },
    close: () => {
      database.close();
    },
  };
}
