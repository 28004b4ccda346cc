/** What the processes of one installation share, and what stands in where they share nothing. */
import { memoryRateLimiter } from '@evertill/kernel';
import type { Log, Metrics, RateLimiter, World } from '@evertill/kernel';
import { openRedis } from '@evertill/redis';
import type { Config } from './config.ts';

export interface SharedState {
  readonly limiter: RateLimiter;
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
    return { limiter: memoryRateLimiter(config.allowances), stop: () => undefined };
  }
  const redis = await openRedis({ ...surroundings, settings: config.redis });
  return { limiter: redis.limiter(config.allowances), stop: redis.stop };
}
