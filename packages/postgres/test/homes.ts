/** Temporary homes and the processes that use them, for the tests. Everything is ended after. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openPostgres, type Postgres } from '../src/index.ts';

const homes: string[] = [];
const openers: ChildProcess[] = [];
const opened: Postgres[] = [];

/** Spaces, an umlaut, and as root a directory nobody else may walk through. */
export function newHome(): string {
  const home = join(mkdtempSync(join(tmpdir(), 'evertill postgres ü ')), 'home');
  homes.push(home);
  return home;
}

export const quiet = { info: () => undefined, warn: () => undefined };

export async function open(home: string): Promise<Postgres> {
  const postgres = await openPostgres({ home, log: quiet });
  opened.push(postgres);
  return postgres;
}

export async function cleanUp(): Promise<void> {
  for (const opener of openers.splice(0)) opener.kill('SIGKILL');
  await Promise.allSettled(opened.splice(0).map((postgres) => postgres.stop()));
  for (const home of homes.splice(0)) {
    const pid = postmasterPid(home);
    if (pid !== undefined && isServer(pid)) process.kill(pid, 'SIGQUIT');
    await until(() => pid === undefined || !isServer(pid));
    rmSync(join(home, '..'), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

export function postmasterPid(home: string): number | undefined {
  const note = join(home, 'postgres', 'data', 'postmaster.pid');
  return existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : undefined;
}

export function isServer(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

export function killServer(home: string): number {
  const pid = postmasterPid(home);
  if (pid === undefined) throw new Error('No server runs here.');
  process.kill(pid, 'SIGKILL');
  return pid;
}

export async function until(isSo: () => boolean, limitMs = 20_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`Not so after ${limitMs} ms: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
): Promise<Row[]> {
  const client = await connected(url);
  const { rows } = await client.query<Row>(text);
  await client.end();
  return rows;
}

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Without the name by which stop() knows our own sessions. */
export const asStranger = (url: string): string => url.replace(/\?.*$/, '?application_name=psql');

interface Line {
  open?: { url: string; port: number; wasStarted: boolean };
  down?: true;
  stopped?: true;
  log?: string;
  fault?: { code: string; message: string };
}

interface OpenerOptions {
  isGroupOfItsOwn?: boolean;
  isDeaf?: boolean;
  prefix?: string[];
}

export class Opener {
  readonly process: ChildProcess;
  readonly lines: Line[] = [];

  constructor(home: string, options: OpenerOptions = {}) {
    const script = fileURLToPath(new URL('opener.ts', import.meta.url));
    const words = [...(options.prefix ?? []), process.execPath, script, home];
    if (options.isDeaf === true) words.push('deaf');
    this.process = spawn(words[0] ?? '', words.slice(1), {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: options.isGroupOfItsOwn ?? false,
    });
    openers.push(this.process);
    if (this.process.stdout === null) throw new Error('No stdout.');
    createInterface(this.process.stdout).on('line', (line) => {
      this.lines.push(JSON.parse(line) as Line);
    });
  }

  async told<Key extends keyof Line>(key: Key): Promise<NonNullable<Line[Key]>> {
    let found: Line[Key] | undefined;
    await until(() => (found = this.lines.find((line) => line[key] !== undefined)?.[key]) != null);
    return found as NonNullable<Line[Key]>;
  }

  async kill(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
  }

  async stop(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.stdin?.write('stop\n');
    await exit;
  }
}

export const makings = (home: string): string[] => {
  const root = join(home, 'postgres');
  if (!existsSync(root)) return [];
  return readdirSync(root).filter((name) => name.startsWith('data.making-'));
};
