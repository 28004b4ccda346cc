/** Waiting for what is better, by whoever has something that will do. */
import type { Scheduler } from './surroundings.ts';

export interface Patience<T> {
  readonly msMax: number;
  readonly instead: T;
}

/** What `work` comes to; `instead` where that takes longer. What becomes of it then is its own. */
export async function orInstead<T>(
  scheduler: Scheduler,
  work: Promise<T>,
  { msMax, instead }: Patience<T>,
): Promise<T> {
  let cancel = (): void => undefined;
  const late = new Promise<T>((resolve) => {
    cancel = scheduler.after(msMax, () => {
      resolve(instead);
    });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
