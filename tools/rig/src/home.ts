/** The temporary home of a server of ours, and what lies in it that we need. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

export interface Home {
  /** Ours: the server's words, and what a tool keeps beside them. */
  readonly root: string;
  /** The server's. */
  readonly home: string;
  readonly remove: () => Promise<void>;
}

export async function makeHome(homeToCopy: string | undefined): Promise<Home> {
  const root = await mkdtemp(path.join(tmpdir(), 'evertill-rig-'));
  const home = path.join(root, 'home');
  // With owners and modes: root's PostgreSQL runs as somebody else.
  if (homeToCopy !== undefined) await promisify(execFile)('cp', ['-a', homeToCopy, home]);
  return { root, home, remove: () => rm(root, { recursive: true, force: true }) };
}

/** The owner's URL, from the file in which the server remembers its port and password. */
export async function ownerUrl(home: string): Promise<string> {
  const text = await readFile(path.join(home, 'postgres', 'postgres.json'), 'utf8');
  const { port, password } = JSON.parse(text) as { port: number; password: string };
  const url = new URL(`postgresql://evertill@127.0.0.1:${port}/evertill`);
  url.password = password;
  return url.href;
}

export async function withOwner<T>(
  home: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: await ownerUrl(home) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The postmaster of this home; undefined unless that very process runs and is ours. */
export async function postmasterOf(home: string): Promise<number | undefined> {
  const data = path.join(home, 'postgres', 'data');
  try {
    const note = await readFile(path.join(data, 'postmaster.pid'), 'utf8');
    const pid = Number(note.split('\n')[0]);
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    return words.includes('-D') && words.some((word) => word.startsWith(home)) ? pid : undefined;
  } catch {
    return undefined;
  }
}
