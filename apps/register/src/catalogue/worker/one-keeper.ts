/**
 * Of several tabs of one device, one keeps the copy: it alone pulls and writes. The others follow
 * it, and read the disk anew when it says that something changed. When it is closed, the next does.
 */

export interface OneKeeper {
  readonly isMe: () => boolean;
  /** Something changed on the disk. */
  readonly tell: () => void;
}

interface Scope {
  readonly locks: LockManager;
  readonly channel: BroadcastChannel;
}

/** `onTurn` is called when another tab changed the copy, and when it becomes ours to keep. */
export async function oneKeeper(
  { locks, channel }: Scope,
  name: string,
  onTurn: () => void,
): Promise<OneKeeper> {
  let isMe = false;
  // Held until this worker ends.
  const hold = (): Promise<never> => {
    isMe = true;
    return new Promise<never>(() => undefined);
  };
  await new Promise<void>((resolve) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      resolve();
      return lock === null ? undefined : hold();
    });
  });
  if (!isMe) {
    void locks.request(name, () => {
      const held = hold();
      onTurn();
      return held;
    });
  }
  channel.onmessage = () => {
    if (!isMe) onTurn();
  };
  return { isMe: () => isMe, tell: () => channel.postMessage('changed') };
}
