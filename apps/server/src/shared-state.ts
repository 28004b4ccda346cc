/** What the processes of one installation share, and what stands in where they share nothing. */
import { makeNotices, memoryRateLimiter } from '@evertill/kernel';
import type { Log, Metrics, Notices, RateLimiter, World } from '@evertill/kernel';
import { openRedis } from '@evertill/redis';
import type { Config } from './config.ts';

export interface SharedState {
  readonly limiter: RateLimiter;
  readonly notices: Notices;
  readonly stop: () => void;
}

export interface SharedStateOptions {
  readonly config: Pick<Config, 'redis' | 'allowances'>;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
}

export async function openSharedState(options: SharedStateOptions): Promise<SharedState> {
  const { config, ...surroundings } = options;
  if (config.redis === undefined) {
    const limiter = memoryRateLimiter(config.allowances);
    return { limiter, notices: makeNotices(options.world), stop: () => undefined };
  }
  const redis = await openRedis({ ...surroundings, settings: config.redis });
  const notices = makeNotices(options.world, redis.notices);
  return { limiter: redis.limiter(config.allowances), notices, stop: redis.stop };
}
