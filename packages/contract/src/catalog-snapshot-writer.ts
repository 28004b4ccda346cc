/**
 * Writes the snapshot of a catalogue (catalog-snapshot.ts). A server writes one for all registers
 * of a shop; a register writes one again when much has changed since it loaded its own.
 */
import type { CategoryView, UnitView } from './catalog-groups.ts';
import {
  SNAPSHOT_FORMAT,
  SNAPSHOT_MAGIC,
  compareBytes,
  firstColumnAt,
  snapshotColumns,
} from './catalog-snapshot.ts';
import type { ColumnPlace, SnapshotColumn, SnapshotHeading } from './catalog-snapshot.ts';

/** A product as a snapshot holds it. Rows come in the order of their ids. */
export interface SnapshotRow {
  readonly productId: string;
  readonly name: string;
  readonly sku: string;
  readonly barcodes: readonly string[];
  /** Whether the first of them is the one that the product shows. */
  readonly hasMain: boolean;
  readonly categoryId: string | null;
  readonly unitId: string | null;
  readonly priceMinor: number;
  readonly taxCode: string;
  readonly oversellPolicy: 'BLOCK' | 'WARN' | 'ALLOW';
  readonly isActive: boolean;
  readonly updatedAtMs: number;
}

const policies = ['BLOCK', 'WARN', 'ALLOW'] as const;

export interface SnapshotStart extends Pick<SnapshotHeading, 'builtAt' | 'cursor' | 'priceBook'> {
  readonly categories: readonly CategoryView[];
  readonly units: readonly UnitView[];
}

export interface SnapshotWriter {
  readonly add: (row: SnapshotRow) => void;
  readonly count: () => number;
  readonly finish: () => Uint8Array<ArrayBuffer>;
}

interface Barcode {
  readonly text: string;
  readonly row: number;
  readonly isMain: boolean;
}

type Filled = Record<SnapshotColumn, readonly number[] | TextColumnBytes | Uint8Array>;

export function snapshotWriter(start: SnapshotStart): SnapshotWriter {
  const categories = placesOf(start.categories.map((one) => one.categoryId));
  const units = placesOf(start.units.map((one) => one.unitId));
  const taxCodes = new Map<string, number>();
  const barcodes: Barcode[] = [];
  const [name, sku] = [textColumn(), textColumn()];
  const ids = growing();
  const numbers = emptyNumbers();
  const count = (): number => numbers.isActive.length;
  return {
    count,
    add: (row) => {
      for (const [index, text] of row.barcodes.entries()) {
        barcodes.push({ text, row: count(), isMain: row.hasMain && index === 0 });
      }
      writeUuid(ids, row.productId);
      name.add(row.name);
      sku.add(row.sku);
      numbers.priceMinor.push(row.priceMinor);
      numbers.updatedAtMs.push(row.updatedAtMs);
      numbers.category.push(placeIn(categories, row.categoryId));
      numbers.unit.push(placeIn(units, row.unitId));
      if (!taxCodes.has(row.taxCode)) taxCodes.set(row.taxCode, taxCodes.size);
      numbers.taxCode.push(placeIn(taxCodes, row.taxCode));
      numbers.oversellPolicy.push(policies.indexOf(row.oversellPolicy));
      numbers.isActive.push(row.isActive ? 1 : 0);
    },
    finish: () => {
      sortByBytes(barcodes);
      const codes = textColumn();
      for (const { text } of barcodes) codes.add(text);
      const columns = layOut({
        ...numbers,
        name: name.column(),
        sku: sku.column(),
        productId: ids.all(),
        barcode: codes.column(),
        barcodeRow: barcodes.map(({ row }) => row),
        barcodeIsMain: barcodes.map(({ isMain }) => (isMain ? 1 : 0)),
      });
      return bytesOf(columns, {
        format: SNAPSHOT_FORMAT,
        ...start,
        products: count(),
        barcodes: barcodes.length,
        taxCodes: [...taxCodes.keys()],
        oversellPolicies: policies,
        columns: columns.places,
      });
    },
  };
}

function emptyNumbers() {
  const empty = (): number[] => [];
  return {
    ...{ priceMinor: empty(), updatedAtMs: empty(), category: empty(), unit: empty() },
    ...{ taxCode: empty(), oversellPolicy: empty(), isActive: empty() },
  };
}

/** In the order of their UTF-8, which that of plain letters and digits is anyway. */
function sortByBytes(barcodes: Barcode[]): void {
  if (barcodes.every(({ text }) => /^[ -~]*$/.test(text))) {
    barcodes.sort(({ text: one }, { text: other }) => (one < other ? -1 : one > other ? 1 : 0));
    return;
  }
  const encoder = new TextEncoder();
  const bytes = new Map(barcodes.map(({ text }) => [text, encoder.encode(text)]));
  const none = new Uint8Array();
  barcodes.sort((one, other) =>
    compareBytes(bytes.get(one.text) ?? none, bytes.get(other.text) ?? none),
  );
}

interface Growing {
  /** So many bytes behind what was taken. */
  readonly room: (bytes: number) => Uint8Array;
  readonly took: (bytes: number) => void;
  readonly all: () => Uint8Array;
}

function growing(): Growing {
  let bytes = new Uint8Array(4_096);
  let used = 0;
  return {
    room: (wanted) => {
      if (used + wanted > bytes.length) {
        const larger = new Uint8Array((bytes.length + wanted) * 2);
        larger.set(bytes.subarray(0, used));
        bytes = larger;
      }
      return bytes.subarray(used, used + wanted);
    },
    took: (taken) => {
      used += taken;
    },
    all: () => bytes.subarray(0, used),
  };
}

interface TextColumnBytes {
  readonly bytes: Uint8Array;
  readonly ends: Uint8Array;
}

/** A letter of a text takes three bytes at most; those of two letters take four. */
const LETTER_BYTES_MAX = 3;

function textColumn(): {
  readonly add: (text: string) => void;
  readonly column: () => TextColumnBytes;
} {
  const encoder = new TextEncoder();
  const bytes = growing();
  const ends: number[] = [];
  return {
    add: (text) => {
      const { written } = encoder.encodeInto(text, bytes.room(text.length * LETTER_BYTES_MAX));
      bytes.took(written);
      ends.push((ends.at(-1) ?? 0) + written);
    },
    column: () => {
      const view = new DataView(new ArrayBuffer(ends.length * 4));
      for (const [index, end] of ends.entries()) view.setUint32(index * 4, end, true);
      return { bytes: bytes.all(), ends: new Uint8Array(view.buffer) };
    },
  };
}

function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

/** A category made since the heading was read is not in it: it comes with the first pull. */
function placeIn(places: ReadonlyMap<string, number>, id: string | null): number {
  return id === null ? -1 : (places.get(id) ?? -1);
}

function writeUuid(ids: Growing, uuid: string): void {
  const into = ids.room(16);
  let digits = 0;
  for (let at = 0; at < uuid.length; at += 1) {
    const code = uuid.charCodeAt(at);
    if (code === 45) continue;
    // `0` is 48 and `a` is 97: of the letters, the sixth bit makes nine.
    const value = (code & 15) + (code >> 6) * 9;
    const place = digits >> 1;
    into[place] = digits % 2 === 0 ? value << 4 : (into[place] ?? 0) | value;
    digits += 1;
  }
  ids.took(16);
}

interface LaidOut {
  readonly parts: readonly (readonly [number, Uint8Array])[];
  readonly length: number;
  readonly places: Record<SnapshotColumn, ColumnPlace>;
}

function layOut(filled: Filled): LaidOut {
  const parts: [number, Uint8Array][] = [];
  let length = 0;
  const put = (bytes: Uint8Array): number => {
    const offset = length;
    parts.push([offset, bytes]);
    length += Math.ceil(bytes.length / 8) * 8;
    return offset;
  };
  const places = {} as Record<SnapshotColumn, ColumnPlace>;
  for (const column of Object.keys(snapshotColumns) as SnapshotColumn[]) {
    const kind = snapshotColumns[column];
    const values = filled[column];
    if (kind === 'text') {
      const { bytes, ends } = values as TextColumnBytes;
      const offset = put(bytes);
      places[column] = { offset, bytes: bytes.length, endsOffset: put(ends) };
    } else {
      const bytes = values instanceof Uint8Array ? values : numbersOf(kind, values as number[]);
      places[column] = { offset: put(bytes), bytes: bytes.length };
    }
  }
  return { parts, length, places };
}

function numbersOf(kind: 'f64' | 'i32' | 'u8', values: readonly number[]): Uint8Array {
  if (kind === 'u8') return Uint8Array.from(values);
  const width = kind === 'f64' ? 8 : 4;
  const view = new DataView(new ArrayBuffer(values.length * width));
  for (const [index, value] of values.entries()) {
    if (kind === 'f64') view.setFloat64(index * width, value, true);
    else view.setInt32(index * width, value, true);
  }
  return new Uint8Array(view.buffer);
}

function bytesOf(columns: LaidOut, heading: SnapshotHeading): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(heading));
  const first = firstColumnAt(json.length);
  const bytes = new Uint8Array(first + columns.length);
  bytes.set(new TextEncoder().encode(SNAPSHOT_MAGIC));
  new DataView(bytes.buffer).setUint32(SNAPSHOT_MAGIC.length, json.length, true);
  bytes.set(json, SNAPSHOT_MAGIC.length + 4);
  for (const [offset, part] of columns.parts) bytes.set(part, first + offset);
  return bytes;
}
