/**
 * Sees which tab asks the server for the lease or pushes: one that holds its device's lock as far
 * as it can know. The server's fencing number puts right whatever a second tab does: nothing at the
 * end of a run would show it.
 */
import type { ServerPort } from '@evertill/sync';
import type { BackendRequest } from './backend.ts';

export interface LockWatchNeeds {
  readonly tabName: string;
  readonly isHeld: () => boolean;
  readonly find: (what: string) => void;
}

export interface LockWatch {
  /** The server for the tab's engine: what is begun under the lock may end without it. */
  readonly over: (server: ServerPort) => ServerPort;
  /** A request leaves the tab. */
  readonly leaves: (request: BackendRequest) => void;
}

export const WITHOUT_LOCK = 'without the lock';

export function lockWatch({ tabName, isHeld, find }: LockWatchNeeds): LockWatch {
  let begunUnderLock = 0;
  const begin = async <T>(call: () => Promise<T>): Promise<T> => {
    if (!isHeld()) return call();
    begunUnderLock += 1;
    try {
      return await call();
    } finally {
      begunUnderLock -= 1;
    }
  };
  return {
    over: (server) => ({
      ...server,
      lease: (registration) => begin(() => server.lease(registration)),
      push: (request) => begin(() => server.push(request)),
    }),
    leaves: ({ target }) => {
      const what = namesOf(target);
      // A renewed token sends the same again, and the lock may have been stolen meanwhile.
      if (what === undefined || isHeld() || begunUnderLock > 0) return;
      find(`${tabName} ${what} ${WITHOUT_LOCK}`);
    },
  };
}

function namesOf(target: string): string | undefined {
  if (target === '/api/sync/push/') return 'pushes';
  return target.endsWith('/lease/') ? 'asks for the lease' : undefined;
}
