/** Programs that read deploy/ for a living; `npm run test:engines` says where they are. */
import { execFile } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..', '..', '..');

export interface Tools {
  readonly check: string;
  readonly hadolint: string;
  readonly promtool: string;
  /** A folder for each resource of the AWS provider, with the types of what it takes. */
  readonly awsTypes: string;
}

export function tools(): Tools {
  const told = process.env['EVERTILL_TEST_DEPLOY'];
  if (told === undefined) throw new Error('these tests are run by `npm run test:engines`');
  return JSON.parse(told) as Tools;
}

export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end, in the root unless told otherwise. */
export async function run(
  [program = '', ...words]: readonly string[],
  { cwd = root, env = process.env }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, words, { cwd, env, maxBuffer: 1 << 26 }, (error, output, errors) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output, errors: errors === '' ? (error?.message ?? '') : errors });
    });
  });
}

/** What a program printed as JSON. Throws with its words where it failed. */
export async function askedOf<T>(words: readonly string[]): Promise<T> {
  const { code, output, errors } = await run(words);
  if (code !== 0) throw new Error(`${words.join(' ')}: ${errors}`);
  return JSON.parse(output) as T;
}
