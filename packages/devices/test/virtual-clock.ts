/** A clock that jumps to the next timer once everything that can happen without it has happened. */
import { setImmediate } from 'node:timers';
import type { Clock } from '../src/index.ts';

export function virtualClock(): Clock {
  let now = 1_750_000_000_000;
  let isPumping = false;
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  const pump = () => {
    const [next] = [...timers].sort((one, other) => one.at - other.at);
    isPumping = next !== undefined;
    if (next === undefined) return;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.act();
    setImmediate(pump);
  };
  return {
    now: () => now,
    after: (milliseconds, act) => {
      const timer = { at: now + milliseconds, act };
      timers.add(timer);
      if (!isPumping) setImmediate(pump);
      isPumping = true;
      return () => timers.delete(timer);
    },
  };
}
