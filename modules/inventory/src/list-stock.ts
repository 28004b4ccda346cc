/** Movements, levels and adjustments, a page at a time. */
import type { OutputOf, inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { readPage, whenGiven } from '@evertill/kernel';
import type { Database, ListSource, Row, TenantUseCase } from '@evertill/kernel';
import { adjustmentView } from './adjustment-view.ts';

type Movement = OutputOf<typeof inventory.listMovements>['items'][number];

export interface ReadNeeds {
  readonly database: Database;
}

const movementList = {
  from: 'inventory.stock_movements m',
  columns: 'm.*',
  tenantColumn: 'm.tenant_id',
  orderings: { created_at: { sql: 'm.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'm.movement_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

export function listMovements({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listMovements> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('m.product_id = ?', query.product),
        whenGiven('m.type = ?', query.movementType),
        whenGiven('m.reference = ?', query.referenceNumber),
      ];
      const { rows, ...page } = await readPage(tx, { ...movementList, where }, query);
      return { ...page, items: rows.map(movementView) };
    });
}

function movementView(row: Row): Movement {
  const quantity = (column: string): string => decimalOfMilli(row[column] as number);
  return {
    movementId: row['movement_id'] as string,
    product: row['product_id'] as string,
    location: row['location_id'] as string,
    movementType: row['type'] as Movement['movementType'],
    quantity: quantity('quantity_milli'),
    previousStock: quantity('previous_milli'),
    newStock: quantity('new_milli'),
    referenceNumber: row['reference'] as string,
    reason: row['reason'] as string,
    createdBy: row['created_by'] as string | null,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    createdAt: (row['created_at'] as Date).toISOString(),
  };
}

const levelList = {
  from: 'inventory.stock_levels l',
  columns: 'l.*',
  tenantColumn: 'l.tenant_id',
  orderings: { product: { sql: 'l.product_id', type: 'uuid' } },
  tieBreak: { sql: 'l.location_id', type: 'uuid' },
  defaultOrdering: 'product',
} satisfies Omit<ListSource, 'where'>;

export function listLevels({ database }: ReadNeeds): TenantUseCase<typeof inventory.listLevels> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('l.product_id = ?', query.product),
        whenGiven('(l.on_hand_milli < l.reserved_milli) = ?', query.isShort),
      ];
      const { rows, ...page } = await readPage(tx, { ...levelList, where }, query);
      const items = rows.map((row) => {
        const onHand = row['on_hand_milli'] as number;
        const reserved = row['reserved_milli'] as number;
        return {
          product: row['product_id'] as string,
          location: row['location_id'] as string,
          onHand: decimalOfMilli(onHand),
          reserved: decimalOfMilli(reserved),
          available: decimalOfMilli(onHand - reserved),
        };
      });
      return { ...page, items };
    });
}

const adjustmentList = {
  from: 'inventory.stock_adjustments a',
  columns: 'a.*',
  tenantColumn: 'a.tenant_id',
  orderings: { created_at: { sql: 'a.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'a.adjustment_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

export function listAdjustments({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listAdjustments> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('a.product_id = ?', query.product),
        whenGiven('(a.approved_at IS NOT NULL) = ?', query.isApproved),
      ];
      const { rows, ...page } = await readPage(tx, { ...adjustmentList, where }, query);
      return { ...page, items: rows.map(adjustmentView) };
    });
}
