/**
 * Makes a new database cluster: initdb, our settings, the database `evertill`.
 *
 * All of it happens in a directory of its own that is renamed to `data` at the very end. Whatever
 * kills us on the way leaves a directory nobody will take for a shop's data, and the next start
 * clears it away. A directory called `data` is never deleted.
 */
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { POSTGRES_MAJOR } from './binaries.ts';
import type { Context } from './context.ts';
import { PostgresFault, diskFullFault, pathFault } from './fault.ts';
import { MAKING_PREFIX, type Places } from './places.ts';
import { runProgram, type ProgramResult } from './run-program.ts';
import { writeRuntime } from './runtime-file.ts';
import { includeText, settingsText } from './settings.ts';
import { appendDurably, syncDirectory } from './write-durably.ts';

export const OWNER_ROLE = 'evertill';
export const DATABASE = 'evertill';

export const newPassword = (): string => randomBytes(32).toString('base64url');

/** True when there is a whole cluster of our version. Throws for one of another version. */
export function hasCluster(places: Places): boolean {
  if (!existsSync(places.data) || isEmptyDirectory(places.data)) return false;
  const versionFile = join(places.data, 'PG_VERSION');
  let version: string;
  try {
    version = readFileSync(versionFile, 'utf8').trim();
  } catch (error) {
    const message =
      `${places.data} exists but its PG_VERSION cannot be read, so it may be a damaged database. ` +
      'It was left untouched. Move it away to start with an empty one.';
    throw new PostgresFault('cluster_failed', message, error);
  }
  if (version === POSTGRES_MAJOR) return true;
  const message =
    `${places.data} was made by PostgreSQL ${version}, and this Evertill brings ` +
    `${POSTGRES_MAJOR}. It was left untouched. Run the Evertill it belongs to, dump the data, ` +
    'and restore it into a new home.';
  throw new PostgresFault('other_version', message);
}

function isEmptyDirectory(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch (error) {
    throw pathFault(path, error);
  }
}

/** To be called only by whoever has the turn. */
export async function makeCluster(context: Context, port: number): Promise<void> {
  const { places } = context;
  context.onProgress('Initialising the database …');
  const suffix = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const making = join(places.root, MAKING_PREFIX + suffix);
  const password = newPassword();
  try {
    ownedDirectory(making, context);
    await runInitdb(context, making, password);
    // Flushed: a power cut in the first minute was seen to leave a file of zeros, for good.
    appendDurably(join(making, 'postgresql.conf'), includeText);
    writeSettings(places);
    await runSingleUser(context, making, `CREATE DATABASE ${DATABASE};\n`);
    // The password first: a cluster without its password would be of no use.
    writeRuntime(places.runtimeFile, { port, password });
    renameSync(making, places.data);
    syncDirectory(places.root);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error instanceof PostgresFault ? error : pathFault(making, error);
  }
}

export function writeSettings(places: Places): void {
  const text = settingsText();
  try {
    // A disk that is full must not keep a server from starting that has nothing to write.
    if (existsSync(places.settingsFile) && readFileSync(places.settingsFile, 'utf8') === text) {
      return;
    }
    writeFileSync(places.settingsFile, text, { mode: 0o644 });
  } catch (error) {
    throw pathFault(places.settingsFile, error);
  }
}

/** Gives the owner a new password, for a home whose runtime file was lost. Server must be down. */
export async function resetPassword(context: Context, password: string): Promise<void> {
  // The new password travels by pipe and into a log that is switched off for such statements.
  const statement = `ALTER ROLE ${OWNER_ROLE} PASSWORD '${password}';\n`;
  await runSingleUser(context, context.places.data, statement);
}

/** Removes what an initdb left that was killed half-way. With the turn, at each start. */
export function clearHalfMade(places: Places): void {
  for (const name of readdirSync(places.root)) {
    if (!name.startsWith(MAKING_PREFIX)) continue;
    try {
      rmSync(join(places.root, name), { recursive: true, force: true });
    } catch {
      // An initdb whose parent was killed may still be writing there. The next start gets it.
    }
  }
}

function ownedDirectory(path: string, context: Context): void {
  mkdirSync(path, { mode: 0o700 });
  const { owner } = context.runAs;
  if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
}

async function runInitdb(context: Context, making: string, password: string): Promise<void> {
  const passwordFile = `${making}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  const { owner } = context.runAs;
  if (owner !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
  try {
    const result = await runProgram({
      runAs: context.runAs,
      program: context.binaries.initdb,
      arguments: [
        `--pgdata=${making}`,
        `--username=${OWNER_ROLE}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--data-checksums',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      cwd: context.places.root,
    });
    if (result.code !== 0) throw programFault('initdb', making, result);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function runSingleUser(context: Context, data: string, input: string): Promise<void> {
  const result = await runProgram({
    runAs: context.runAs,
    program: context.binaries.postgres,
    arguments: ['--single', '-D', data, '-c', 'log_min_error_statement=panic', 'postgres'],
    cwd: context.places.root,
    input,
  });
  // In this mode a refused statement does not show in the exit code.
  const isRefused = /^(\S+ \S+ \S+ \[\d+\] )?(ERROR|FATAL|PANIC):/m.test(result.output);
  if (result.code !== 0 || isRefused) throw programFault('postgres --single', data, result);
}

function programFault(name: string, path: string, { code, output }: ProgramResult): PostgresFault {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFullFault(path);
  const tail = output.trim().split('\n').slice(-6).join('\n');
  const message = `${name} failed in ${path} (exit code ${code}):\n${tail}`;
  return new PostgresFault('cluster_failed', message);
}
