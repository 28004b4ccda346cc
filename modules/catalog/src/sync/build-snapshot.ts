/**
 * Builds the snapshot of a shop's catalogue. The cursor is taken first: what is read afterwards is
 * at least as new, and what is newer comes again with the first pull.
 */
import { SNAPSHOT_FORMAT, snapshotWriter } from '@evertill/contract';
import type { SnapshotRow } from '@evertill/contract';
import { readHorizon } from '@evertill/kernel';
import type { TenantRef } from '@evertill/kernel';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { WriteNeeds } from '../needs.ts';
import { readCurrentBook } from '../price-book-store.ts';
import { priceBookViewOf } from '../price-book-view.ts';
import { readProductsAfter, readPulledCategories, readPulledUnits } from './change-store.ts';
import type { PulledRow } from './change-store.ts';
import { writePullCursor } from './pull-cursor.ts';
import { keepSnapshot } from './snapshot-store.ts';

/** Between two pieces the server does other things. */
const PIECE = 2_000;
const compress = promisify(gzip);

export async function buildSnapshot(
  { database, clock }: Pick<WriteNeeds, 'database' | 'clock'>,
  tenant: TenantRef,
): Promise<void> {
  const builtAt = clock.now();
  const { horizon, start } = await database.read(tenant, async (tx) => {
    const horizon = await readHorizon(tx, 'catalog');
    const book = await readCurrentBook(tx);
    if (book === undefined) throw new Error('a shop without a price book has no snapshot');
    const start = {
      builtAt: builtAt.toISOString(),
      cursor: writePullCursor({ place: horizon, parts: {} }),
      priceBook: priceBookViewOf(book),
      categories: await readPulledCategories(tx, null),
      units: await readPulledUnits(tx, null),
    };
    return { horizon, start };
  });
  const writer = snapshotWriter(start);
  for (let after: string | null | undefined = null; after !== undefined;) {
    const from: string | null = after;
    const rows: readonly PulledRow[] = await database.read(tenant, (tx) =>
      readProductsAfter(tx, { after: from, limit: PIECE }),
    );
    for (const row of rows) writer.add(snapshotRowOf(row));
    after = rows.length < PIECE ? undefined : rows.at(-1)?.product_id;
  }
  const bytes = writer.finish();
  const content = await compress(bytes);
  await database.inTransaction(tenant, (tx) =>
    keepSnapshot(tx, {
      format: SNAPSHOT_FORMAT,
      xid: horizon.xid,
      etag: createHash('sha256').update(content).digest('hex'),
      content,
      products: writer.count(),
      builtAt,
    }),
  );
}

function snapshotRowOf(row: PulledRow): SnapshotRow {
  return {
    productId: row.product_id,
    name: row.name,
    sku: row.sku,
    barcodes: row.barcodes,
    hasMain: row.has_main,
    categoryId: row.category_id,
    unitId: row.unit_id,
    priceMinor: row.price_minor,
    taxCode: row.tax_code,
    oversellPolicy: row.oversell_policy,
    isActive: row.is_active,
    updatedAtMs: row.updated_at.getTime(),
  };
}
