/**
 * Judges the lines of a file against what the shop has: made, changed, unchanged or refused, and
 * why. A pure walk over what was read: it writes nothing.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ImportRow, ImportedRow } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { Refusal } from '@evertill/kernel';
import { blankProduct, productFrom, productOf } from '../product-input.ts';
import type { Product } from '../product-store.ts';
import type { KnownRow, Written } from './import-store.ts';

export type Flaws = ImportedRow['flaws'];

/** What the shop has of what the lines name. */
export interface Stock {
  readonly book: PriceBook;
  readonly known: ReadonlyMap<string, KnownRow>;
  /** The id of a product that is made of a line with this SKU. */
  readonly newIdOf: (sku: string) => string;
  /** By barcode, the product it is on; lines change it as they are judged, in their order. */
  readonly owners: Map<string, string>;
  /** By name; those that the shop has not are promised an id. */
  readonly categoryIdOf: (name: string) => string;
  readonly unitIdOf: (name: string) => string;
}

export interface Judged {
  readonly row: ImportRow;
  readonly outcome: ImportedRow['outcome'];
  readonly flaws: Flaws;
  /** Absent when the line is refused. */
  readonly after?: Written;
  readonly before?: KnownRow;
}

export function judgeRows(rows: readonly ImportRow[], stock: Stock): readonly Judged[] {
  const lines = new Map<string, number>();
  return rows.map((row) => {
    const first = lines.get(row.sku);
    if (first !== undefined) {
      return refused(row, [{ field: 'sku', message: `is on line ${first} too` }]);
    }
    lines.set(row.sku, row.line);
    return judge(row, stock);
  });
}

function judge(row: ImportRow, stock: Stock): Judged {
  const before = stock.known.get(row.sku);
  if (before?.is_archived === true) {
    const message = 'was of a product that was deleted, and stays taken';
    return refused(row, [{ field: 'sku', message }]);
  }
  const productId = before?.product_id ?? stock.newIdOf(row.sku);
  const standing = before === undefined ? blankProduct : productFrom(before);
  const wanted = fieldsOf(row, stock, standing);
  if (!('after' in wanted)) return refused(row, wanted.flaws);
  const after = { ...wanted.after, productId };
  if (!claim(stock.owners, standing.barcode, after)) {
    return refused(row, [{ field: 'barcode', message: 'is on another product' }]);
  }
  if (before === undefined) return { row, outcome: 'CREATED', flaws: [], after };
  const isSame = isDeepStrictEqual(standing, wanted.after);
  return { row, outcome: isSame ? 'UNCHANGED' : 'CHANGED', flaws: [], after, before };
}

function refused(row: ImportRow, flaws: Flaws): Judged {
  return { row, outcome: 'REFUSED', flaws };
}

type Fields = { readonly after: Product } | { readonly flaws: Flaws };

/** Names become ids only for a line that is right, so that nothing is made for one that is not. */
function fieldsOf(row: ImportRow, stock: Stock, standing: Product): Fields {
  const { line: _, category, unit, ...fields } = row;
  try {
    const plain = productOf(fields, stock.book, standing);
    const categoryId = category == null ? category : stock.categoryIdOf(category);
    const unitId = unit == null ? unit : stock.unitIdOf(unit);
    return {
      after: {
        ...plain,
        ...(categoryId === undefined ? {} : { categoryId }),
        ...(unitId === undefined ? {} : { unitId }),
      },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { flaws: [...error.fields] };
  }
}

/** Moves the barcode in the picture we have; false when another product has it. */
function claim(owners: Map<string, string>, had: string | null, after: Written): boolean {
  const { barcode, productId } = after;
  if (barcode === had) return true;
  if (barcode !== null) {
    const owner = owners.get(barcode);
    if (owner !== undefined && owner !== productId) return false;
    owners.set(barcode, productId);
  }
  if (had !== null) owners.delete(had);
  return true;
}
