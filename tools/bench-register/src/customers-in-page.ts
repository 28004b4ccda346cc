/**
 * Customers in a device's copy, put there as the worker keeps them, and looked for. Handed to the
 * browser as text: they use nothing but what they are given.
 */

interface CustomersScope {
  readonly catalogue: {
    readonly findCustomers: (text: string, limit: number) => Promise<readonly unknown[]>;
  };
}

export interface CustomerFigures {
  /** The first who looks for somebody waits for all of them to be read. */
  readonly firstMs: number;
  readonly ms: readonly number[];
}

/** Puts so many rows where the worker keeps them. */
export async function putCustomers(question: {
  readonly tenantId: string;
  readonly count: number;
}): Promise<void> {
  const { tenantId, count } = question;
  const firsts = ['Wanjiru', 'Achieng', 'Kamau', 'Otieno', 'Njeri', 'Mutua', 'Amina', 'Baraka'];
  const lasts = ['Mwangi', 'Odhiambo', 'Kiprono', 'Hassan', 'Wekesa', 'Maina', 'Chebet', 'Omondi'];
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(`evertill-catalogue-${tenantId}`);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error('there is no copy'));
  });
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction('customers', 'readwrite');
    const store = transaction.objectStore('customers');
    for (let index = 0; index < count; index += 1) {
      const number = String(index).padStart(12, '0');
      const name = [firsts[index % 8], lasts[(index >> 3) % 8], `C${String(index >> 6)}`].join(' ');
      const customerId = `00000000-0000-4000-8000-${number}`;
      store.put({ customerId, name, phone: null, phoneEnd: number.slice(-4) });
    }
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Error('they were not kept'));
  });
  database.close();
}

/** Milliseconds of each search, from the page to the answer. */
export async function customerSearches(asked: readonly string[]): Promise<CustomerFigures> {
  const { catalogue } = globalThis as unknown as CustomersScope;
  const ms: number[] = [];
  for (const text of asked) {
    const begin = performance.now();
    const found = await catalogue.findCustomers(text, 20);
    ms.push(performance.now() - begin);
    if (found.length === 0) throw new Error(`nobody is called ${text}`);
  }
  const [firstMs = 0, ...rest] = ms;
  return { firstMs, ms: rest };
}
