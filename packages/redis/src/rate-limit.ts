/**
 * Counts in Redis, for all processes together: one question and one answer for everything that a
 * request is counted for. A window begins with whoever takes first and ends by itself.
 */
import { countedOf, sha256Hex, standingOf } from '@evertill/kernel';
import type { Allowances, RateLimiter } from '@evertill/kernel';
import { createHash } from 'node:crypto';
import type { Client } from './connection.ts';

/** Takes all and answers, for each, how much was taken and in how many milliseconds it ends. */
const TAKE = `local answer = {}
for i, key in ipairs(KEYS) do
  local window = ARGV[2 * i]
  local taken = redis.call('INCRBY', key, ARGV[2 * i - 1])
  local left = redis.call('PTTL', key)
  if left < 0 then
    redis.call('PEXPIRE', key, window)
    left = tonumber(window)
  end
  answer[2 * i - 1] = taken
  answer[2 * i] = left
end
return answer`;
const TAKE_SHA = createHash('sha1').update(TAKE).digest('hex');

const HASH_DIGITS = 32;

export interface RedisRateLimit {
  readonly client: Client;
  readonly allowances: Allowances;
  readonly prefix: string;
}

/** Fails where Redis does: see `sharedRateLimiter` for what happens then. */
export function redisRateLimiter({ client, allowances, prefix }: RedisRateLimit): RateLimiter {
  return {
    take: async (owner, takings, own) => {
      const counted = countedOf(takings, allowances, own);
      if (counted.length === 0) return [];
      // What stands in braces decides the machine of a cluster: all of one owner lies together.
      const place = `${prefix}:limit:{${short(owner)}}`;
      // A shop that is given another stretch of time begins it anew.
      const keys = counted.map(
        ([[policy, key], { seconds }]) => `${place}:${policy}:${seconds}:${short(key)}`,
      );
      const words = counted.flatMap(([[, , units], { seconds }]) => [
        String(units),
        String(seconds * 1000),
      ]);
      const figures = await run(client, keys, words);
      return counted.map(([[policy], allowance], at) => {
        const [unitsTaken, msToReset] = figures.slice(2 * at, 2 * at + 2);
        if (unitsTaken === undefined || msToReset === undefined) throw strange(figures);
        return standingOf({ policy, allowance, unitsTaken, msToReset });
      });
    },
  };
}

/** Of one length whatever is in it, and nobody reads an address or a shop from it. */
function short(text: string): string {
  return sha256Hex(text).slice(0, HASH_DIGITS);
}

/** The script by its name; by its text where Redis does not know it yet, or does not any more. */
async function run(client: Client, keys: string[], words: string[]): Promise<readonly number[]> {
  const options = { keys, arguments: words };
  const answer: unknown = await client.evalSha(TAKE_SHA, options).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('NOSCRIPT')) {
      return client.eval(TAKE, options);
    }
    throw error;
  });
  if (!Array.isArray(answer) || !answer.every(Number.isSafeInteger)) throw strange(answer);
  return answer as readonly number[];
}

function strange(answer: unknown): Error {
  return new Error(`Redis counted strangely: ${JSON.stringify(answer)}`);
}
