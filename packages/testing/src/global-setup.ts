/** One real PostgreSQL for a whole test run, with a migrated template that every test copies. */
import { migrate, realWorld } from '@evertill/kernel';
import { openPostgres } from '@evertill/postgres';
import { modules } from '@evertill/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { TEMPLATE, createDatabase } from './test-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgresUrl: string;
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-test-'));
  const postgres = await openPostgres({ home, log: silent });
  const url = await createDatabase(postgres.url, { name: TEMPLATE, template: 'template1' });
  const { clock, randomness } = realWorld();
  await migrate({
    url,
    modules: Object.values(modules).map(({ migrations }) => migrations),
    now: clock.now(),
    randomness,
  });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  };
}
