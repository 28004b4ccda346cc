/** Stock adjustments: a page at a time, those still pending, one by its id. */
import type { inventory } from '@evertill/contract';
import { readPage, refuse, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import { adjustmentColumns, adjustmentSource, readAdjustment } from './adjustment-store.ts';
import { adjustmentView } from './adjustment-view.ts';
import type { ReadNeeds } from './list-movements.ts';

const adjustmentList = {
  from: adjustmentSource,
  columns: adjustmentColumns,
  tenantColumn: 'a.tenant_id',
  orderings: { created_at: { sql: 'a.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'a.adjustment_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

interface Filter {
  readonly search?: string | undefined;
  readonly product?: string | undefined;
  readonly location?: string | undefined;
  readonly adjustmentType?: string | undefined;
  readonly isApproved?: boolean | undefined;
  readonly isRejected?: boolean | undefined;
}

const conditionsOf = (filter: Filter): ListSource['where'] => [
  ['a.withdrawn_at IS NULL', undefined],
  whenGiven('(a.reference ILIKE ? OR a.reason ILIKE ?)', searchPattern(filter.search)),
  whenGiven('a.product_id = ?', filter.product),
  whenGiven('a.location_id = ?', filter.location),
  whenGiven('a.type = ?', filter.adjustmentType),
  whenGiven('(a.approved_at IS NOT NULL) = ?', filter.isApproved),
  whenGiven('(a.rejected_at IS NOT NULL) = ?', filter.isRejected),
];

export function listAdjustments({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listAdjustments> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const source = { ...adjustmentList, where: conditionsOf(query) };
      const { rows, ...page } = await readPage(tx, source, query);
      return { ...page, items: rows.map(adjustmentView) };
    });
}

export function listPendingAdjustments({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listPendingAdjustments> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = conditionsOf({ ...query, isApproved: false, isRejected: false });
      const { rows, ...page } = await readPage(tx, { ...adjustmentList, where }, query);
      return { ...page, items: rows.map(adjustmentView) };
    });
}

export function findAdjustment({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.findAdjustment> {
  return async (context, { adjustmentId }) => {
    const row = await database.read(context, (tx) => readAdjustment(tx, adjustmentId));
    if (row?.withdrawn_at !== null) refuse('not_found');
    return adjustmentView(row);
  };
}
