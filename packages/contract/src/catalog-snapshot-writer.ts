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
  readonly bytes: Uint8Array;
  readonly row: number;
  readonly isMain: boolean;
}

type Texts = readonly Uint8Array[];
type Filled = Record<SnapshotColumn, readonly number[] | Texts | Uint8Array>;

export function snapshotWriter(start: SnapshotStart): SnapshotWriter {
  const encoder = new TextEncoder();
  const categories = placesOf(start.categories.map((one) => one.categoryId));
  const units = placesOf(start.units.map((one) => one.unitId));
  const taxCodes = new Map<string, number>();
  const barcodes: Barcode[] = [];
  const texts = { name: [] as Uint8Array[], sku: [] as Uint8Array[] };
  const ids: number[] = [];
  const numbers = {
    priceMinor: [] as number[],
    updatedAtMs: [] as number[],
    category: [] as number[],
    unit: [] as number[],
    taxCode: [] as number[],
    oversellPolicy: [] as number[],
    isActive: [] as number[],
  };
  const count = (): number => texts.name.length;
  return {
    count,
    add: (row) => {
      for (const [index, barcode] of row.barcodes.entries()) {
        const isMain = row.hasMain && index === 0;
        barcodes.push({ bytes: encoder.encode(barcode), row: count(), isMain });
      }
      pushUuid(ids, row.productId);
      texts.name.push(encoder.encode(row.name));
      texts.sku.push(encoder.encode(row.sku));
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
      barcodes.sort((one, other) => compareBytes(one.bytes, other.bytes));
      const columns = layOut({
        ...numbers,
        ...texts,
        productId: Uint8Array.from(ids),
        barcode: barcodes.map(({ bytes }) => bytes),
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

function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

/** A category made since the heading was read is not in it: it comes with the first pull. */
function placeIn(places: ReadonlyMap<string, number>, id: string | null): number {
  return id === null ? -1 : (places.get(id) ?? -1);
}

function pushUuid(into: number[], uuid: string): void {
  const hex = uuid.replaceAll('-', '');
  for (let at = 0; at < 32; at += 2) into.push(Number.parseInt(hex.slice(at, at + 2), 16));
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
      const { bytes, ends } = joined(values as Texts);
      const offset = put(bytes);
      places[column] = { offset, bytes: bytes.length, endsOffset: put(ends) };
    } else {
      const bytes = values instanceof Uint8Array ? values : numbersOf(kind, values as number[]);
      places[column] = { offset: put(bytes), bytes: bytes.length };
    }
  }
  return { parts, length, places };
}

function joined(texts: Texts): { readonly bytes: Uint8Array; readonly ends: Uint8Array } {
  const ends = new DataView(new ArrayBuffer(texts.length * 4));
  const bytes = new Uint8Array(texts.reduce((all, { length }) => all + length, 0));
  let end = 0;
  for (const [index, text] of texts.entries()) {
    bytes.set(text, end);
    end += text.length;
    ends.setUint32(index * 4, end, true);
  }
  return { bytes, ends: new Uint8Array(ends.buffer) };
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
