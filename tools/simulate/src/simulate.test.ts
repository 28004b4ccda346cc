import { createDatabase, dropDatabase, TEMPLATE } from '@evertill/testing';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { plants } from './plant-list.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
let databaseUrl: string;
beforeAll(async () => {
  const name = `simulate_${process.pid}`;
  databaseUrl = await createDatabase(inject('postgresUrl'), { name, template: TEMPLATE });
});
afterAll(() => dropDatabase(databaseUrl));

const simulate = async (...words: string[]): Promise<string> => {
  const all = [main, '--database', databaseUrl, ...words];
  const run = promisify(execFile)(process.execPath, all, { maxBuffer: 64 * 1024 * 1024 });
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  return stdout;
};

it('brings everything to the server once, in all weathers', async () => {
  expect(await simulate('--seeds', '20')).toMatch(
    /^20 seeds, \d+ operations, [\d.]+ s: 0 bad, 0 invariants broken\n$/,
  );
}, 300_000);

it('writes the same trace for the same seed', async () => {
  expect(await simulate('--seeds', '2', '--seed', '501', '--twice')).toMatch(/: 0 bad, 0 invar/);
}, 300_000);

it('finds every bug that was planted', async () => {
  const found = await simulate('--plant', 'all', '--seeds', '24');
  expect(found).toContain(`${plants.length} of ${plants.length} planted bugs found`);
}, 300_000);
