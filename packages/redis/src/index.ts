/** Redis's door. Only whoever uses Redis loads its client: what stands here imports none of it. */
import type { Redis, RedisOptions } from './redis.ts';

export type { Redis, RedisOptions } from './redis.ts';
export type { RedisSettings } from './settings.ts';

/** Never fails for Redis: it may come later. */
export async function openRedis(options: RedisOptions): Promise<Redis> {
  const { redisOf } = await import('./redis.ts');
  return redisOf(options);
}
