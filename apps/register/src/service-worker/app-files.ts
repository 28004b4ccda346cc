/**
 * The files of one version of the app, all of them or none, in a cache of that version's own. What
 * the server answers to questions is never among them, and neither is a stranger's page: each file
 * has to have its hash.
 */
import type { Precache, PrecachedFile } from './precache.ts';
import type { WorkerScope } from './worker-scope.ts';

export interface AppFiles {
  /** Brings every file; throws, and leaves nothing behind, when one of them is not to be had. */
  readonly bring: () => Promise<void>;
  /** Removes all versions but this one and the one before, which a tab may still be leaving. */
  readonly removeOthers: () => Promise<void>;
  /** The answer to a request, or undefined: then it is the network's. */
  readonly answer: (request: Request) => Promise<Response> | undefined;
}

const PREFIX = 'evertill-app-';

export function appFiles(
  scope: Pick<WorkerScope, 'caches' | 'fetch' | 'registration'>,
  { version, files }: Precache,
): AppFiles {
  const name = PREFIX + version;
  const folder = scope.registration.scope;
  const known = new Map(files.map((file) => [new URL(file.path, folder).href, file]));

  const bringOne = bringerOf(scope);

  const fromCache = async (url: string, request: Request): Promise<Response> => {
    const cache = await scope.caches.open(name);
    // The browser may have thrown the cache away: then the line has to do.
    return (await cache.match(url)) ?? scope.fetch(request);
  };

  const fromCacheOrLate = async (file: PrecachedFile): Promise<Response> => {
    const cache = await scope.caches.open(name);
    const kept = await cache.match(new URL(file.path, folder).href);
    if (kept !== undefined) return kept;
    const [url, response] = await bringOne(file);
    // A full disk keeps it from being kept, and from nothing else.
    await cache.put(url, response.clone()).catch(() => undefined);
    return response;
  };

  return {
    bring: async () => {
      const now = await withoutUnwanted(files, folder, scope.caches);
      const brought = await Promise.all(now.map(bringOne));
      const cache = await scope.caches.open(name);
      try {
        await Promise.all(brought.map(([url, response]) => cache.put(url, response)));
      } catch (error) {
        await scope.caches.delete(name);
        throw error;
      }
    },
    removeOthers: async () => {
      // In the order in which they were made: this one was made last, unless it was there before.
      const others = (await scope.caches.keys()).filter(
        (one) => one.startsWith(PREFIX) && one !== name,
      );
      await Promise.all(others.slice(0, -1).map((one) => scope.caches.delete(one)));
    },
    answer: (request) => {
      if (request.method !== 'GET' || !request.url.startsWith(folder)) return undefined;
      if (request.mode === 'navigate') return fromCache(folder, request);
      const [url = ''] = request.url.split('#', 1);
      const file = known.get(url);
      if (file?.isLate === true) return fromCacheOrLate(file);
      if (file !== undefined) return fromCache(url, request);
      // A tab that is still of the version before may want a file of that.
      return findIn(scope.caches, url).then((found) => found ?? scope.fetch(request));
    },
  };
}

type Bring = (file: PrecachedFile) => Promise<readonly [string, Response]>;

/** Brings a file, with the hash it has to have; out of an older version where that has it. */
function bringerOf(scope: Pick<WorkerScope, 'caches' | 'fetch' | 'registration'>): Bring {
  return async (file) => {
    const url = new URL(file.path, scope.registration.scope).href;
    const before = file.isHashed ? await findIn(scope.caches, url) : undefined;
    if (before !== undefined) return [url, before];
    const response = await scope.fetch(url, {
      integrity: file.integrity,
      cache: 'no-cache',
      credentials: 'same-origin',
      redirect: 'error',
    });
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return [url, response];
  };
}

/** What is brought late comes along only where some version of it was wanted before. */
async function withoutUnwanted(
  files: readonly PrecachedFile[],
  folder: string,
  caches: CacheStorage,
): Promise<readonly PrecachedFile[]> {
  const isWanted = async ({ isLate, path }: PrecachedFile): Promise<boolean> =>
    !isLate || (await findIn(caches, new URL(path, folder).href)) !== undefined;
  const wanted = await Promise.all(files.map(isWanted));
  return files.filter((_, index) => wanted[index]);
}

async function findIn(caches: CacheStorage, url: string): Promise<Response | undefined> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const found = await (await caches.open(name)).match(url);
    if (found !== undefined) return found;
  }
  return undefined;
}
