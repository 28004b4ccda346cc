/** All SQL about price books. A book is only ever added. */
import type { PriceBook } from '@evertill/domain';
import type { Row, Transaction } from '@evertill/kernel';

export interface PriceBookRow extends Row {
  readonly book: PriceBook;
  readonly created_at: Date;
}

export async function readCurrentBook(tx: Transaction): Promise<PriceBookRow | undefined> {
  const rows = await tx.query<PriceBookRow>(
    `SELECT b.book, b.created_at
     FROM catalog.price_book_heads h
     JOIN catalog.price_books b ON b.tenant_id = h.tenant_id AND b.version = h.version
     WHERE h.tenant_id = $1`,
    [tx.tenantId],
  );
  return rows[0];
}

export async function readBook(
  tx: Transaction,
  version: number,
): Promise<PriceBookRow | undefined> {
  const rows = await tx.query<PriceBookRow>(
    'SELECT book, created_at FROM catalog.price_books WHERE tenant_id = $1 AND version = $2',
    [tx.tenantId, version],
  );
  return rows[0];
}

/** Writes the first book, unless somebody was quicker. */
export async function insertFirstBook(
  tx: Transaction,
  { book, createdAt }: { readonly book: PriceBook; readonly createdAt: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO catalog.price_books (tenant_id, version, book, created_at)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [tx.tenantId, book.version, JSON.stringify(book), createdAt],
  );
  await tx.query(
    `INSERT INTO catalog.price_book_heads (tenant_id, version)
     VALUES ($1, $2) ON CONFLICT DO NOTHING`,
    [tx.tenantId, book.version],
  );
}

/** The same rules under the next version, which is in force when the transaction commits. */
export async function insertNextBook(tx: Transaction, createdAt: Date): Promise<PriceBook> {
  const heads = await tx.query<{ version: number }>(
    'SELECT version FROM catalog.price_book_heads WHERE tenant_id = $1 FOR UPDATE',
    [tx.tenantId],
  );
  const current = heads[0] === undefined ? undefined : await readBook(tx, heads[0].version);
  if (current === undefined) throw new Error('there is no price book to go on from');
  const book = { ...current.book, version: current.book.version + 1 };
  await tx.query(
    `INSERT INTO catalog.price_books (tenant_id, version, book, created_at)
     VALUES ($1, $2, $3, $4)`,
    [tx.tenantId, book.version, JSON.stringify(book), createdAt],
  );
  await tx.query('UPDATE catalog.price_book_heads SET version = $2 WHERE tenant_id = $1', [
    tx.tenantId,
    book.version,
  ]);
  return book;
}
