import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecords } from './read-records.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'evertill-records-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Each record as `line: cells`, or `line! reason`. */
async function recordsOf(text: string | Buffer): Promise<string[]> {
  const file = path.join(home, 'file.csv');
  await writeFile(file, text);
  const found: string[] = [];
  for await (const record of readRecords(file)) {
    found.push(
      'cells' in record
        ? `${record.line}: ${record.cells.map((cell) => JSON.stringify(cell)).join(' ')}`
        : `${record.line}! ${record.reason}`,
    );
  }
  return found;
}

const open = 'has a quote that is not closed where it should be';

it.each([
  ['plain', 'a,b\n1,2', ['1: "a" "b"', '2: "1" "2"']],
  ['a byte order mark and CRLF', '\ufeffa,b\r\n1,2\r\n', ['1: "a" "b"', '2: "1" "2"']],
  ['nothing', '', []],
  ['empty lines', 'a\n\n\r\n1\n', ['1: "a"', '4: "1"']],
  [
    'quotes, commas and newlines',
    'a,b\n"1,""x""","2\r\n3"\n4,5',
    ['1: "a" "b"', '2: "1,\\"x\\"" "2\\r\\n3"', '4: "4" "5"'],
  ],
  [
    'text after a quote',
    'a,b\n1,"2"x\n3,4',
    ['1: "a" "b"', '2! has a quote in the wrong place', '3: "3" "4"'],
  ],
  [
    'a quote never closed',
    'a,b\n1,"2\n3,4\n5,6',
    ['1: "a" "b"', `2! ${open}`, '3: "3" "4"', '4: "5" "6"'],
  ],
  [
    'a quote closed by a later line',
    'a,b\n1,"2\n3,4\n5,"6\n7,8',
    ['1: "a" "b"', `2! ${open}`, '3: "3" "4"', `4! ${open}`, '5: "7" "8"'],
  ],
] as const)('%s', async (_, text, expected) => {
  expect(await recordsOf(text)).toEqual(expected);
});

it('bounds what it keeps, and goes on behind it', async () => {
  const long = `a,b\n1,${'x'.repeat(3_000_000)}\n2,"${'y\n'.repeat(2_000)}\n3,4\n`;
  const found = await recordsOf(long);
  expect(found[1]).toBe('2! is longer than 65536 characters');
  expect(found[2]).toBe(`3! ${open}`);
  expect(found.at(-1)).toMatch(/: "3" "4"$/);
});

it('reads a letter that two pieces of the file share', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `${index},ß牛😀`);
  const found = await recordsOf(`a,b\n${rows.join('\n')}`);
  expect(found).toHaveLength(20_001);
  expect(found.every((one) => !one.includes('\ufffd'))).toBe(true);
});
