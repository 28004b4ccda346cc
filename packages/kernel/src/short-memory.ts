/**
 * Answers that are remembered for a few seconds, so that what is asked with every request is asked
 * of a neighbour rarely. Bounded in size and in age; two who ask at once ask once.
 */
import { orInstead } from './patience.ts';
import { Refusal } from './refusal.ts';
import type { Clock, Scheduler } from './surroundings.ts';

export interface ShortMemory<T> {
  readonly find: (key: string) => Promise<T>;
  /** From now on everything is asked anew; what is on its way is not remembered any more. */
  readonly forget: () => void;
}

export interface ShortMemoryOptions<T> {
  readonly clock: Clock;
  readonly ageMsMax: number;
  /** How long what is known outlives a moment in which nobody can be asked. */
  readonly staleMsMax: number;
  /** Where what is known will do, nobody waits longer for what is new; without it, to its end. */
  readonly patience?: { readonly scheduler: Scheduler; readonly msMax: number };
  readonly ask: (key: string) => Promise<T>;
}

interface Remembered<T> {
  readonly value: T;
  readonly askedMs: number;
}

const KEYS_MAX = 10_000;

export function shortMemory<T>(options: ShortMemoryOptions<T>): ShortMemory<T> {
  const { clock, ageMsMax, staleMsMax, patience, ask } = options;
  let remembered = new Map<string, Remembered<T>>();
  let asking = new Map<string, Promise<T>>();

  const askNow = async (key: string): Promise<T> => {
    const [into, askedMs] = [remembered, clock.now().getTime()];
    try {
      const value = await ask(key);
      if (into.size >= KEYS_MAX) into.clear();
      into.set(key, { value, askedMs });
      return value;
    } catch (error) {
      const known = into.get(key);
      const mayServe = known !== undefined && askedMs - known.askedMs <= staleMsMax;
      if (mayServe && error instanceof Refusal && error.rule.register === 'retry') {
        return known.value;
      }
      into.delete(key);
      throw error;
    }
  };
  return {
    find: (key) => {
      const known = remembered.get(key);
      const nowMs = clock.now().getTime();
      if (known !== undefined && nowMs - known.askedMs <= ageMsMax) {
        return Promise.resolve(known.value);
      }
      const mine = asking;
      const asked = mine.get(key) ?? askNow(key).finally(() => mine.delete(key));
      mine.set(key, asked);
      const mayServe = known !== undefined && nowMs - known.askedMs <= staleMsMax;
      if (patience === undefined || !mayServe) return asked;
      const { scheduler, msMax } = patience;
      return orInstead(scheduler, asked, { msMax, instead: () => known.value });
    },
    forget: () => {
      // New maps: an answer that is still on its way lands in the old ones, where nobody looks.
      remembered = new Map();
      asking = new Map();
    },
  };
}
