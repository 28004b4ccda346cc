/** A device's lock among its tabs, as a browser has it: first come, first served, or stolen. */
import type { LeasePort, LeaseWish, TabChannel, TabNews } from '@evertill/sync';

export interface DeviceLocks {
  readonly leaseFor: (isAlive: () => boolean) => LeasePort;
  /** A tab died: what it held and waited for is free. */
  readonly sweep: () => void;
}

interface Waiting {
  readonly wish: LeaseWish;
  readonly isAlive: () => boolean;
}

export function deviceLocks(soon: (work: () => void) => void): DeviceLocks {
  let holder: Waiting | undefined;
  let waiting: Waiting[] = [];
  const grant = (next: Waiting): void => {
    holder = next;
    soon(() => {
      if (holder === next) next.wish.onWon();
    });
  };
  const pass = (): void => {
    waiting = waiting.filter(({ isAlive }) => isAlive());
    const next = waiting.shift();
    holder = undefined;
    if (next !== undefined) grant(next);
  };
  return {
    leaseFor: (isAlive) => ({
      request: (wish) => {
        const mine = { wish, isAlive };
        if (wish.isStealing) {
          const robbed = holder;
          grant(mine);
          if (robbed !== undefined) soon(robbed.wish.onLost);
        } else if (holder === undefined) grant(mine);
        else waiting.push(mine);
        return () => {
          waiting = waiting.filter((one) => one !== mine);
          if (holder === mine) pass();
        };
      },
    }),
    sweep: () => {
      if (holder?.isAlive() === false) pass();
    },
  };
}

/** A broadcast between the tabs of a device. */
export function deviceChannel(soon: (work: () => void) => void): () => TabChannel {
  const ears = new Set<(news: TabNews) => void>();
  return () => {
    let own: ((news: TabNews) => void) | undefined;
    return {
      tell: (news) => {
        for (const hear of ears) if (hear !== own) soon(() => hear(news));
      },
      listen: (hear) => {
        own = hear;
        ears.add(hear);
        return () => ears.delete(hear);
      },
    };
  };
}
