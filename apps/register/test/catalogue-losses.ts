/** What a page may lose of a catalogue, done inside of it; and what it has of it. */
import type { Page } from 'playwright-core';

/** As a browser does that takes a place for damaged. */
export const losses = {
  'its database': (tenantId: string) =>
    new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(`evertill-catalogue-${tenantId}`);
      request.onsuccess = () => resolve();
      request.onblocked = () => reject(new Error('somebody has it open'));
    }),
  'its file': async (tenantId: string) => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(`evertill-catalogue-${tenantId}`, { recursive: true });
  },
  'a byte of its file': damage,
  'all but the second place': async (tenantId: string) => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(`evertill-catalogue-${tenantId}`, { recursive: true });
    indexedDB.deleteDatabase(`evertill-catalogue-${tenantId}`);
  },
} as const;

/** One byte of the snapshot is another. */
export async function damage(tenantId: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(`evertill-catalogue-${tenantId}`);
  for await (const [name, file] of folder.entries()) {
    if (name === 'trial' || !(file instanceof FileSystemFileHandle)) continue;
    const { size } = await file.getFile();
    const writable = await file.createWritable({ keepExistingData: true });
    await writable.write({ type: 'write', position: size - 9, data: new Uint8Array([7]) });
    await writable.close();
  }
}

/** The place that is not the default one. */
export function removeSecondPlace(): Promise<void> {
  const { storageBuckets } = navigator as unknown as {
    readonly storageBuckets: { readonly delete: (name: string) => Promise<void> };
  };
  return storageBuckets.delete('evertill-catalogue-twin');
}

/** The cursor that each of the two places has. */
export function storedCursors(page: Page, tenantId: string): Promise<readonly unknown[]> {
  return page.evaluate(async (tenant) => {
    const { storageBuckets } = navigator as unknown as {
      readonly storageBuckets: {
        readonly open: (name: string) => Promise<{ readonly indexedDB: IDBFactory }>;
      };
    };
    const bucket = await storageBuckets.open('evertill-catalogue-twin');
    const answered = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const cursorIn = async (factory: IDBFactory): Promise<unknown> => {
      const database = await answered(factory.open(`evertill-catalogue-${tenant}`));
      const meta = database.transaction('meta').objectStore('meta');
      const state = (await answered(meta.get('state'))) as { cursor?: string } | undefined;
      database.close();
      return state?.cursor;
    };
    return [await cursorIn(indexedDB), await cursorIn(bucket.indexedDB)];
  }, tenantId);
}
