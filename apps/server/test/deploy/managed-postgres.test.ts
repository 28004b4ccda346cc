import { createDatabase, dropDatabase } from '@evertill/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { runCommand } from '../server-process.ts';

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

test('an owner as those who host PostgreSQL give one, no superuser, is enough', async () => {
  const name = `managed_${process.pid}`;
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-managed-'));
  await onServer(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'owner'`);
  const made = await createDatabase(inject('postgresUrl'), { name, template: 'template1' });
  try {
    await onServer(`ALTER DATABASE ${name} OWNER TO ${name}`);
    const url = new URL(made);
    url.username = name;
    url.password = 'owner';
    const environment = { DATABASE_URL: url.href, EVERTILL_HOME: home };
    expect(await runCommand({ words: ['migrate'], environment })).toMatch(/migrations applied/);
    expect(await runCommand({ words: ['doctor'], environment })).toContain(
      'ok  shops are kept apart',
    );
  } finally {
    await dropDatabase(made);
    await rm(home, { recursive: true, force: true });
  }
});
