/** Puts the rows of a catalogue into columns, and the columns behind each other as bytes. */
import {
  SNAPSHOT_FORMAT,
  SNAPSHOT_MAGIC,
  firstColumnAt,
  snapshotColumns,
} from '@evertill/contract';
import type { ColumnPlace, SnapshotColumn, SnapshotHeading } from '@evertill/contract';
import type { PulledRow } from './change-store.ts';

const policies = ['BLOCK', 'WARN', 'ALLOW'] as const;

export type HeadingStart = Pick<
  SnapshotHeading,
  'builtAt' | 'cursor' | 'priceBook' | 'categories' | 'units'
>;

export interface SnapshotColumns {
  readonly add: (row: PulledRow) => void;
  readonly count: () => number;
  readonly finish: () => Buffer;
}

interface Barcode {
  readonly bytes: Buffer;
  readonly row: number;
  readonly isMain: boolean;
}

type Numbers = Exclude<SnapshotColumn, 'name' | 'sku' | 'barcode' | 'barcodeRow' | 'barcodeIsMain'>;

export function snapshotColumnsFor(start: HeadingStart): SnapshotColumns {
  const categories = placesOf(start.categories.map((one) => one.categoryId));
  const units = placesOf(start.units.map((one) => one.unitId));
  const taxCodes = new Map<string, number>();
  const barcodes: Barcode[] = [];
  const names: Buffer[] = [];
  const skus: Buffer[] = [];
  const ids: Buffer[] = [];
  const numbers: Record<Exclude<Numbers, 'productId'>, number[]> = {
    priceMinor: [],
    updatedAtMs: [],
    category: [],
    unit: [],
    taxCode: [],
    oversellPolicy: [],
    isActive: [],
  };
  return {
    count: () => ids.length,
    add: (row) => {
      for (const [index, barcode] of row.barcodes.entries()) {
        const isMain = row.has_main && index === 0;
        barcodes.push({ bytes: Buffer.from(barcode), row: ids.length, isMain });
      }
      ids.push(Buffer.from(row.product_id.replaceAll('-', ''), 'hex'));
      names.push(Buffer.from(row.name));
      skus.push(Buffer.from(row.sku));
      numbers.priceMinor.push(row.price_minor);
      numbers.updatedAtMs.push(row.updated_at.getTime());
      numbers.category.push(placeIn(categories, row.category_id));
      numbers.unit.push(placeIn(units, row.unit_id));
      if (!taxCodes.has(row.tax_code)) taxCodes.set(row.tax_code, taxCodes.size);
      numbers.taxCode.push(placeIn(taxCodes, row.tax_code));
      numbers.oversellPolicy.push(policies.indexOf(row.oversell_policy));
      numbers.isActive.push(row.is_active ? 1 : 0);
    },
    finish: () => {
      const sorted = barcodes.toSorted((one, other) => Buffer.compare(one.bytes, other.bytes));
      const columns = layOut({
        ...numbers,
        productId: Buffer.concat(ids),
        name: names,
        sku: skus,
        barcode: sorted.map(({ bytes }) => bytes),
        barcodeRow: sorted.map(({ row }) => row),
        barcodeIsMain: sorted.map(({ isMain }) => (isMain ? 1 : 0)),
      });
      return bytesOf(columns.parts, {
        format: SNAPSHOT_FORMAT,
        ...start,
        products: ids.length,
        barcodes: sorted.length,
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

type Filled = Record<SnapshotColumn, readonly number[] | readonly Buffer[] | Buffer>;

interface LaidOut {
  readonly parts: readonly Uint8Array[];
  readonly places: Record<SnapshotColumn, ColumnPlace>;
}

function layOut(filled: Filled): LaidOut {
  const parts: Uint8Array[] = [];
  let length = 0;
  const put = (bytes: Uint8Array): number => {
    const offset = length;
    const padded = Math.ceil(bytes.length / 8) * 8;
    parts.push(bytes, Buffer.alloc(padded - bytes.length));
    length += padded;
    return offset;
  };
  const places = {} as Record<SnapshotColumn, ColumnPlace>;
  for (const column of Object.keys(snapshotColumns) as SnapshotColumn[]) {
    const values = filled[column];
    if (snapshotColumns[column] === 'text') {
      const texts = values as readonly Buffer[];
      const bytes = Buffer.concat(texts);
      const offset = put(bytes);
      places[column] = { offset, bytes: bytes.length, endsOffset: put(endsOf(texts)) };
    } else {
      const bytes = Buffer.isBuffer(values)
        ? values
        : numbersOf(snapshotColumns[column], values as readonly number[]);
      places[column] = { offset: put(bytes), bytes: bytes.length };
    }
  }
  return { parts, places };
}

function endsOf(texts: readonly Buffer[]): Buffer {
  const ends = Buffer.alloc(texts.length * 4);
  let end = 0;
  for (const [index, { length }] of texts.entries()) {
    end += length;
    ends.writeUInt32LE(end, index * 4);
  }
  return ends;
}

function numbersOf(kind: string, values: readonly number[]): Buffer {
  const width = kind === 'f64' ? 8 : kind === 'i32' ? 4 : 1;
  const bytes = Buffer.alloc(values.length * width);
  for (const [index, value] of values.entries()) {
    if (kind === 'f64') bytes.writeDoubleLE(value, index * width);
    else if (kind === 'i32') bytes.writeInt32LE(value, index * width);
    else bytes.writeUInt8(value, index);
  }
  return bytes;
}

function bytesOf(parts: readonly Uint8Array[], heading: SnapshotHeading): Buffer {
  const json = Buffer.from(JSON.stringify(heading));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const written = SNAPSHOT_MAGIC.length + 4 + json.length;
  const gap = Buffer.alloc(firstColumnAt(json.length) - written);
  return Buffer.concat([Buffer.from(SNAPSHOT_MAGIC), length, json, gap, ...parts]);
}
