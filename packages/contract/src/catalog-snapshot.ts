/**
 * The snapshot of a catalogue as bytes: columns that a register reads where they lie.
 *
 *   "EVTCAT01" · length of the heading (u32, little-endian) · heading (JSON) · columns
 *
 * Each column starts at a multiple of eight, counted from the first column, which itself does.
 * Text columns are UTF-8 end to end with a column of ends. Row n is row n of every column. Barcodes
 * are a table of their own in the order of their UTF-8 bytes, each with the row it belongs to: as
 * text, since a number would lose its leading zeros. There is no cost in it.
 */
import type { CategoryView, UnitView } from './catalog-groups.ts';
import type { PriceBookView } from './catalog-price-books.ts';

export const SNAPSHOT_MAGIC = 'EVTCAT01';
export const SNAPSHOT_FORMAT = 1;

export const snapshotColumns = {
  /** Sixteen bytes a row. */
  productId: 'u8',
  priceMinor: 'f64',
  /** Milliseconds since 1970. */
  updatedAtMs: 'f64',
  /** Place in `categories`, or -1. */
  category: 'i32',
  /** Place in `units`, or -1. */
  unit: 'i32',
  /** Place in `taxCodes`. */
  taxCode: 'i32',
  /** Place in `oversellPolicies`. */
  oversellPolicy: 'u8',
  isActive: 'u8',
  name: 'text',
  sku: 'text',
  /** The table of barcodes. */
  barcode: 'text',
  barcodeRow: 'i32',
  /** 1 for the barcode that its product shows. */
  barcodeIsMain: 'u8',
} as const;
export type SnapshotColumn = keyof typeof snapshotColumns;

export type TextColumn = 'name' | 'sku' | 'barcode';

export interface SnapshotTexts {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

export interface ColumnPlace {
  /** From the first column on, in bytes. */
  readonly offset: number;
  readonly bytes: number;
  /** Of text: where the column of ends (u32) is. */
  readonly endsOffset?: number;
}

export interface SnapshotHeading {
  readonly format: number;
  readonly builtAt: string;
  /** Where `GET /api/sync/pull/` goes on from. */
  readonly cursor: string;
  readonly priceBook: PriceBookView;
  readonly products: number;
  readonly barcodes: number;
  readonly categories: readonly CategoryView[];
  readonly units: readonly UnitView[];
  readonly taxCodes: readonly string[];
  readonly oversellPolicies: readonly string[];
  readonly columns: Readonly<Record<SnapshotColumn, ColumnPlace>>;
}

export interface Snapshot {
  readonly heading: SnapshotHeading;
  readonly numbers: (column: SnapshotColumn) => Uint8Array | Int32Array | Float64Array;
  readonly text: (column: TextColumn, row: number) => string;
  /** All texts of a column, end to end, and where each ends. */
  readonly texts: (column: TextColumn) => SnapshotTexts;
  /** The row of the product with this barcode, or undefined: a binary search. */
  readonly rowOfBarcode: (barcode: string) => number | undefined;
}

/** Nothing is copied: the columns are views of `bytes`, which a register may have on its disk. */
export function openSnapshot(bytes: Uint8Array): Snapshot {
  const decoder = new TextDecoder();
  const start = SNAPSHOT_MAGIC.length + 4;
  if (bytes.length < start || decoder.decode(bytes.subarray(0, 8)) !== SNAPSHOT_MAGIC) {
    throw new Error('this is no snapshot of a catalogue');
  }
  const headingBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const first = firstColumnAt(headingBytes);
  const heading = JSON.parse(
    decoder.decode(bytes.subarray(start, start + headingBytes)),
  ) as SnapshotHeading;
  if (heading.format !== SNAPSHOT_FORMAT) {
    throw new Error(`a snapshot of format ${heading.format} cannot be read here`);
  }
  const placeOf = (column: SnapshotColumn): ColumnPlace => heading.columns[column];
  const at = (offset: number): number => bytes.byteOffset + first + offset;
  const endsOf = (column: SnapshotColumn): Uint32Array => {
    const { endsOffset = 0 } = placeOf(column);
    const rows = column === 'barcode' ? heading.barcodes : heading.products;
    return new Uint32Array(bytes.buffer, at(endsOffset), rows);
  };
  const ends = { name: endsOf('name'), sku: endsOf('sku'), barcode: endsOf('barcode') };
  const textAt = (column: TextColumn, row: number): Uint8Array => {
    const from = row === 0 ? 0 : (ends[column][row - 1] ?? 0);
    const begin = first + placeOf(column).offset;
    return bytes.subarray(begin + from, begin + (ends[column][row] ?? from));
  };
  return {
    heading,
    numbers: (column) =>
      viewOf(snapshotColumns[column], bytes.buffer, {
        at: at(placeOf(column).offset),
        bytes: placeOf(column).bytes,
      }),
    text: (column, row) => decoder.decode(textAt(column, row)),
    texts: (column) => {
      const { offset, bytes: length } = placeOf(column);
      return { bytes: bytes.subarray(first + offset, first + offset + length), ends: ends[column] };
    },
    rowOfBarcode: (barcode) => {
      const wanted = new TextEncoder().encode(barcode);
      const place = findBytes(wanted, heading.barcodes, (row) => textAt('barcode', row));
      if (place === undefined) return undefined;
      return new Int32Array(bytes.buffer, at(placeOf('barcodeRow').offset))[place];
    },
  };
}

/** Where the columns begin, after a heading of so many bytes. */
export function firstColumnAt(headingBytes: number): number {
  return Math.ceil((SNAPSHOT_MAGIC.length + 4 + headingBytes) / 8) * 8;
}

interface ViewPlace {
  readonly at: number;
  readonly bytes: number;
}

function viewOf(
  kind: (typeof snapshotColumns)[SnapshotColumn],
  buffer: ArrayBufferLike,
  { at, bytes }: ViewPlace,
): Uint8Array | Int32Array | Float64Array {
  switch (kind) {
    case 'f64':
      return new Float64Array(buffer, at, bytes / 8);
    case 'i32':
      return new Int32Array(buffer, at, bytes / 4);
    case 'u8':
    case 'text':
      return new Uint8Array(buffer, at, bytes);
  }
}

/** The place of a text among `count` sorted ones. */
function findBytes(
  wanted: Uint8Array,
  count: number,
  textAt: (row: number) => Uint8Array,
): number | undefined {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareBytes(textAt(middle), wanted);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const shared = Math.min(one.length, other.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
