/** `npm run citus`: writes deploy/citus/distribute.sql anew, from a database that was migrated. */
import { migrate, realWorld } from '@evertill/kernel';
import { openPostgres } from '@evertill/postgres';
import { modules } from '@evertill/server';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { distributeSql } from './distribute-sql.ts';
import { readCatalogue } from './read-catalogue.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const home = await mkdtemp(path.join(tmpdir(), 'evertill-citus-'));
const postgres = await openPostgres({ home, log: silent });
const client = new pg.Client({ connectionString: postgres.url });
try {
  const { clock, randomness } = realWorld();
  await migrate({
    url: postgres.url,
    modules: Object.values(modules).map(({ migrations }) => migrations),
    now: clock.now(),
    randomness,
  });
  await client.connect();
  const folder = new URL('../../../deploy/citus/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('distribute.sql', folder), distributeSql(await readCatalogue(client)));
} finally {
  await client.end();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}
