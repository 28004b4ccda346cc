/** What the processes of one installation share through Redis. Nothing in it is truth. */
import { makeCircuit, memoryRateLimiter, sharedRateLimiter } from '@evertill/kernel';
import type { Allowances, Log, Metrics, NoticeCarrier, RateLimiter, World } from '@evertill/kernel';
import { connect } from './connection.ts';
import { openCarrier } from './notice-carrier.ts';
import { redisRateLimiter } from './rate-limit.ts';
import type { RedisSettings } from './settings.ts';

export interface RedisOptions {
  readonly settings: RedisSettings;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Redis {
  /** One allowance for all processes; each its own while Redis is away or slow. */
  readonly limiter: (allowances: Allowances) => RateLimiter;
  /** What one process says is heard by all others, or lost. */
  readonly notices: NoticeCarrier;
  readonly stop: () => void;
}

const FAILURES_MAX = 3;
const REST_MS = 5_000;

/** Never fails and waits for nothing: Redis may come later. */
export function redisOf({ settings, world, log, metrics }: RedisOptions): Redis {
  const { prefix, deadlineMs } = settings;
  const { client, close } = connect(settings, 'limits', log);
  const carrier = openCarrier({ settings, world, log, sender: client });
  const circuit = makeCircuit({
    name: 'redis',
    world,
    log,
    metrics,
    deadlineMs,
    failuresMax: FAILURES_MAX,
    restMs: REST_MS,
  });
  return {
    limiter: (allowances) =>
      sharedRateLimiter({
        shared: redisRateLimiter({ client, allowances, prefix }),
        local: memoryRateLimiter(allowances),
        circuit,
      }),
    notices: carrier,
    stop: () => {
      carrier.close();
      close();
    },
  };
}
