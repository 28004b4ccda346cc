/**
 * A bounded way to a service that we can do without for a while. Nobody waits for it longer than a
 * deadline, and when it failed several times running, nobody asks it at all for a stretch of time:
 *
 *   closed ── failures in a row ──▶ open ── after a rest ──▶ one tries ── well ──▶ closed
 *                                    ▲                           └── failed ──▶ open
 */
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { World } from './surroundings.ts';

export interface CircuitOptions {
  /** What is behind it, for logs and metrics. */
  readonly name: string;
  readonly world: Pick<World, 'clock' | 'scheduler'>;
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
  const { name, world, log, metrics, failuresMax, restMs, isAnswer = () => false } = options;
  let failures = 0;
  let opensMs: number | undefined;
  let isTrying = false;
  const gauge = metrics.circuitsOpen.labels({ circuit: name });
  gauge.set(0);
  const well = (): void => {
    if (opensMs !== undefined) log.info({ circuit: name }, 'it answers again');
    failures = 0;
    opensMs = undefined;
    gauge.set(0);
  };
  const failed = (error: unknown): void => {
    failures += 1;
    if (failures < failuresMax) return;
    if (opensMs === undefined) log.warn({ err: error, circuit: name }, 'it is left alone a while');
    opensMs = world.clock.now().getTime() + restMs;
    gauge.set(1);
  };
  const isRest = (): boolean =>
    opensMs !== undefined && (isTrying || world.clock.now().getTime() < opensMs);
  return {
    run: async (work) => {
      if (isRest()) throw new CircuitOpen(`${name} is left alone a while`);
      const isTrial = opensMs !== undefined;
      if (isTrial) isTrying = true;
      try {
        const answer = await within(options, work);
        well();
        return answer;
      } catch (error) {
        if (isAnswer(error)) well();
        else failed(error);
        throw error;
      } finally {
        if (isTrial) isTrying = false;
      }
    },
  };
}

/** Whoever comes too late is not waited for; that it may fail after all disturbs nobody. */
async function within<T>(
  { name, world, deadlineMs }: CircuitOptions,
  work: () => Promise<T>,
): Promise<T> {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = world.scheduler.after(deadlineMs, () => {
      reject(new CircuitLate(`${name} did not answer within ${deadlineMs} ms`));
    });
  });
  const working = work();
  working.catch(() => undefined);
  try {
    return await Promise.race([working, late]);
  } finally {
    cancel();
  }
}
