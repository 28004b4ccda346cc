/** Files of products, in and out: each bad line is told, nothing is lost, nothing done twice. */
import { catalog } from '@evertill/contract';
import type { ImportRow } from '@evertill/contract';
import { startTestShop } from '@evertill/testing';
import type { TestShop, TestTenant } from '@evertill/testing';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFile } from '../src/products-file/export-file.ts';
import { importFile } from '../src/products-file/import-file.ts';
import type { Imported } from '../src/products-file/import-file.ts';
import { badRows } from './bad-rows.ts';

let shop: TestShop;
let home: string;
let british: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [british] = shop.tenants;
  home = await mkdtemp(path.join(tmpdir(), 'evertill-import-'));
}, 60_000);
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await shop.close();
});

const HEADING =
  'sku,name,price,barcode,description,category,unit,cost,tax_code,minQuantity,oversell_policy,is_active';

async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(home, name);
  await writeFile(file, text);
  return file;
}

function bring(file: string, isDryRun = false, tenant = british): Promise<Imported> {
  const { assembly } = shop.running;
  return importFile({
    file,
    onProgress: () => undefined,
    send: async (rows) => {
      const input = { rows: [...rows], isDryRun, reason: 'a test' };
      const context = assembly.ownContext(tenant.tenantId);
      return (await assembly.ask(catalog.importProducts, context, input)).rows;
    },
  });
}

async function exportOf(tenant = british): Promise<string> {
  const { assembly } = shop.running;
  let text = '';
  await exportFile({
    read: (after, limit) =>
      assembly.ask(catalog.exportProducts, assembly.ownContext(tenant.tenantId), {
        ...{ after, limit, reason: 'a test' },
      }),
    write: async (part) => {
      text += part;
    },
    onProgress: () => undefined,
  });
  return text;
}

const get = async (query: string, tenant = british) =>
  (await shop.call('GET', `/api/products/?${query}`, { token: tenant.tokens.owner })).body;

describe('a file of products', () => {
  it('makes them, makes them once, and changes what changed', async () => {
    const lines = [
      HEADING,
      'I-1,"Milk, whole",1.20,500,"two\r\nlines",Dairy,litre,0.8,STD,2.5,BLOCK,true',
      'I-2,Bread,2,,,Bakery,,,,,,',
      'I-3,Salt,0.5,501,,Dairy,,0,ZERO,0,ALLOW,no',
    ];
    const file = await fileOf('first.csv', `\ufeff${lines.join('\r\n')}\r\n`);
    const dry = await bring(file, true);
    expect(dry.figures).toMatchObject({ rows: 3, created: 3 });
    expect(await get('search=Milk')).toEqual([]);
    expect((await bring(file)).figures).toMatchObject({ created: 3, refused: 0 });
    expect(await get('sku=I-1')).toMatchObject([
      {
        ...{ name: 'Milk, whole', price: '1.20', cost: '0.80', barcode: '500', minQuantity: '2.5' },
        ...{ description: 'two\r\nlines', category_name: 'Dairy', oversell_policy: 'BLOCK' },
      },
    ]);
    expect((await bring(file)).figures).toMatchObject({ created: 0, changed: 0, unchanged: 3 });
    const book = async () =>
      (await shop.call('GET', '/api/price-books/current/', { token: british.tokens.owner })).body;
    const { version } = await book();
    // Of a known product only what the file has a column for is changed; a batch is one version.
    const second = await fileOf(
      'second.csv',
      'price,sku,name\n3,I-1,Milk\n4,I-2,Bread\n0.50,I-3,Salt',
    );
    expect((await bring(second)).figures).toMatchObject({ changed: 2, unchanged: 1 });
    expect((await book()).version).toBe(version + 1);
    expect(await get('sku=I-1')).toMatchObject([
      { name: 'Milk', price: '3.00', cost: '0.80', barcode: '500', category_name: 'Dairy' },
    ]);
    await shop.running.assembly.drain();
    const path = '/api/audit-logs/?action=PRICE_CHANGED';
    const { body } = await shop.call('GET', path, { token: british.tokens.owner });
    expect(body.map((one: { reason: string }) => one.reason)).toEqual(['a test', 'a test']);
  });

  it('is refused as a whole when its headings are wrong', async () => {
    // prettier-ignore
    const cases = [
      ['',                            'The file is empty'],
      ['sku;name;price\nA;b;1',       'separated by commas'],
      ['sku,name,price,colour',       'There is no column "colour"'],
      ['sku,name',                    'has no column price'],
      ['sku,name,price,sku',          'The column sku is there twice'],
    ] as const;
    for (const [text, reason] of cases) {
      await expect(bring(await fileOf('wrong.csv', text)), text).rejects.toThrow(reason);
    }
  });

  it('loses a line to nobody: of each bad one it is told where and why', async () => {
    const bad = badRows();
    expect(bad).toHaveLength(1_000);
    expect(new Set(bad.map(({ text }) => text)).size).toBe(1_000);
    await bring(await fileOf('taken.csv', 'sku,name,price,barcode\nTAKEN,Taken,1,taken-barcode'));
    // A good line in front of each bad one: none of them may be lost to its neighbour.
    const lines = bad.flatMap(({ text }, index) => [`OK-${index},Good,1,,,,,,,,,`, text]);
    const twin = 'TWIN,Twin,1,twin-barcode,,,,,,,,';
    const file = await fileOf('bad.csv', [HEADING, twin, ...lines].join('\n'));
    const { figures, errorFile } = await bring(file);
    const text = await readFile(errorFile ?? '', 'utf8');
    const [heading, ...told] = parse(text, { relax_column_count: true });
    expect(heading).toEqual(['line', 'column', 'value', 'reason']);
    const wanted = bad.map(({ column }, index) => [String(index * 2 + 4), column]);
    expect(told.map(([line, column]) => [line, column])).toEqual(wanted);
    expect(told.every(([, , , reason = '']) => reason.length > 5)).toBe(true);
    expect(figures).toEqual({
      ...{ rows: 2_001, created: 1_001, changed: 0, unchanged: 0, refused: 1_000 },
    });
    expect(await get('search=OK-&limit=1')).toHaveLength(1);
    // The report of an earlier run does not outlive a run without errors.
    await bring(await fileOf('bad.csv', 'sku,name,price\nOK-1,Good,1'));
    await expect(stat(`${file}.errors.csv`)).rejects.toThrow('ENOENT');
  });
});

/** Text that a shop may really have in a field, and that hurts. */
const hurtful = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.constantFrom(
        "'",
        '=',
        '+',
        '-',
        '@',
        '"',
        '""',
        ',',
        ';',
        ' ',
        '\u00a0',
        'a',
        'ß',
        '牛',
        '😀',
        '1',
      ),
      { minLength: 1, maxLength },
    )
    .map((parts) => parts.join(''))
    .filter((text) => text.trim() !== '');
const rowOf: fc.Arbitrary<Omit<ImportRow, 'line'>> = fc.record({
  sku: hurtful(12),
  name: hurtful(20),
  price: fc
    .integer({ min: 0, max: 999_999 })
    .map((pence) => `${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`),
  barcode: fc.option(hurtful(8)),
  description: fc.oneof(
    fc.constantFrom('', '\r\n=1', '\n\n', '\t-x', '\r', 'a\rb', '"\n"'),
    hurtful(20),
  ),
  category: fc.option(hurtful(4)),
  unit: fc.option(hurtful(4)),
  cost: fc.option(fc.constantFrom('0', '0.01', '12')),
  minQuantity: fc.constantFrom('0', '0.001', '7'),
  oversellPolicy: fc.constantFrom('BLOCK' as const, 'WARN' as const, 'ALLOW' as const),
  isActive: fc.boolean(),
});

describe('what was written out', () => {
  it('is read back without changing anything, whatever is in it', async () => {
    const tenant = shop.tenants[1];
    const { assembly } = shop.running;
    const property = fc.asyncProperty(
      fc.array(rowOf, { minLength: 1, maxLength: 60 }),
      async (rows) => {
        const input = {
          rows: rows.map((row, index) => ({ ...row, line: index + 1 })),
          ...{ isDryRun: false, reason: 'a test' },
        };
        await assembly.ask(catalog.importProducts, assembly.ownContext(tenant.tenantId), input);
        const text = await exportOf(tenant);
        const cells = parse(text).flat();
        expect(cells.filter((cell) => /^[\s\u00a0]*[=+\-@\t\r]/u.test(cell))).toEqual([]);
        const { figures } = await bring(await fileOf('out.csv', text), false, tenant);
        expect(figures).toMatchObject({ created: 0, changed: 0, refused: 0 });
        expect(figures.unchanged).toBe(figures.rows);
        expect(await exportOf(tenant)).toBe(text);
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('is told to the audit', async () => {
    await exportOf();
    await shop.running.assembly.drain();
    const { body } = await shop.call('GET', '/api/audit-logs/?action=PRODUCTS_EXPORTED', {
      token: british.tokens.owner,
    });
    expect(body[0]).toMatchObject({ action: 'PRODUCTS_EXPORTED', reason: 'a test' });
  });
});
