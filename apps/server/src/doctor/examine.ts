/**
 * What a person would look at who is asked whether this installation is well. Each finding says
 * what was looked at, how it stands, and what to do where it does not stand well.
 */
import { lintCatalogue, moduleNames } from '@evertill/kernel';
import pg from 'pg';
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { examineCustomerKeys } from './examine-customer-keys.ts';
import { examineKeys } from './examine-keys.ts';

export type Standing = 'well' | 'look' | 'ill';

export interface Finding {
  readonly what: string;
  readonly standing: Standing;
  readonly detail: string;
}

export interface Patient {
  readonly home: string;
  readonly url: string;
  readonly now: Date;
  readonly backupNote: string;
  /** Files of migrations that this version has, as `module/name`. */
  readonly migrations: readonly string[];
}

const inWordsOf = (value: number): string => String(Math.round(value * 10) / 10);

const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;

export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const client = new pg.Client({ connectionString: patient.url });
  await client.connect();
  try {
    return [
      ...(await examineKeys(client, patient.home)),
      await examineCustomerKeys(client, patient),
      await examineDisk(patient),
      examineBackup(patient),
      await examineClock(client, patient),
      await examineDurability(client),
      await examineMigrations(client, patient),
      await examineWalls(client),
      ...(await examineDelivery(client, patient)),
      await examineParked(client),
    ];
  } finally {
    await client.end();
  }
}

async function examineDisk({ home }: Patient): Promise<Finding> {
  const { bavail, bsize } = await statfs(existsSync(home) ? home : path.dirname(home));
  const free = (bavail * bsize) / GIB;
  const standing = free < 0.5 ? 'ill' : free < 5 ? 'look' : 'well';
  return { what: 'the disk has room', standing, detail: `${inWordsOf(free)} GiB free at ${home}` };
}

function examineBackup({ backupNote, now }: Patient): Finding {
  const what = 'a backup was taken within a day';
  if (!existsSync(backupNote)) {
    return { what, standing: 'look', detail: 'none was taken yet: evertill backup' };
  }
  const { taken_at: takenAt, file } = JSON.parse(readFileSync(backupNote, 'utf8')) as {
    taken_at: string;
    file: string;
  };
  const hours = (now.getTime() - Date.parse(takenAt)) / HOUR_MS;
  const isGone = !existsSync(file);
  const detail = `${inWordsOf(hours)} hours ago, ${file}${isGone ? ', which is no longer there' : ''}`;
  return { what, standing: hours > 24 || isGone ? 'look' : 'well', detail };
}

async function examineClock(client: pg.Client, { now }: Patient): Promise<Finding> {
  const { rows } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  const apart = Math.abs((rows[0]?.at.getTime() ?? 0) - now.getTime()) / 1000;
  const standing = apart > 60 ? 'ill' : apart > 5 ? 'look' : 'well';
  const detail = `${inWordsOf(apart)} s apart`;
  return { what: 'the clocks of server and database agree', standing, detail };
}

async function examineDurability(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')`,
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].filter(
    (name) => settings.get(name) === 'off',
  );
  const hasSums = settings.get('data_checksums') === 'on';
  const detail =
    off.length > 0 ? `${off.join(', ')} is off` : hasSums ? 'with checksums' : 'without checksums';
  const standing = off.length > 0 ? 'ill' : hasSums ? 'well' : 'look';
  return { what: 'what is acknowledged is on the disk', standing, detail };
}

async function examineMigrations(client: pg.Client, { migrations }: Patient): Promise<Finding> {
  const what = "the database has this version's shape";
  const { rows: known } = await client.query<{ here: string | null }>(
    `SELECT to_regclass('evertill.migrations')::text AS here`,
  );
  if (known[0]?.here == null) {
    return { what, standing: 'look', detail: 'it is empty: evertill migrate' };
  }
  const { rows } = await client.query<{ file: string }>(
    `SELECT module || '/' || name AS file FROM evertill.migrations`,
  );
  const applied = new Set(rows.map(({ file }) => file));
  const missing = migrations.filter((file) => !applied.has(file));
  const ours = new Set(migrations);
  const strange = [...applied].filter((file) => !ours.has(file));
  if (strange.length > 0) {
    return { what, standing: 'ill', detail: `a newer version wrote ${strange.join(', ')}` };
  }
  const detail = missing.length === 0 ? `${applied.size} files` : `missing: ${missing.join(', ')}`;
  return { what, standing: missing.length === 0 ? 'well' : 'look', detail };
}

async function examineWalls(client: pg.Client): Promise<Finding> {
  const flaws = await lintCatalogue(client);
  const detail = flaws.map(({ name }) => name).join('; ');
  const what = 'shops are kept apart';
  return { what, standing: flaws.length === 0 ? 'well' : 'ill', detail };
}

async function examineDelivery(client: pg.Client, { now }: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  let dead = 0;
  let oldestMs = 0;
  for (const module of moduleNames) {
    const { rows: letters } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${module}.dead_letters`,
    );
    dead += letters[0]?.count ?? 0;
    const { rows: late } = await client.query<{ at: Date | null }>(
      `SELECT min(o.occurred_at) AS at FROM ${module}.outbox o
       JOIN ${module}.outbox_cursors c ON c.tenant_id = o.tenant_id
         AND (o.xid, o.id) > (c.xid, c.id)`,
    );
    oldestMs = Math.max(oldestMs, late[0]?.at == null ? 0 : now.getTime() - late[0].at.getTime());
  }
  findings.push({
    what: 'no event was put aside',
    standing: dead === 0 ? 'well' : 'ill',
    detail: `${dead} dead letters`,
  });
  const seconds = oldestMs / 1000;
  findings.push({
    what: 'events reach everybody',
    standing: seconds > 600 ? 'ill' : seconds > 60 ? 'look' : 'well',
    detail: seconds === 0 ? 'none waits' : `the oldest waits for ${Math.round(seconds)} s`,
  });
  return findings;
}

async function examineParked(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM orders.unbooked_operations u
     WHERE u.outcome <> 'DUPLICATE'
       AND orders.still_waits(u.tenant_id, u.register_id, u.operation_id, u.body_hash)`,
  );
  const count = rows[0]?.count ?? 0;
  const detail = `${count} operations wait for a person`;
  return {
    what: 'nothing a register sent is parked',
    standing: count === 0 ? 'well' : 'look',
    detail,
  };
}
