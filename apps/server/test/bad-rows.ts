/** A thousand rows of a file of products, each bad in a way or at a place that no other is. */

export interface BadRow {
  readonly text: string;
  /** The column that is to be named; empty for the whole line. */
  readonly column: string;
}

const order = [
  ...['sku', 'name', 'price', 'barcode', 'description', 'category'],
  ...['unit', 'cost', 'tax_code', 'minQuantity', 'oversell_policy', 'is_active'],
] as const;
type Column = (typeof order)[number];

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const badDecimals = [
  ...['1,50', '1,5', '-1', '-0.01', '1.', '.5', '01', '1e3', '1.0000001', '£1', '1 000.00'],
  ...['1,000.00', 'abc', '1.2.3', 'NaN', 'Infinity', '0x10', '١', '1234567890123456', '--1', '1/2'],
  ...['+1', '1_000', '1%', "'1", '1.5 EUR', '१', '∞', '1..5', '- 1', '1,', ',1', '1;5', '#REF!'],
];
const tooFine = ['1.001', '0.005', '2.999', '0.0001', '1.23456'];
const controls = ['\u0000', '\u0001', '\u0007', '\u001b', '\u007f', '\u0085', '\u009f'];
const badWords = ['block!', 'DENY', 'none', 'WARN ALLOW', 'BLOCKED', '1', 'null', 'allow,', '?'];
const badTruths = ['maybe', '2', 'on', 'off', 'y', 'n', 'TRUE!', 'null', '-', 'wahr', 'oui', '01'];
const badCodes = ['VAT', 'std', 'STANDARD', 'x', 'toString', '__proto__', 'ZERO ', '20%', '0'];

const lengthMax: Partial<Record<Column, number>> = {
  ...{ sku: 64, name: 200, barcode: 64, description: 4_000, category: 100, unit: 50, tax_code: 32 },
};

/** Every kind of bad cell that a column can have. */
function badCells(column: Column): readonly string[] {
  const long = lengthMax[column];
  const tooLong = long === undefined ? [] : [1, 2, 3, 50].map((more) => 'x'.repeat(long + more));
  const unprintable = long === undefined ? [] : controls.flatMap((one) => [`a${one}`, `${one}b`]);
  const halves = ['\ufffd', 'caf\ufffd', '\ufffd\ufffd'];
  const own: Partial<Record<Column, readonly string[]>> = {
    sku: ['', ' ', '\u00a0', 'TWIN', 'a\nb'],
    name: ['', '  ', 'a\nb', '\t'],
    price: ['', ' ', ...badDecimals, ...tooFine, '40000000000.01', '999999999999999'],
    cost: [...badDecimals, ...tooFine, '40000000000.01', '999999999999999'],
    minQuantity: [...badDecimals, '1.0001', '0.00001', '999999999999999'],
    barcode: ['taken-barcode', 'twin-barcode', 'a\nb'],
    category: ['a\nb', 'a\tb'],
    unit: ['a\nb', 'a\tb'],
    tax_code: badCodes,
    oversell_policy: badWords,
    is_active: badTruths,
  };
  return [...new Set([...(own[column] ?? []), ...tooLong, ...unprintable, ...halves])];
}

function rowWith(number: number, column: Column, cell: string): string {
  const cells: Record<Column, string> = {
    ...{ sku: `BAD-${number}`, name: 'Bad', price: '1', barcode: '', description: '' },
    ...{ category: '', unit: '', cost: '', tax_code: '', minQuantity: '' },
    ...{ oversell_policy: '', is_active: '' },
    [column]: cell,
  };
  return order.map((one) => (one === column ? quoted(cells[one]) : cells[one])).join(',');
}

/** Lines that are no row at all. */
function brokenLines(number: number): readonly string[] {
  const cells = (count: number): string =>
    [`BAD-${number}-${count}`, ...Array<string>(count - 1).fill('1')].join(',');
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 20, 50, 99, 100, 101, 1_000];
  return [
    ...counts.map(cells),
    ...Array.from({ length: 12 }, (_, place) =>
      order.map((_column, index) => (index === place ? `"x"y${number}` : '1')).join(','),
    ),
    ...Array.from({ length: 12 }, (_, place) =>
      order.map((_column, index) => (index === place ? `"open${number}` : '1')).join(','),
    ),
  ];
}

export function badRows(): readonly BadRow[] {
  const rows: BadRow[] = [];
  const withoutNewline = (cell: string): boolean => !cell.includes('\n');
  for (const column of order) {
    for (const cell of badCells(column).filter(withoutNewline)) {
      rows.push({ text: rowWith(rows.length, column, cell), column });
    }
  }
  for (let round = 0; rows.length < 1_000; round += 1) {
    for (const text of brokenLines(round)) rows.push({ text, column: '' });
  }
  return rows.slice(0, 1_000);
}
