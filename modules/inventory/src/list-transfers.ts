/** Stock transfers: a page at a time, and one by its id. */
import type { inventory } from '@evertill/contract';
import { readPage, refuse, whenGiven } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-movements.ts';
import { readTransfer, transferView } from './transfer-store.ts';

const transferList = {
  from: 'inventory.stock_transfers',
  columns: '*',
  tenantColumn: 'tenant_id',
  orderings: { created_at: { sql: 'created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'transfer_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

export function listTransfers({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listTransfers> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        ['withdrawn_at IS NULL', undefined] as const,
        whenGiven('product_id = ?', query.product),
        whenGiven('from_location_id = ?', query.fromLocation),
        whenGiven('to_location_id = ?', query.toLocation),
        whenGiven('(applied_at IS NOT NULL) = ?', query.isApplied),
      ];
      const { rows, ...page } = await readPage(tx, { ...transferList, where }, query);
      return { ...page, items: rows.map(transferView) };
    });
}

export function findTransfer({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.findTransfer> {
  return async (context, { transferId }) => {
    const row = await database.read(context, (tx) => readTransfer(tx, transferId));
    if (row?.withdrawn_at !== null) refuse('not_found');
    return transferView(row);
  };
}
