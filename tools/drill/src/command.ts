/** The program `evertill` as whoever keeps a shop types it: backup, restore, verify. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
const COMMAND_MS_MAX = 300_000;

export interface Ran<T> {
  readonly figures: T;
  readonly seconds: number;
}

/** Answers what it printed as JSON. Throws, with its words, when it ends with anything but 0. */
export async function evertill<T>(home: string, ...words: readonly string[]): Promise<Ran<T>> {
  const begin = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words, '--json'], {
    timeout: COMMAND_MS_MAX,
    env: { PATH: process.env['PATH'], HOME: home, EVERTILL_HOME: home, LOG_LEVEL: 'warn' },
  });
  const seconds = (performance.now() - begin) / 1000;
  return { figures: JSON.parse(stdout) as T, seconds: Math.round(seconds * 100) / 100 };
}

export interface BackedUp {
  readonly rows: number;
  readonly taken_at: string;
}

export interface Restored {
  readonly rows: number;
  readonly breaches: readonly { readonly id: string; readonly name: string }[];
}
