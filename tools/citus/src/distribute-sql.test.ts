/** deploy/citus/distribute.sql says what the schema says. */
import { TEMPLATE, createDatabase, dropDatabase } from '@evertill/testing';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { distributeSql, readCatalogue } from './index.ts';

test('what is handed out is what `npm run citus` writes', async () => {
  const name = `citus_${process.pid}`;
  const url = await createDatabase(inject('postgresUrl'), { name, template: TEMPLATE });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const written = await readFile(
      new URL('../../../deploy/citus/distribute.sql', import.meta.url),
      'utf8',
    );
    expect(written).toBe(distributeSql(await readCatalogue(client)));
  } finally {
    await client.end();
    await dropDatabase(url);
  }
});
