/** What a process of one module sees of the others' tables, with the log-in it has: nothing. */
import { moduleNames, moduleUrl } from '@evertill/kernel';
import { TEMPLATE, createDatabase, dropDatabase } from '@evertill/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

let url: string;
beforeAll(async () => {
  url = await createDatabase(inject('postgresUrl'), {
    name: `module_roles_${process.pid}`,
    template: TEMPLATE,
  });
});
afterAll(() => dropDatabase(url));

async function withClient<T>(at: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** As the database's owner, who sees all of them. */
async function tablesOf(schema: string): Promise<readonly string[]> {
  const { rows } = await withClient(url, (owner) =>
    owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1`,
      [schema],
    ),
  );
  return rows.map(({ name }) => name);
}

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error as { code: string }).code,
  );

test.each(moduleNames)('%s reads its own tables and nobody else’s', async (name) => {
  const own = await tablesOf(name);
  const foreign = (
    await Promise.all([...moduleNames.filter((other) => other !== name), 'evertill'].map(tablesOf))
  ).flat();
  expect(own.length).toBeGreaterThan(3);
  expect(foreign.length).toBeGreaterThan(30);
  await withClient(await moduleUrl(url, name), async (client) => {
    const { rows } = await client.query<{ schema: string }>(
      `SELECT nspname AS schema FROM pg_namespace
       WHERE nspname = ANY ($1) AND has_schema_privilege(nspname, 'USAGE')`,
      [moduleNames],
    );
    expect(rows.map(({ schema }) => schema)).toEqual([name]);
    // Row-level security may hide what is in it; whether it may be asked is the question here.
    for (const table of own) {
      expect([table, await codeOf(client.query(`SELECT FROM ${table} LIMIT 0`))]).toEqual([
        table,
        'answered',
      ]);
    }
    for (const table of foreign) {
      expect([table, await codeOf(client.query(`SELECT FROM ${table} LIMIT 0`))]).toEqual([
        table,
        '42501',
      ]);
    }
    for (const other of moduleNames.filter((one) => one !== name)) {
      const role = await withClient(await moduleUrl(url, other), async (theirs) => {
        const found = await theirs.query<{ role: string }>('SELECT current_user AS role');
        return found.rows[0]?.role ?? '';
      });
      expect(await codeOf(client.query(`SET ROLE ${pg.escapeIdentifier(role)}`))).toBe('42501');
    }
  });
});
