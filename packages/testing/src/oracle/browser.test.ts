import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { workThrough } from './browser-entry.ts';
import type { GoldenReceipt } from './golden-receipt.ts';
import { openPage } from './open-page.ts';

const folder = fileURLToPath(new URL('../../../domain/src/golden/', import.meta.url));

function readGolden(): GoldenReceipt[] {
  const files = readdirSync(folder).sort();
  return files.map((file) => JSON.parse(readFileSync(folder + file, 'utf8')) as GoldenReceipt);
}

it('prices in a browser as it does here: all golden receipts and 500 baskets', async () => {
  const golden = readGolden();
  const work = { golden, seed: 11, baskets: 500 };
  const here = workThrough(work);
  const page = await openPage();
  const there = await page.call('workThrough', work).finally(() => page.close());
  expect(there.differences).toEqual([]);
  expect(there.priced).toHaveLength(500);
  expect(there.golden.map(({ expected, refunds }) => ({ expected, refunds }))).toEqual(
    golden.map(({ expected, refunds }) => ({ expected, refunds })),
  );
  expect(there).toEqual(here);
}, 60_000);
