/**
 * Secrets that lie in files: `DATABASE_URL_FILE=/run/secrets/database-url` says where
 * `DATABASE_URL` is to be read. What is mounted is in nobody's environment, process list or log.
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What may be read from a file: whatever somebody could do harm with. */
export const secretNames = [
  'DATABASE_DIRECT_URL',
  'DATABASE_URL',
  'EVERTILL_METRICS_TOKEN',
  'EVERTILL_PEER_SECRET',
  'KAFKA_PASSWORD',
  'REDIS_URL',
] as const;

/**
 * The environment with every `NAME_FILE` read into `NAME`. Throws a `ConfigError` for a file that
 * cannot be read or is empty, and where both are given: nobody knows which was meant.
 */
export function withSecretFiles(environment: Environment): Environment {
  const read = secretNames.flatMap((name): [string, string][] => {
    const file = environment[`${name}_FILE`] ?? '';
    if (file === '') return [];
    if ((environment[name] ?? '') !== '') {
      throw new ConfigError(`Set ${name} or ${name}_FILE, not both.`);
    }
    return [[name, readSecret(name, file)]];
  });
  return { ...environment, ...Object.fromEntries(read) };
}

function readSecret(name: string, file: string): string {
  let secret: string;
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(`${name}_FILE cannot be read: ${(error as Error).message}`);
  }
  if (secret === '') throw new ConfigError(`${name}_FILE names an empty file: ${file}`);
  return secret;
}
