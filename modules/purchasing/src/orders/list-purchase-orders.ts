/** Purchase orders: a page at a time, one with its lines or without, and lines by themselves. */
import type { purchasing } from '@evertill/contract';
import { readPage, refuse, searchPattern, whenGiven } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lineSourceOf, readLine } from '../papers/line-store.ts';
import type { FoundLine } from '../papers/line-store.ts';
import { orderPaper } from '../papers/paper.ts';
import {
  foundOrderLineView,
  fullOrder,
  orderColumns,
  orderSource,
  orderView,
  readOrder,
} from './order-store.ts';
import type { OrderRow } from './order-store.ts';

export function listPurchaseOrders({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listPurchaseOrders> {
  return async (context, query) => {
    const source = {
      from: orderSource,
      columns: orderColumns,
      tenantColumn: 'h.tenant_id',
      where: [
        ['h.voided_at IS NULL', undefined] as const,
        whenGiven('(h.order_number ILIKE ? OR s.name ILIKE ?)', searchPattern(query.search)),
        whenGiven('h.supplier_id = ?', query.supplier),
        whenGiven('h.order_number = ?', query.orderNumber),
        whenGiven('(h.converted_purchase_id IS NOT NULL) = ?', query.isConverted),
      ],
      orderings: {
        created_at: { sql: 'h.created_at', type: 'timestamptz' },
        order_number: { sql: 'h.order_number', type: 'text' },
        // Those that are expected some day come after those of a day.
        expected_date: { sql: "coalesce(h.expected_date, 'infinity')", type: 'date' },
      },
      tieBreak: { sql: 'h.header_id', type: 'uuid' },
      defaultOrdering: '-created_at',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row) => orderView(row as OrderRow)) };
  };
}

export function findPurchaseOrder({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findPurchaseOrder> {
  return async (context, { poHeaderId }) =>
    orderView(await database.read(context, (tx) => readOrder(tx, poHeaderId)));
}

export function findPurchaseOrderFull({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findPurchaseOrderFull> {
  return (context, { poHeaderId }) =>
    database.read(context, async (tx) => fullOrder(tx, await readOrder(tx, poHeaderId)));
}

export function listPurchaseOrderLines({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listPurchaseOrderLines> {
  return async (context, query) => {
    const source = {
      ...lineSourceOf(orderPaper),
      where: [
        ['l.removed_at IS NULL AND h.voided_at IS NULL', undefined] as const,
        whenGiven('l.header_id = ?', query.poHeader),
        whenGiven('l.product_id = ?', query.product),
      ],
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row) => foundOrderLineView(row as FoundLine)) };
  };
}

export function findPurchaseOrderLine({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findPurchaseOrderLine> {
  return async (context, { poDetailId }) => {
    const row = await database.read(context, (tx) => readLine(tx, orderPaper, poDetailId));
    if (row?.removed_at !== null) refuse('not_found');
    return foundOrderLineView(row);
  };
}
