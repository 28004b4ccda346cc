/** The story through a real PgBouncer, by transaction, reads as it does without one. */
import { TEMPLATE, createDatabase, dropDatabase, freePort } from '@evertill/testing';
import { moduleUrl } from '@evertill/kernel';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { tellToOne, tellToTwo } from '../test/deployments.ts';
import { startPooler } from './pgbouncer.ts';
import type { Pooler } from './pgbouncer.ts';

const password = randomBytes(16).toString('hex');
let pooler: Pooler;
beforeAll(async () => {
  const unpacked = process.env['EVERTILL_TEST_PGBOUNCER'];
  if (unpacked === undefined) throw new Error('these tests are run by `npm run test:engines`');
  const { port: postgresPort } = new URL(inject('postgresUrl'));
  pooler = await startPooler({ unpacked, postgresPort, password, port: await freePort() });
});
afterAll(() => pooler.stop());

const handedOut = new URL('../../../deploy/pgbouncer/login.sql', import.meta.url);

/** What psql makes of the file that is handed out. */
async function openToPooler(databaseUrl: string): Promise<void> {
  const [, wanted = ''] = /^(SELECT[\s\S]*?) \\gexec$/m.exec(read()) ?? [];
  const rest = read().slice(read().indexOf('\\gexec') + '\\gexec'.length);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(wanted);
    for (const row of rows) await client.query(Object.values(row)[0] ?? '');
    await client.query(rest.replaceAll(":'pooler_password'", pg.escapeLiteral(password)));
  } finally {
    await client.end();
  }
}
const read = (): string => readFileSync(handedOut, 'utf8');

const throughPooler = async (databaseUrl: string): Promise<Record<string, string>> => {
  await openToPooler(databaseUrl);
  return {
    DATABASE_URL: pooler.through(databaseUrl),
    DATABASE_DIRECT_URL: databaseUrl,
    EVERTILL_PREPARED_STATEMENTS: 'off',
  };
};

test('one process and two tell through a pooler what one tells without it', async () => {
  // Most of a story is waiting for those who are slow in it, so all are told at once.
  const [words, one, two] = await Promise.all([
    tellToOne(),
    tellToOne(throughPooler),
    tellToTwo(throughPooler),
  ]);
  expect(one).toEqual(words);
  expect(two).toEqual(words);
}, 300_000);

test('modules come through with their own roles; the owner does not, nor a wrong password', async () => {
  const name = `pooled_${process.pid}`;
  const url = await createDatabase(inject('postgresUrl'), { name, template: TEMPLATE });
  const who = async (as: string): Promise<unknown> => {
    const client = new pg.Client({ connectionString: as });
    try {
      await client.connect();
      const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
      return rows[0]?.name;
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  try {
    await openToPooler(url);
    const own = await moduleUrl(url, 'orders', pooler.through(url));
    expect(await who(own)).toBe(decodeURIComponent(new URL(own).username));
    const wrong = new URL(own);
    wrong.password = 'wrong';
    expect(await who(wrong.href)).toMatch(/^(28P01|08P01)$/);
    expect(await who(pooler.through(url))).toMatch(/^(28P01|08P01)$/);
  } finally {
    await dropDatabase(url);
  }
});
