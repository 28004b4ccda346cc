/**
 * Which tab of the device drains the queue: one at a time. The lock is the browser's, or the
 * simulation's; the heartbeat tells the others that its holder is awake; who hears none for long
 * steals it. A holder that wakes up late is turned away by the server's fencing number.
 */

export interface LeasePort {
  /**
   * Waits for the lock, or steals it. `onWon` once it is ours; `onLost` when another stole it.
   * The returned function lets go, and is also how waiting ends.
   */
  readonly request: (wish: LeaseWish) => () => void;
}

export interface LeaseWish {
  readonly isStealing: boolean;
  readonly onWon: () => void;
  readonly onLost: () => void;
}

/** What tabs of one device tell each other. */
export type TabNews =
  /** I hold the lease, and am awake. */
  | { readonly kind: 'beat' }
  /** Something in the journal changed: count again, and push if you may. */
  | { readonly kind: 'changed' }
  /** Somebody logged in, or the shop's copies changed. */
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'copies_changed' };

export interface TabChannel {
  /** To every other tab, not to this one. */
  readonly tell: (news: TabNews) => void;
  readonly listen: (hear: (news: TabNews) => void) => () => void;
}

/** A device with one tab. */
export const aloneChannel: TabChannel = {
  tell: () => undefined,
  listen: () => () => undefined,
};
