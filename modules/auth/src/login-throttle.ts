/**
 * Slows down guessing: ten wrong passwords for one name, then nothing for a while.
 *
 * Attempts for one name run one after another, so that a burst cannot slip by before the first
 * failure is counted. In this process only, bounded in size; what is forgotten costs a guess.
 */
import { refuse } from '@evertill/kernel';
import type { Clock } from '@evertill/kernel';

export const FAILURES_MAX = 10;
export const WINDOW_MS = 15 * 60 * 1000;
const NAMES_MAX = 10_000;

interface Attempts {
  tail: Promise<unknown>;
  failures: number;
  /** When the failures are forgotten. */
  endsMs: number;
}

export interface LoginThrottle {
  /** Runs `work` in turn; `undefined` means that the attempt failed and counts. */
  readonly attempt: <T>(name: string, work: () => Promise<T | undefined>) => Promise<T | undefined>;
}

export function loginThrottle(clock: Clock, namesMax: number = NAMES_MAX): LoginThrottle {
  const names = new Map<string, Attempts>();
  const attemptsOf = (name: string): Attempts => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const oldest = names.keys().next();
    if (names.size >= namesMax && oldest.done !== true) names.delete(oldest.value);
    const fresh: Attempts = { tail: Promise.resolve(), failures: 0, endsMs: 0 };
    names.set(name, fresh);
    return fresh;
  };
  return {
    attempt: (name, work) => {
      const attempts = attemptsOf(name);
      const turn = attempts.tail.then(async () => {
        refuseTooMany(attempts, clock);
        const result = await work();
        if (result === undefined) countFailure(attempts, clock);
        else attempts.failures = 0;
        return result;
      });
      const settled = turn.catch(() => undefined);
      attempts.tail = settled;
      void settled.then(() => {
        // Whoever is last in line and has nothing held against the name leaves no trace.
        const isIdle = attempts.tail === settled && attempts.failures === 0;
        if (isIdle && names.get(name) === attempts) names.delete(name);
      });
      return turn;
    },
  };
}

function refuseTooMany(attempts: Attempts, clock: Clock): void {
  const leftMs = attempts.endsMs - clock.now().getTime();
  if (leftMs <= 0) attempts.failures = 0;
  if (attempts.failures < FAILURES_MAX) return;
  refuse('rate_limited', { retryAfterSeconds: Math.ceil(leftMs / 1000) });
}

function countFailure(attempts: Attempts, clock: Clock): void {
  if (attempts.failures === 0) attempts.endsMs = clock.now().getTime() + WINDOW_MS;
  attempts.failures += 1;
}
