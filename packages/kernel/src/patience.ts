/** Waiting for what is better, by whoever has something that will do. */
import type { Scheduler } from './surroundings.ts';

export interface Patience<T> {
  readonly msMax: number;
  /** May throw: then that is what it comes to. */
  readonly instead: () => T;
}

/** What `work` comes to; `instead` where that takes longer. What becomes of it then is its own. */
export async function orInstead<T>(
  scheduler: Scheduler,
  work: Promise<T>,
  { msMax, instead }: Patience<T>,
): Promise<T> {
  let cancel = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    cancel = scheduler.after(msMax, resolve);
  });
  try {
    return await Promise.race([work, late.then(instead)]);
  } finally {
    cancel();
  }
}
