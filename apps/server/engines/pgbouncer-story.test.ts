/** The story through a real PgBouncer, by transaction, reads as it does without one. */
import { TEMPLATE, createDatabase, dropDatabase } from '@evertill/testing';
import { moduleUrl } from '@evertill/kernel';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { tellToOne, tellToTwo } from '../test/deployments.ts';
import { startPooler } from './pgbouncer.ts';
import type { Pooler } from './pgbouncer.ts';

let pooler: Pooler;
beforeAll(async () => {
  pooler = await startPooler(inject('postgresUrl'));
});
afterAll(() => pooler.stop());

test('one process and two tell through a pooler what one tells without it', async () => {
  // Most of a story is waiting for those who are slow in it, so all are told at once.
  const [words, one, two] = await Promise.all([
    tellToOne(),
    tellToOne(pooler.settingsFor),
    tellToTwo(pooler.settingsFor),
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
    await pooler.settingsFor(url);
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
