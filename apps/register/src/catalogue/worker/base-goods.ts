/** The products of a snapshot, read where they lie. */
import { compareBytes } from '@evertill/contract';
import type { Snapshot, SnapshotRow, SnapshotTexts } from '@evertill/contract';
import { searchTextOfSnapshot } from './search-text.ts';
import type { SearchText } from './search-text.ts';
import { rowOfUuid, uuidAt } from './uuid-bytes.ts';

/** Products in rows: those of the snapshot, or those that changed since. */
export interface Goods {
  readonly count: number;
  readonly rowOf: (productId: string) => number | undefined;
  readonly rowOfBarcode: (barcode: string) => number | undefined;
  readonly rowOfSku: (sku: string) => number | undefined;
  readonly productAt: (row: number) => SnapshotRow;
  readonly categoryAt: (row: number) => string | null;
  readonly isActiveAt: (row: number) => boolean;
  /** Made when it is first asked for. */
  readonly searched: SearchText;
}

export interface BaseGoods extends Goods {
  readonly idAt: (row: number) => string;
}

export function baseGoods(snapshot: Snapshot): BaseGoods {
  const { heading, numbers, text } = snapshot;
  const ids = numbers('productId') as Uint8Array;
  const column = {
    price: numbers('priceMinor'),
    updatedAt: numbers('updatedAtMs'),
    category: numbers('category'),
    unit: numbers('unit'),
    tax: numbers('taxCode'),
    policy: numbers('oversellPolicy'),
    active: numbers('isActive'),
  };
  const skus = snapshot.texts('sku');
  const findSku = textIndex(skus, heading.products);
  const codes = codesByRow(snapshot);
  const categoryAt = (row: number): string | null =>
    heading.categories[column.category[row] ?? -1]?.categoryId ?? null;
  let searched: SearchText | undefined;
  return {
    count: heading.products,
    idAt: (row) => uuidAt(ids, row),
    rowOf: (productId) => rowOfUuid(ids, productId),
    rowOfBarcode: snapshot.rowOfBarcode,
    rowOfSku: findSku,
    categoryAt,
    isActiveAt: (row) => column.active[row] === 1,
    get searched() {
      searched ??= searchTextOfSnapshot(snapshot);
      return searched;
    },
    productAt: (row) => ({
      productId: uuidAt(ids, row),
      name: text('name', row),
      sku: text('sku', row),
      barcodes: codes.of(row).map((place) => text('barcode', place)),
      hasMain: codes.hasMain(row),
      categoryId: categoryAt(row),
      unitId: heading.units[column.unit[row] ?? -1]?.unitId ?? null,
      priceMinor: column.price[row] ?? 0,
      taxCode: heading.taxCodes[column.tax[row] ?? -1] ?? '',
      oversellPolicy: (heading.oversellPolicies[column.policy[row] ?? -1] ??
        'ALLOW') as SnapshotRow['oversellPolicy'],
      isActive: column.active[row] === 1,
      updatedAtMs: column.updatedAt[row] ?? 0,
    }),
  };
}

interface CodesByRow {
  /** Places of a product's barcodes, the one it shows first. */
  readonly of: (row: number) => readonly number[];
  readonly hasMain: (row: number) => boolean;
}

/** A chain through the table of barcodes for each product: two numbers a barcode. */
function codesByRow({ heading, numbers }: Snapshot): CodesByRow {
  const rows = numbers('barcodeRow');
  const isMain = numbers('barcodeIsMain');
  const firstOf = new Int32Array(heading.products).fill(-1);
  const nextOf = new Int32Array(heading.barcodes).fill(-1);
  const mains: number[] = [];
  const link = (place: number): void => {
    const row = rows[place] ?? 0;
    nextOf[place] = firstOf[row] ?? -1;
    firstOf[row] = place;
  };
  // From the end, so that the chain is in order; those that are shown go before all others.
  for (let place = rows.length - 1; place >= 0; place -= 1) {
    if (isMain[place] === 1) mains.push(place);
    else link(place);
  }
  for (const place of mains) link(place);
  return {
    hasMain: (row) => isMain[firstOf[row] ?? -1] === 1,
    of: (row) => {
      const places: number[] = [];
      for (let place = firstOf[row] ?? -1; place !== -1; place = nextOf[place] ?? -1) {
        places.push(place);
      }
      return places;
    },
  };
}

/** Finds a text among many by the hash of its bytes: no text is made for the table. */
function textIndex(
  { bytes, ends }: SnapshotTexts,
  count: number,
): (text: string) => number | undefined {
  const size = 2 ** Math.ceil(Math.log2(count * 2 + 2));
  const rows = new Int32Array(size).fill(-1);
  const textAt = (row: number): Uint8Array =>
    bytes.subarray(row === 0 ? 0 : (ends[row - 1] ?? 0), ends[row] ?? 0);
  for (let row = 0; row < count; row += 1) {
    let slot = hashOf(bytes, row === 0 ? 0 : (ends[row - 1] ?? 0), ends[row] ?? 0) & (size - 1);
    while (rows[slot] !== -1) slot = (slot + 1) & (size - 1);
    rows[slot] = row;
  }
  return (text) => {
    const wanted = new TextEncoder().encode(text);
    let slot = hashOf(wanted, 0, wanted.length) & (size - 1);
    for (let row = rows[slot] ?? -1; row !== -1; row = rows[slot] ?? -1) {
      if (compareBytes(textAt(row), wanted) === 0) return row;
      slot = (slot + 1) & (size - 1);
    }
    return undefined;
  };
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
