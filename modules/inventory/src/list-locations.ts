/** The shop's locations, and what each product has at each of them. */
import type { LocationStockView, inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { readPage, refuse, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, Surroundings, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-movements.ts';
import { isListed } from './location-stock-store.ts';
import { ensureMainLocation, locationView, readLocation } from './location-store.ts';

type LocationNeeds = Pick<Surroundings, 'database' | 'clock'>;

const locationList = {
  from: 'inventory.locations',
  columns: '*',
  tenantColumn: 'tenant_id',
  orderings: { name: { sql: 'name', type: 'text' }, code: { sql: 'code', type: 'text' } },
  tieBreak: { sql: 'location_id', type: 'uuid' },
  defaultOrdering: 'name',
} satisfies Omit<ListSource, 'where'>;

export function listLocations({
  database,
  clock,
}: LocationNeeds): TenantUseCase<typeof inventory.listLocations> {
  return (context, query) =>
    database.inTransaction(context, async (tx) => {
      await ensureMainLocation(tx, clock.now());
      const where = [
        ['archived_at IS NULL', undefined] as const,
        whenGiven('(name ILIKE ? OR code ILIKE ?)', searchPattern(query.search)),
        whenGiven('code = ?', query.code),
        whenGiven('is_active = ?', query.isActive),
      ];
      const { rows, ...page } = await readPage(tx, { ...locationList, where }, query);
      return { ...page, items: rows.map((row) => locationView(row, tx.tenantId)) };
    });
}

export function findLocation({
  database,
  clock,
}: LocationNeeds): TenantUseCase<typeof inventory.findLocation> {
  return (context, { locationId }) =>
    database.inTransaction(context, async (tx) => {
      await ensureMainLocation(tx, clock.now());
      const row = await readLocation(tx, locationId);
      if (row?.archived_at !== null) refuse('not_found');
      return locationView(row, tx.tenantId);
    });
}

const stockList = {
  from: 'inventory.stock_levels',
  columns: '*',
  tenantColumn: 'tenant_id',
  orderings: { product: { sql: 'product_id', type: 'uuid' } },
  tieBreak: { sql: 'location_id', type: 'uuid' },
  defaultOrdering: 'product',
} satisfies Omit<ListSource, 'where'>;

export function listLocationStocks({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listLocationStocks> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        [isListed, undefined] as const,
        whenGiven('product_id = ?', query.product),
        whenGiven('location_id = ?', query.location),
      ];
      const { rows, ...page } = await readPage(tx, { ...stockList, where }, query);
      return { ...page, items: rows.map(locationStockView) };
    });
}

export function findLocationStock({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.findLocationStock> {
  return async (context, { plsId }) => {
    const [row] = await database.read(context, (tx) =>
      tx.query(
        `SELECT * FROM inventory.stock_levels
         WHERE tenant_id = $1 AND pls_id = $2 AND ${isListed}`,
        [tx.tenantId, plsId],
      ),
    );
    return row === undefined ? refuse('not_found') : locationStockView(row);
  };
}

export function locationStockView(row: Row): LocationStockView {
  const limit = (column: string): string | null => {
    const milli = row[column] as number | null;
    return milli === null ? null : decimalOfMilli(milli);
  };
  return {
    plsId: row['pls_id'] as string,
    product: row['product_id'] as string,
    location: row['location_id'] as string,
    quantity: decimalOfMilli(row['on_hand_milli'] as number),
    minimumQuantity: limit('min_milli'),
    maxQuantity: limit('max_milli'),
  };
}
