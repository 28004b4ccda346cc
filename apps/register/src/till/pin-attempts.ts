/**
 * Five wrong PINs of somebody, and their PIN is locked at this till for a quarter of an hour: also
 * with the line down, and after a reload. The server counts for itself.
 */
import type { Keeper, TillWorld } from './till-state.ts';

const NAME = 'pin-attempts';
const FAILURES_MAX = 5;
const LOCK_MS = 15 * 60 * 1000;

interface Attempts {
  readonly failures: number;
  readonly endsAtMs: number;
}
type Counted = Readonly<Record<string, Attempts>>;

export interface PinAttempts {
  /** Until when somebody's PIN is locked here; null when it is not. */
  readonly lockedUntilMs: (personId: string) => number | null;
  readonly count: (personId: string) => void;
  /** As the server says that it is, so it is here. */
  readonly lock: (personId: string) => void;
  readonly forget: (personId: string) => void;
}

export function pinAttempts(keeper: Keeper, { nowMs }: Pick<TillWorld, 'nowMs'>): PinAttempts {
  const read = (): Counted => (keeper.read(NAME) ?? {}) as Counted;
  const write = (personId: string, failures: number): void => {
    keeper.write(NAME, { ...read(), [personId]: { failures, endsAtMs: nowMs() + LOCK_MS } });
  };
  const living = (personId: string): Attempts | undefined => {
    const attempts = read()[personId];
    return attempts !== undefined && attempts.endsAtMs > nowMs() ? attempts : undefined;
  };
  return {
    lockedUntilMs: (personId) => {
      const attempts = living(personId);
      return attempts !== undefined && attempts.failures >= FAILURES_MAX ? attempts.endsAtMs : null;
    },
    count: (personId) => write(personId, (living(personId)?.failures ?? 0) + 1),
    lock: (personId) => write(personId, FAILURES_MAX),
    forget: (personId) => {
      const { [personId]: _, ...others } = read();
      keeper.write(NAME, others);
    },
  };
}
