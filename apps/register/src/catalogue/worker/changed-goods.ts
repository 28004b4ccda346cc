/** The products that changed since the snapshot, as they are now; and those that are gone. */
import type { SnapshotRow } from '@evertill/contract';
import type { Goods } from './base-goods.ts';
import { searchTextOf } from './search-text.ts';

export interface ChangedGoods extends Goods {
  /** Changed or gone: what the snapshot says of it does not count any more. */
  readonly overrides: (productId: string) => boolean;
  readonly overridden: Iterable<string>;
}

/** Undefined stands for a product that is gone. */
export type Changes = ReadonlyMap<string, SnapshotRow | undefined>;

export function changedGoods(changes: Changes): ChangedGoods {
  const rows = [...changes.values()].filter((row) => row !== undefined);
  const placesBy = (keysOf: (row: SnapshotRow) => readonly string[]): Map<string, number> =>
    new Map(rows.flatMap((row, place) => keysOf(row).map((key) => [key, place] as const)));
  const [byId, byBarcode, bySku] = [
    placesBy(({ productId }) => [productId]),
    placesBy(({ barcodes }) => barcodes),
    placesBy(({ sku }) => [sku]),
  ];
  const at = (place: number): SnapshotRow => {
    const row = rows[place];
    if (row === undefined) throw new RangeError(`there is no row ${place}`);
    return row;
  };
  return {
    count: rows.length,
    overrides: (productId) => changes.has(productId),
    overridden: changes.keys(),
    rowOf: (productId) => byId.get(productId),
    rowOfBarcode: (barcode) => byBarcode.get(barcode),
    rowOfSku: (sku) => bySku.get(sku),
    productAt: at,
    categoryAt: (row) => at(row).categoryId,
    isActiveAt: (row) => at(row).isActive,
    searched: searchTextOf(rows),
  };
}
