/**
 * The lease of this tab: waits for the lock, beats while it has it, and steals it from a holder
 * that was not heard of for long. Time is asked for only to tell how long ago something was heard.
 */
import type { LeasePort, TabChannel } from './lease-port.ts';
import type { World } from './world.ts';

const BEAT_MS = 5_000;
/** Three beats: a tab in the background may be late, a frozen one says nothing. */
const SILENCE_MS = 15_000;

export interface TabLeaseNeeds {
  readonly world: World;
  readonly lease: LeasePort;
  readonly channel: TabChannel;
  readonly onWon: () => void;
  readonly onLost: () => void;
}

export interface TabLease {
  readonly isHeld: () => boolean;
  readonly heard: () => void;
  readonly stop: () => void;
}

export function holdTabLease(needs: TabLeaseNeeds): TabLease {
  const { world, lease, channel } = needs;
  let isHeld = false;
  let isStopped = false;
  let letGo = (): void => undefined;
  let cancelBeat = (): void => undefined;
  let heardCount = 0;
  let heardAtLastLook = 0;

  const won = (): void => {
    if (isStopped) return;
    isHeld = true;
    needs.onWon();
    channel.tell({ kind: 'beat' });
  };
  const lost = (): void => {
    if (isStopped) return;
    isHeld = false;
    needs.onLost();
    ask(false);
  };
  const ask = (isStealing: boolean): void => {
    letGo();
    letGo = lease.request({ isStealing, onWon: won, onLost: lost });
  };
  const beat = (): void => {
    if (isHeld) channel.tell({ kind: 'beat' });
    cancelBeat = world.after(BEAT_MS, beat);
  };
  let cancelLook = (): void => undefined;
  const look = (): void => {
    const isSilent = heardCount === heardAtLastLook;
    heardAtLastLook = heardCount;
    if (!isHeld && isSilent) ask(true);
    cancelLook = world.after(SILENCE_MS, look);
  };
  ask(false);
  beat();
  cancelLook = world.after(SILENCE_MS, look);
  return {
    isHeld: () => isHeld,
    heard: () => {
      heardCount += 1;
    },
    stop: () => {
      isStopped = true;
      cancelBeat();
      cancelLook();
      letGo();
    },
  };
}
