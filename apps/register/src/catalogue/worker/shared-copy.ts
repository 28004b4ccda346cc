/**
 * Several tabs of one device share one copy on its disk. Whoever asks the server does it alone, and
 * from where the disk is, whoever wrote it; the others are told, and follow.
 */

export interface SharedCopy {
  /** Runs when no other tab is at it; undefined when one was for too long. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  /** Something changed on the disk. */
  readonly tell: () => void;
}

interface Scope {
  readonly locks: LockManager;
  readonly channel: BroadcastChannel;
}

/** A tab that the browser put to sleep may hold on to its turn. */
const WAIT_MS_MAX = 150_000;

export function sharedCopy(
  { locks, channel }: Scope,
  name: string,
  onTold: () => void,
): SharedCopy {
  channel.onmessage = () => onTold();
  return {
    alone: async (work) => {
      const signal = AbortSignal.timeout(WAIT_MS_MAX);
      const begun: true[] = [];
      try {
        return await locks.request(name, { signal }, () => {
          begun.push(true);
          return work();
        });
      } catch (error) {
        if (begun.length > 0) throw error;
        return undefined;
      }
    },
    tell: () => channel.postMessage('changed'),
  };
}
