/** Tabs of one browser: the lock is a Web Lock, and what they tell each other a broadcast. */
import type { LeasePort, TabChannel, TabNews } from './lease-port.ts';

/** A stolen lock ends the request of its holder with an error; a frozen holder hears it later. */
export function webLockLease(locks: LockManager, name: string): LeasePort {
  return {
    request: ({ isStealing, onWon, onLost }) => {
      const giveUp = new AbortController();
      const release = Promise.withResolvers<undefined>();
      let isOurs = false;
      const options: LockOptions = isStealing ? { steal: true } : { signal: giveUp.signal };
      locks
        .request(name, options, () => {
          if (giveUp.signal.aborted) return undefined;
          isOurs = true;
          onWon();
          return release.promise;
        })
        .catch(() => {
          // Stolen from us while we held it; or we gave up waiting, and then nothing was lost.
          if (isOurs && !giveUp.signal.aborted) onLost();
        });
      return () => {
        giveUp.abort();
        release.resolve(undefined);
      };
    },
  };
}

export function broadcastTabs(channel: BroadcastChannel): TabChannel {
  return {
    tell: (news) => {
      channel.postMessage(news);
    },
    listen: (hear) => {
      const onMessage = ({ data }: MessageEvent<TabNews>): void => {
        hear(data);
      };
      channel.addEventListener('message', onMessage);
      return () => {
        channel.removeEventListener('message', onMessage);
      };
    },
  };
}
