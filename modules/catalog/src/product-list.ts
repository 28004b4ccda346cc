/** The SQL of the list of products: filters, search, order. */
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListQuery, Page, Transaction } from '@evertill/kernel';
import { productColumns, productSource } from './product-store.ts';

export interface ProductFilter extends ListQuery {
  readonly search?: string | undefined;
  readonly sku?: string | undefined;
  readonly barcode?: string | undefined;
  readonly category?: string | undefined;
  readonly unit?: string | undefined;
  readonly isActive?: boolean | undefined;
  readonly minPriceMinor?: number | undefined;
  readonly maxPriceMinor?: number | undefined;
}

const WORDS_MAX = 8;

export function readProducts(tx: Transaction, query: ProductFilter): Promise<Page> {
  return readPage(
    tx,
    {
      from: productSource,
      columns: productColumns,
      tenantColumn: 'p.tenant_id',
      where: [
        ['p.archived_at IS NULL', undefined],
        ...wordsOf(query.search).map((word) => whenGiven(hasWord, word)),
        whenGiven('p.sku = ?', query.sku),
        whenGiven(hasBarcode, query.barcode),
        whenGiven('p.category_id = ?', query.category),
        whenGiven('p.unit_id = ?', query.unit),
        whenGiven('p.is_active = ?', query.isActive),
        whenGiven('p.price_minor >= ?', query.minPriceMinor),
        whenGiven('p.price_minor <= ?', query.maxPriceMinor),
      ],
      orderings: {
        name: { sql: 'p.name', type: 'text' },
        sku: { sql: 'p.sku', type: 'text' },
        price: { sql: 'p.price_minor', type: 'bigint' },
        created_at: { sql: 'p.created_at', type: 'timestamptz' },
        updated_at: { sql: 'p.updated_at', type: 'timestamptz' },
      },
      tieBreak: { sql: 'p.product_id', type: 'uuid' },
      defaultOrdering: 'name',
    },
    query,
  );
}

const hasBarcode = `p.product_id IN (
  SELECT b.product_id FROM catalog.barcodes b WHERE b.tenant_id = p.tenant_id AND b.barcode = ?)`;

/** The barcodes that are not shown are found whole. */
const hasWord = `(strpos(p.search_text, lower(?)) > 0 OR p.product_id = (
  SELECT b.product_id FROM catalog.barcodes b WHERE b.tenant_id = $1 AND b.barcode = ?))`;

function wordsOf(search: string | undefined): readonly string[] {
  const words = (search ?? '').split(/\s+/u).filter((word) => word !== '');
  return words.slice(0, WORDS_MAX);
}
