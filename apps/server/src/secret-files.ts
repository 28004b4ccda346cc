/**
 * Secrets that lie in files: `DATABASE_URL_FILE=/run/secrets/database-url` says where
 * `DATABASE_URL` is to be read. What is mounted is in nobody's environment, process list or log.
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with `NAME_FILE` read into `NAME`, for each of these names. Throws a
 * `ConfigError` for a file that cannot be read or is empty, and where both are given.
 */
export function withSecretFiles(environment: Environment, names: readonly string[]): Environment {
  const read = names.flatMap((name): [string, string][] => {
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
