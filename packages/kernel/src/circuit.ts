/**
 * A bounded way to a service that we can do without for a while: nobody waits for it longer than a
 * deadline, and a breaker keeps it from being asked when it failed several times running.
 */
import { makeBreaker } from './breaker.ts';
import type { Breaker } from './breaker.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { orInstead } from './patience.ts';
import type { World } from './surroundings.ts';

export interface CircuitOptions {
  /** What is behind it, for logs and metrics. */
  readonly name: string;
  readonly world: Pick<World, 'clock' | 'randomness' | 'scheduler'>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly deadlineMs: number;
  readonly failuresMax: number;
  readonly restMs: number;
  /** What was thrown may be an answer all the same: such a thing is no failure. */
  readonly isAnswer?: (error: unknown) => boolean;
}

export interface Circuit {
  /** Throws `CircuitOpen` at once, `CircuitLate` at the deadline, and whatever `work` throws. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
}

/** It is not asked at the moment. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

/** It did not answer in time; what it does about it is not known. */
export class CircuitLate extends Error {
  override readonly name = 'CircuitLate';
}

export function makeCircuit(options: CircuitOptions): Circuit {
  const { isAnswer = () => false } = options;
  const breaker = breakerOf(options);
  return {
    run: async (work) => {
      const settle = breaker.enter();
      try {
        const answer = await within(options, work);
        settle('answer');
        return answer;
      } catch (error) {
        settle(isAnswer(error) ? 'answer' : 'silence');
        throw error;
      }
    },
  };
}

/** Tells when it begins and when it is over, and not with every request. */
function breakerOf({ name, world, log, metrics, failuresMax, restMs }: CircuitOptions): Breaker {
  const gauge = metrics.circuitsOpen.labels({ circuit: name });
  gauge.set(0);
  let isOpen = false;
  return makeBreaker({
    world,
    silentMax: failuresMax,
    openMs: restMs,
    openMsMax: restMs,
    refusal: () => new CircuitOpen(`${name} is left alone a while`),
    onState: (state) => {
      if (isOpen === (state !== 'closed')) return;
      isOpen = !isOpen;
      gauge.set(isOpen ? 1 : 0);
      if (isOpen) log.warn({ circuit: name }, 'it is left alone a while');
      else log.info({ circuit: name }, 'it answers again');
    },
  });
}

/** Whoever comes too late is not waited for; that it may fail after all disturbs nobody. */
function within<T>(
  { name, world: { scheduler }, deadlineMs: msMax }: CircuitOptions,
  work: () => Promise<T>,
): Promise<T> {
  return orInstead(scheduler, work(), {
    msMax,
    instead: () => {
      throw new CircuitLate(`${name} did not answer within ${msMax} ms`);
    },
  });
}
