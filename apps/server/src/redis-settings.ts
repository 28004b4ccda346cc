/** What the environment says about Redis. */
import type { RedisSettings } from '@evertill/redis';
import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';
import type { Environment } from './config.ts';

const PREFIX_DEFAULT = 'evertill';
const DEADLINE_MS_DEFAULT = 100;
const DEADLINE_MS_MAX = 5_000;

/** Undefined without `REDIS_URL`. Throws a `ConfigError` that never repeats the URL: a secret. */
export function readRedisSettings(environment: Environment): RedisSettings | undefined {
  const url = environment['REDIS_URL'] ?? '';
  if (url === '') return undefined;
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'redis:' && protocol !== 'rediss:') {
    throw new ConfigError('REDIS_URL is redis://host:port, or rediss://host:port for TLS.');
  }
  return {
    url,
    authority: authorityOf(environment['REDIS_CACERT'], protocol),
    prefix: prefixOf(environment['EVERTILL_REDIS_PREFIX']),
    deadlineMs: deadlineOf(environment['EVERTILL_REDIS_DEADLINE_MS']),
  };
}

/** Read once: whoever names a file that is not there means another one. */
function authorityOf(file = '', protocol: string): string | undefined {
  if (file === '') return undefined;
  if (protocol !== 'rediss:') throw new ConfigError('REDIS_CACERT goes with rediss://.');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`REDIS_CACERT cannot be read: ${(error as Error).message}`);
  }
}

function prefixOf(text = ''): string {
  if (text === '') return PREFIX_DEFAULT;
  if (!/^[a-zA-Z0-9._-]{1,100}$/.test(text)) {
    throw new ConfigError(
      `EVERTILL_REDIS_PREFIX is letters, digits, dots and dashes, not ${text}.`,
    );
  }
  return text;
}

function deadlineOf(text = ''): number {
  if (text === '') return DEADLINE_MS_DEFAULT;
  const deadlineMs = Number(text);
  if (!Number.isInteger(deadlineMs) || deadlineMs < 1 || deadlineMs > DEADLINE_MS_MAX) {
    throw new ConfigError(
      `EVERTILL_REDIS_DEADLINE_MS is a whole number from 1 to ${DEADLINE_MS_MAX}, not ${text}.`,
    );
  }
  return deadlineMs;
}
