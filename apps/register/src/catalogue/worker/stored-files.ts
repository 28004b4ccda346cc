/**
 * Where the bytes of snapshots lie: in the origin private file system or, where a browser has none
 * (or not in a private window), in IndexedDB.
 */
import { answered } from './database.ts';
import type { CatalogueDatabase } from './database.ts';

export interface StoredFiles {
  readonly kind: 'opfs' | 'indexeddb';
  /** Comes back when the bytes are on the disk. */
  readonly write: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly read: (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Removes all others. What cannot be removed now is tried again next time. */
  readonly keepOnly: (name: string) => Promise<void>;
}

/** Of a file in a worker; the DOM's own types leave it out. */
interface SyncAccess {
  readonly truncate: (size: number) => void;
  readonly write: (bytes: Uint8Array, options: { readonly at: number }) => number;
  readonly flush: () => void;
  readonly close: () => void;
}

interface SyncFile extends FileSystemFileHandle {
  readonly createSyncAccessHandle?: () => Promise<SyncAccess>;
}

export async function openFiles(
  storage: StorageManager | undefined,
  folder: string,
  database: CatalogueDatabase,
): Promise<StoredFiles> {
  try {
    const root = await storage?.getDirectory();
    const place = await root?.getDirectoryHandle(folder, { create: true });
    if (place !== undefined && (await takesWrites(place))) return filesIn(place);
  } catch {
    // Private windows and old browsers refuse; the database does as well.
  }
  return filesInDatabase(database);
}

const TRIAL = 'trial';

async function takesWrites(place: FileSystemDirectoryHandle): Promise<boolean> {
  const file = (await place.getFileHandle(TRIAL, { create: true })) as SyncFile;
  return file.createSyncAccessHandle !== undefined;
}

function filesIn(place: FileSystemDirectoryHandle): StoredFiles {
  return {
    kind: 'opfs',
    write: async (name, bytes) => {
      const file = (await place.getFileHandle(name, { create: true })) as SyncFile;
      const access = await file.createSyncAccessHandle?.();
      if (access === undefined) throw new Error('this browser writes no files from a worker');
      try {
        access.truncate(0);
        const written = access.write(bytes, { at: 0 });
        if (written !== bytes.length) {
          throw new Error(`${written} of ${bytes.length} bytes written`);
        }
        access.flush();
      } finally {
        access.close();
      }
    },
    read: async (name) => {
      try {
        const file = await (await place.getFileHandle(name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      } catch {
        return undefined;
      }
    },
    keepOnly: async (kept) => {
      const names: string[] = [];
      for await (const name of place.keys()) names.push(name);
      const others = names.filter((name) => name !== kept && name !== TRIAL);
      await Promise.allSettled(others.map((name) => place.removeEntry(name)));
    },
  };
}

export function filesInDatabase(database: CatalogueDatabase): StoredFiles {
  return {
    kind: 'indexeddb',
    write: (name, bytes) =>
      database.write(['files'], (store) => void store('files').put(bytes, name)),
    read: async (name) => {
      const found = await database.read(['files'], (store) =>
        answered<Uint8Array<ArrayBuffer> | undefined>(store('files').get(name)),
      );
      return found;
    },
    keepOnly: (kept) =>
      database.write(['files'], (store) => {
        const files = store('files');
        files.delete(IDBKeyRange.upperBound(kept, true));
        files.delete(IDBKeyRange.lowerBound(kept, true));
      }),
  };
}
