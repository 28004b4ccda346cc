/** The one place where the browser comes in: its clock, chance, network, locks and storage. */
/* eslint-disable no-restricted-globals, no-restricted-properties */
import type { Keeper } from '../till/till-state.ts';

export interface BrowserWorld {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly chance: () => number;
  readonly subtle: SubtleCrypto;
  readonly after: (delayMs: number, work: () => void) => () => void;
  /** Runs work while no other tab of this device does. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  readonly isOnline: () => boolean;
  readonly onLineChange: (hear: () => void) => void;
  /** Whether somebody can see this tab. */
  readonly isShown: () => boolean;
  readonly onShownChange: (hear: () => void) => () => void;
}

export function browserWorld(): BrowserWorld {
  return {
    url: location.origin,
    fetch: (input, init) => fetch(input, init),
    nowMs: () => Date.now(),
    newId: () => crypto.randomUUID(),
    chance: () => Math.random(),
    subtle: crypto.subtle,
    after: (delayMs, work) => {
      const timer = setTimeout(work, delayMs);
      return () => clearTimeout(timer);
    },
    alone: (work) => navigator.locks.request('evertill-token', work),
    isOnline: () => navigator.onLine,
    onLineChange: (hear) => {
      window.addEventListener('online', hear);
      window.addEventListener('offline', hear);
    },
    isShown: () => document.visibilityState === 'visible',
    onShownChange: (hear) => {
      document.addEventListener('visibilitychange', hear);
      return () => {
        document.removeEventListener('visibilitychange', hear);
      };
    },
  };
}

/** Small things by their names, written before the next frame. */
export function localKeeper(prefix = 'evertill'): Keeper {
  return {
    read: (name) => {
      const text = localStorage.getItem(`${prefix}/${name}`);
      return text === null ? undefined : parsed(text);
    },
    write: (name, value) => {
      try {
        localStorage.setItem(`${prefix}/${name}`, JSON.stringify(value));
      } catch {
        // No room for a cart that is not a sale yet: it lives on the screen alone.
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
