/** A device's lock among its tabs, as a browser has it: first come, first served, or stolen. */
import type { LeasePort, LeaseWish, TabChannel, TabNews } from '@evertill/sync';

/** Of a tab, as far as the lock and the channel know it. */
export interface Listener {
  readonly isAlive: () => boolean;
  /** Runs the work now, or when the tab wakes up; never in a tab that is dead. */
  readonly awake: (work: () => void) => void;
}

export interface TabLock extends LeasePort {
  /**
   * Whether the tab holds the lock as far as it can know: it was told so, has not let go, and has
   * not been told of a theft. Of a theft a frozen tab is told when it wakes up.
   */
  readonly isHeld: () => boolean;
}

export interface DeviceLocks {
  readonly lockFor: (tab: Listener) => TabLock;
  /** A tab died: what it held and waited for is free. */
  readonly sweep: () => void;
}

interface Waiting {
  readonly wish: LeaseWish;
  readonly tab: Listener;
  /** It was told that the lock is its own, and nothing else since. */
  isTold: boolean;
}

export function deviceLocks(soon: (work: () => void) => void): DeviceLocks {
  let holder: Waiting | undefined;
  let waiting: Waiting[] = [];
  const tell = ({ tab }: Waiting, work: () => void): void => {
    soon(() => {
      tab.awake(work);
    });
  };
  const grant = (next: Waiting): void => {
    holder = next;
    tell(next, () => {
      if (holder !== next) return;
      next.isTold = true;
      next.wish.onWon();
    });
  };
  const rob = (robbed: Waiting): void => {
    tell(robbed, () => {
      robbed.isTold = false;
      robbed.wish.onLost();
    });
  };
  const pass = (): void => {
    waiting = waiting.filter(({ tab }) => tab.isAlive());
    const next = waiting.shift();
    holder = undefined;
    if (next !== undefined) grant(next);
  };
  return {
    lockFor: (tab) => {
      let asked: Waiting[] = [];
      const request = (wish: LeaseWish): (() => void) => {
        const mine: Waiting = { wish, tab, isTold: false };
        asked.push(mine);
        if (wish.isStealing) {
          const robbed = holder;
          grant(mine);
          if (robbed !== undefined) rob(robbed);
        } else if (holder === undefined) grant(mine);
        else waiting.push(mine);
        return () => {
          asked = asked.filter((one) => one !== mine);
          waiting = waiting.filter((one) => one !== mine);
          if (holder === mine) pass();
        };
      };
      return { request, isHeld: () => asked.some(({ isTold }) => isTold) };
    },
    sweep: () => {
      if (holder?.tab.isAlive() === false) pass();
    },
  };
}

/** A broadcast between the tabs of a device. */
export function deviceChannel(soon: (work: () => void) => void): (tab: Listener) => TabChannel {
  const ears = new Set<(news: TabNews) => void>();
  return (tab) => {
    let own: ((news: TabNews) => void) | undefined;
    return {
      tell: (news) => {
        for (const hear of ears) if (hear !== own) soon(() => hear(news));
      },
      listen: (hear) => {
        own = (news) => tab.awake(() => hear(news));
        const mine = own;
        ears.add(mine);
        return () => ears.delete(mine);
      },
    };
  };
}
