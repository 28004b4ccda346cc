/**
 * The catalogue's price books, kept by version. Under its version a book never changes, so it is
 * asked for once, written down, and remembered: a counter sale needs no neighbour.
 */
import { catalog, priceBookOf } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { Refusal } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction } from '@evertill/kernel';

export type PriceBooks = (
  context: TenantContext,
  version: number,
) => Promise<PriceBook | undefined>;

const REMEMBERED_MAX = 5_000;

export function priceBooks({ ask, database }: Surroundings): PriceBooks {
  const remembered = new Map<string, PriceBook>();
  return async (context, version) => {
    const key = `${context.tenantId}:${version}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const stored = await database.read(context, (tx) => readStoredBook(tx, version));
    const book = stored ?? (await fetchBook(context, version));
    if (book === undefined) return undefined;
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(key, book);
    return book;
  };

  async function fetchBook(
    context: TenantContext,
    version: number,
  ): Promise<PriceBook | undefined> {
    try {
      const book = priceBookOf(await ask(catalog.findPriceBook, context, { version }));
      await database.inTransaction(context, (tx) =>
        tx.query(
          `INSERT INTO orders.price_books (tenant_id, version, book) VALUES ($1, $2, $3)
           ON CONFLICT DO NOTHING`,
          [tx.tenantId, version, JSON.stringify(book)],
        ),
      );
      return book;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not_found') return undefined;
      throw error;
    }
  }
}

/** A book that was used before; it was written down then. */
export async function readStoredBook(
  tx: Transaction,
  version: number,
): Promise<PriceBook | undefined> {
  const [row] = await tx.query<{ book: PriceBook }>(
    'SELECT book FROM orders.price_books WHERE tenant_id = $1 AND version = $2',
    [tx.tenantId, version],
  );
  return row?.book;
}
