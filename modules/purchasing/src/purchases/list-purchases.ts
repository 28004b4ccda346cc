/** Purchases: a page at a time, one with its lines or without, and lines by themselves. */
import type { purchasing } from '@evertill/contract';
import { readPage, refuse, searchPattern, whenGiven } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { lineSourceOf, readLine } from '../papers/line-store.ts';
import type { FoundLine } from '../papers/line-store.ts';
import { purchasePaper } from '../papers/paper.ts';
import {
  foundPurchaseLineView,
  fullPurchase,
  purchaseColumns,
  purchaseSource,
  purchaseView,
  readPurchase,
} from './purchase-store.ts';
import type { PurchaseRow } from './purchase-store.ts';

export function listPurchases({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listPurchases> {
  return async (context, query) => {
    const source = {
      from: purchaseSource,
      columns: purchaseColumns,
      tenantColumn: 'h.tenant_id',
      where: [
        ['h.voided_at IS NULL', undefined] as const,
        whenGiven(
          '(h.order_number ILIKE ? OR h.invoice_number ILIKE ? OR s.name ILIKE ?)',
          searchPattern(query.search),
        ),
        whenGiven('h.supplier_id = ?', query.supplier),
        whenGiven('h.payment_option_id = ?', query.paymentOption),
        whenGiven('h.order_number = ?', query.orderNumber),
        whenGiven('h.invoice_number = ?', query.invoiceNumber),
        whenGiven('(h.balance_minor = 0) = ?', query.isPaid),
      ],
      orderings: {
        created_at: { sql: 'h.created_at', type: 'timestamptz' },
        order_number: { sql: 'h.order_number', type: 'text' },
        purchase_date: { sql: 'h.purchase_date', type: 'date' },
        remaining_balance: { sql: 'h.balance_minor', type: 'bigint' },
      },
      tieBreak: { sql: 'h.header_id', type: 'uuid' },
      defaultOrdering: '-created_at',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row) => purchaseView(row as PurchaseRow)) };
  };
}

export function findPurchase({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findPurchase> {
  return async (context, { purchaseHeaderId }) =>
    purchaseView(await database.read(context, (tx) => readPurchase(tx, purchaseHeaderId)));
}

export function findPurchaseFull({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findPurchaseFull> {
  return (context, { purchaseHeaderId }) =>
    database.read(context, async (tx) =>
      fullPurchase(tx, await readPurchase(tx, purchaseHeaderId)),
    );
}

export function listPurchaseLines({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listPurchaseLines> {
  return async (context, query) => {
    const source = {
      ...lineSourceOf(purchasePaper),
      where: [
        ['l.removed_at IS NULL AND h.voided_at IS NULL', undefined] as const,
        whenGiven('l.header_id = ?', query.purchaseHeader),
        whenGiven('l.product_id = ?', query.product),
      ],
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row) => foundPurchaseLineView(row as FoundLine)) };
  };
}

export function findPurchaseLine({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.findPurchaseLine> {
  return async (context, { purchaseDetailId }) => {
    const row = await database.read(context, (tx) => readLine(tx, purchasePaper, purchaseDetailId));
    if (row?.removed_at !== null) refuse('not_found');
    return foundPurchaseLineView(row);
  };
}
