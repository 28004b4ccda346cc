import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { goldenCases } from './golden-cases.ts';
import { goldenReceipt } from './golden-receipt.ts';
import type { GoldenReceipt } from './golden-receipt.ts';
import { replayGolden } from './replay-golden.ts';

const folder = fileURLToPath(new URL('../../../domain/src/golden/', import.meta.url));
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

function read(name: string): GoldenReceipt {
  return JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as GoldenReceipt;
}

describe('golden receipts', () => {
  it('are at least twenty-five, and each case has landed', () => {
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(names).toEqual(expect.arrayContaining(goldenCases.map((golden) => golden.name)));
  });

  it.each(names)('%s comes out as it did', (name) => {
    const golden = read(name);
    const { expected, refunds, flaws } = replayGolden(golden);
    expect(flaws).toEqual([]);
    expect(expected).toEqual(golden.expected);
    expect(refunds).toEqual(golden.refunds);
  });

  it.each(goldenCases.map((golden) => [golden.name, golden] as const))(
    'the oracle still says the same of %s',
    (name, golden) => {
      expect(goldenReceipt(golden)).toEqual(read(name));
    },
  );
});
