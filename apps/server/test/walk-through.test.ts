/** The walk through the API that the README names: from an empty shop to its Z report. */
import { startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../scripts/walk.mjs', import.meta.url));
const file = fileURLToPath(new URL('../../../docs/guides/walk-through.http', import.meta.url));

let shop: TestShop;
let folder: string;
beforeAll(async () => {
  shop = await startTestShop();
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-walk-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await shop.close();
});

function walk(tenant: 0 | 1, place = file): Promise<{ stdout: string }> {
  const { phones, password } = shop.tenants[tenant];
  const login = ['--phone', phones.owner, '--password', password];
  return run(process.execPath, [script, '--base', shop.running.url, ...login, place]);
}

test.each([0, 1] as const)('every step answers as it says, in shop %i', async (tenant) => {
  const { stdout } = await walk(tenant);
  const steps = (await readFile(file, 'utf8')).match(/^###/gm)?.length;
  expect(stdout.match(/^ok /gm)).toHaveLength(steps ?? 0);
});

test('a step that answers something else is named, and ends the walk', async () => {
  const other = path.join(folder, 'other.http');
  const text = await readFile(file, 'utf8');
  await writeFile(other, text.replace('# @see variance -10.00', '# @see variance -11.00'));
  await expect(walk(0, other)).rejects.toMatchObject({
    stdout: expect.stringMatching(
      /FAIL Close it.*\n +variance is -10\.00 and not -11\.00/,
    ) as string,
  });
});
