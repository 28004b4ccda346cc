/**
 * Brings our own PostgreSQL to a moment, in a new home: the copy before it, then the log up to it.
 * What was sold after it, the registers send again.
 */
import { sleep } from '@evertill/kernel';
import type { Log, World } from '@evertill/kernel';
import { layOut, openPostgres } from '@evertill/postgres';
import type { Postgres } from '@evertill/postgres';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { BackupFlaw } from './backup-file.ts';
import { beginAnew } from './begin-anew.ts';
import { writeHomeFiles } from './home-files.ts';
import { readArchivedKeys } from './archived-keys.ts';
import { storedTables } from './stored-tables.ts';

export interface MomentOptions {
  readonly home: string;
  readonly archive: string;
  /** Undefined: as far as the log goes. */
  readonly at: Date | undefined;
  readonly log: Log;
  readonly world: World;
  readonly onProgress: (message: string) => void;
}

const LOOK_MS = 100;

/** Answers it running, and open for writing. */
export async function putBackMoment(options: MomentOptions): Promise<Postgres> {
  const { home, archive, at, log, world, onProgress } = options;
  onProgress('copying the database');
  const { base } = layOut(home, archive, at);
  writeHomeFiles(home, readArchivedKeys(base.folder));
  onProgress('going on with its log');
  const postgres = await openPostgres({ home, log, onProgress }).catch((error: unknown) => {
    throw reasonOf(home, error);
  });
  const client = new pg.Client({ connectionString: postgres.url });
  try {
    await client.connect();
    while (await isUnderWay(client)) await sleep(world.scheduler, LOOK_MS);
    const tables = new Map((await storedTables(client)).map((table) => [table.name, table]));
    await client.query('BEGIN');
    await beginAnew(client, world, tables);
    await client.query('COMMIT');
    await client.end();
    return postgres;
  } catch (error) {
    await client.end().catch(() => undefined);
    await postgres.stop();
    throw reasonOf(home, error);
  }
}

/** PostgreSQL ends when it has read everything and met nothing later than the moment. */
function reasonOf(home: string, error: unknown): unknown {
  const words = readFileSync(path.join(home, 'postgres', 'postgres.log'), 'utf8');
  if (!words.includes('recovery ended before configured recovery target')) return error;
  return new BackupFlaw(
    'Nothing in the archive is later than that moment, so it was not reached. Restore into another ' +
      'new home with --to latest, which goes as far as the archive does.',
    { cause: error },
  );
}

async function isUnderWay(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>('SELECT pg_is_in_recovery() AS is');
  return rows[0]?.is === true;
}
