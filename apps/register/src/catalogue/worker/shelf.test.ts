/** The shelf against a list in memory: whatever the snapshot, whatever changed over it. */
import { openSnapshot, snapshotWriter } from '@evertill/contract';
import type { SnapshotRow } from '@evertill/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryCatalogue } from '../memory-catalogue.ts';
import { folded } from './fold.ts';
import { openShelf } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import { slipsBetween } from './vocabulary.ts';

const words = [
  'Kibo',
  'kibble',
  'Crème',
  'creme',
  'MILK',
  '牛乳',
  'чай',
  'Tea',
  'a',
  'ab',
  '500',
  'g',
];
const names = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
  .chain((some) => fc.constantFrom(some.join(' '), some.join('-'), ` ${some.join('  ')}`));
const ids = fc.integer({ min: 0, max: 30 });
const categories = [idOf(900), idOf(901)];

function idOf(number: number): string {
  // Neither in the order of the numbers nor of their digits.
  const hex = ((number * 7919) % 65_536).toString(16).padStart(4, '0');
  return `0190a0b1-${hex}-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

const product = fc
  .record({
    number: ids,
    name: names,
    barcodes: fc.boolean(),
    categoryId: fc.constantFrom(null, ...categories),
    isActive: fc.boolean(),
    priceMinor: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  })
  .map(({ number, barcodes, ...rest }): SnapshotRow => ({
    productId: idOf(number),
    sku: `S-${number}`,
    barcodes: barcodes ? [`00${number}`] : [],
    hasMain: barcodes,
    unitId: null,
    taxCode: 'STD',
    oversellPolicy: 'WARN',
    updatedAtMs: 1,
    ...rest,
  }));
const catalogue = fc.uniqueArray(product, {
  maxLength: 20,
  selector: ({ productId }) => productId,
});
const gone = fc.array(ids.map(idOf), { maxLength: 4 });
const pages = fc.array(fc.record({ products: catalogue, gone }), { maxLength: 3 });

const start = {
  builtAt: '2026-01-02T00:00:00.000Z',
  cursor: 'c',
  priceBook: {} as never,
  categories: categories.map((categoryId) => ({ categoryId, name: categoryId, description: '' })),
  units: [],
};

function bytesOf(rows: Iterable<SnapshotRow>): Uint8Array {
  const writer = snapshotWriter(start);
  for (const row of rows) writer.add(row);
  return writer.finish();
}

async function shown(shelf: Shelf, questions: readonly string[]) {
  const everything = await shelf.page({ categoryId: null, offset: 0, limit: 100 });
  return {
    count: shelf.count(),
    all: [...shelf.all()],
    everything,
    ofCategory: await shelf.page({ categoryId: categories[0] ?? null, offset: 1, limit: 2 }),
    found: questions.map((text) => shelf.search(text, 50)),
  };
}

interface Change {
  readonly products: readonly SnapshotRow[];
  readonly gone: readonly string[];
}

/** A shelf to which all pages came one after the other, and what then is there in truth. */
async function changedShelf(rows: readonly SnapshotRow[], changes: readonly Change[]) {
  const truth = new Map(rows.map((row) => [row.productId, row]));
  const over = new Map<string, SnapshotRow | undefined>();
  const sorted = rows.toSorted((one, other) => (one.productId < other.productId ? -1 : 1));
  const shelf = openShelf(openSnapshot(bytesOf(sorted)), over);
  await shelf.prepare(async () => undefined);
  for (const { products, gone: ids } of changes) {
    for (const row of products) {
      truth.set(row.productId, row);
      over.set(row.productId, row);
    }
    for (const id of ids) {
      truth.delete(id);
      over.set(id, undefined);
    }
    shelf.change(over);
  }
  return { shelf, truth };
}

async function compareSearches(
  found: readonly (readonly SnapshotRow[])[],
  truth: ReadonlyMap<string, SnapshotRow>,
  asked: readonly string[],
): Promise<void> {
  const products = [...truth.values()].map((row) => ({
    ...{ ...row, barcode: row.barcodes[0] ?? null, unitName: null, availableMilli: null },
  }));
  const memory = memoryCatalogue({ products, categories: [], facts: {} });
  for (const [place, text] of asked.entries()) {
    const wanted = await memory.search(text, 50);
    // Where nothing fits, what was typed may be mended: that is another test.
    if (wanted.length === 0) continue;
    expect(idsOf(found[place] ?? []).sort()).toEqual(idsOf(wanted).sort());
  }
}

function compareCodes(shelf: Shelf, truth: ReadonlyMap<string, SnapshotRow>): void {
  for (let number = 0; number <= 30; number += 1) {
    const row = truth.get(idOf(number));
    expect(shelf.find(idOf(number))).toEqual(row);
    expect(shelf.findCode(`S-${number}`)).toEqual(row);
    expect(shelf.findCode(`00${number}`)).toEqual(row?.hasMain === true ? row : undefined);
    expect(shelf.findCode(`0${number}`)).toBeUndefined();
  }
}

it('answers as a list in memory would, before and after it is folded', async () => {
  const searches = fc.array(names, { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(catalogue, pages, searches, async (rows, changes, asked) => {
      const { shelf, truth } = await changedShelf(rows, changes);
      const answer = await shown(shelf, asked);
      expect(answer.count).toBe(truth.size);
      await compareSearches(answer.found, truth, asked);
      compareCodes(shelf, truth);
      const listed = answer.everything.rows.map(({ name }) => folded(name));
      expect(listed).toEqual(listed.toSorted());
      const active = [...truth.values()].filter(({ isActive }) => isActive);
      expect(answer.everything.totalCount).toBe(active.length);

      const folding = openShelf(openSnapshot(bytesOf(shelf.all())), new Map());
      await folding.prepare(async () => undefined);
      const again = await shown(folding, asked);
      expect(again.all).toEqual(answer.all);
      expect(again.ofCategory.totalCount).toBe(answer.ofCategory.totalCount);
      await compareSearches(again.found, truth, asked);
      compareCodes(folding, truth);
    }),
    { numRuns: 100 },
  );
});

function idsOf(rows: readonly { readonly productId: string }[]): string[] {
  return rows.map(({ productId }) => productId);
}

it('puts the beginnings of words first, and mends what was typed wrongly', async () => {
  const named = (number: number, name: string): SnapshotRow => ({
    ...{ productId: idOf(number), name, sku: `X${number}`, barcodes: [], hasMain: false },
    ...{ categoryId: null, unitId: null, priceMinor: 1, taxCode: 'STD', oversellPolicy: 'WARN' },
    ...{ isActive: true, updatedAtMs: 0 },
  });
  const rows = ['Overmilk', 'Fresh Milk', 'Milk Chocolate', 'Buttermilk', 'Yoghurt', 'Straße'];
  const shelf = openShelf(
    openSnapshot(
      bytesOf(
        rows
          .map((name, number) => named(number, name))
          .sort((one, other) => (one.productId < other.productId ? -1 : 1)),
      ),
    ),
    new Map(),
  );
  await shelf.prepare(async () => undefined);
  const found = (text: string) => shelf.search(text, 50).map(({ name }) => name);
  expect(found('milk')).toEqual(['Milk Chocolate', 'Fresh Milk', 'Buttermilk', 'Overmilk']);
  expect(shelf.search('milk', 1)).toHaveLength(1);
  expect(found('mlik')).toEqual(['Milk Chocolate', 'Fresh Milk', 'Buttermilk', 'Overmilk']);
  expect(found('xhoklbte')).toEqual([]);
  expect(found('chocolat')).toEqual(['Milk Chocolate']);
  expect(found('chcolote')).toEqual(['Milk Chocolate']);
  expect(found('yogurt')).toEqual(['Yoghurt']);
  expect(found('yoghrt fresh')).toEqual([]);
  expect(found('strasse')).toEqual(['Straße']);
  expect(found('ＭＩＬＫ　fresh')).toEqual(['Fresh Milk']);
  expect(found('x44')).toEqual([]);
  const tea = { ...named(50, 'Darjeeling'), sku: 'D' };
  shelf.change(new Map([[tea.productId, tea]]));
  expect(found('darjeelnig')).toEqual(['Darjeeling']);
});

it('counts slips as Damerau and Levenshtein do', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(slipsBetween(one, other, 2)).toBe(slipsBetween(other, one, 2));
      expect(slipsBetween(one, one, 1)).toBe(0);
    }),
  );
  for (const [one, other, slips] of [
    ['milk', 'mlik', 1],
    ['milk', 'mil', 1],
    ['milk', 'milks', 1],
    ['milk', 'malk', 1],
    ['milk', 'silks', 2],
    ['milk', 'klim', undefined],
    ['chocolate', 'hcocolaet', 2],
  ] as const) {
    expect([one, other, slipsBetween(one, other, 2)]).toEqual([one, other, slips]);
  }
});
