/** Products by their stock, at the addresses AsiriaPOS has them: answered by inventory. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { movementView } from './stock-movements.ts';
import { currencyCode, decimal, text, uuid, whole } from './wire-types.ts';

const stockedProduct = {
  productId: uuid(),
  name: text(200, 1),
  sku: text(64, 1),
  /** On hand at all locations together. */
  stock: decimal(),
  reserved: decimal(),
  minQuantity: decimal(),
  isLowStock: z.boolean(),
  isOutOfStock: z.boolean(),
  /** For those who may see what a product costs. */
  cost: decimal().nullable().optional(),
  stockValue: decimal().nullable().optional(),
};

const productStockView = z.strictObject(stockedProduct);
export type ProductStockView = z.infer<typeof productStockView>;

const query = () =>
  listQuery(['name', 'sku'], { search: text(100).optional(), sku: text(64).optional() });

export const productStock = {
  listLowStock: operation({
    name: 'inventory.listLowStock',
    http: { method: 'GET', path: '/api/products/low_stock/' },
    summary: 'Products at or below their minimum at some location, or out of stock.',
    access: { kind: 'user', capability: 'stock_view' },
    input: query(),
    output: listOf(productStockView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listOutOfStock: operation({
    name: 'inventory.listOutOfStock',
    http: { method: 'GET', path: '/api/products/out_of_stock/' },
    summary: 'Products of which the whole shop has none.',
    access: { kind: 'user', capability: 'stock_view' },
    input: query(),
    output: listOf(productStockView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listStockSummary: operation({
    name: 'inventory.listStockSummary',
    http: { method: 'GET', path: '/api/products/stock_summary/' },
    summary: 'Products with their stock, each with its ten movements last made.',
    access: { kind: 'user', capability: 'stock_view' },
    input: query(),
    output: listOf(z.strictObject({ ...stockedProduct, recentMovements: z.array(movementView) })),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listStockHistory: operation({
    name: 'inventory.listStockHistory',
    http: { method: 'GET', path: '/api/products/{product_id}/stock_history/' },
    summary: 'The movements of one product, newest first.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], { productId: uuid() }),
    output: listOf(movementView),
    isList: true,
    refusals: ['input_invalid', 'not_found'],
  }),
  findValuation: operation({
    name: 'inventory.findValuation',
    http: { method: 'GET', load: 'heavy', path: '/api/products/valuation/' },
    summary: 'What the stock cost. The totals are over all products, the items the dearest.',
    access: { kind: 'user', capability: 'cost_view' },
    input: z.strictObject({ limit: whole(1, limits.LIST_LIMIT_MAX).optional() }),
    output: z.strictObject({
      currency: currencyCode().nullable(),
      totalQuantity: decimal(),
      totalValuation: decimal(),
      totalItems: whole(0),
      items: z.array(
        z.strictObject({
          productId: uuid(),
          name: text(200, 1),
          stock: decimal(),
          averageCost: decimal(),
          valuation: decimal(),
        }),
      ),
    }),
    mayLag: true,
    refusals: ['input_invalid', 'amount_invalid'],
  }),
  findReorderSuggestions: operation({
    name: 'inventory.findReorderSuggestions',
    http: { method: 'GET', load: 'heavy', path: '/api/products/reorder_suggestions/' },
    summary: 'What to order so that the minimum and some days of sales are covered.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({
      days: whole(1, 366).optional(),
      safetyDays: whole(0, 366).optional(),
      top: whole(1, limits.LIST_LIMIT_MAX).optional(),
    }),
    output: z.strictObject({
      windowDays: whole(1),
      safetyDays: whole(0),
      suggestions: z.array(
        z.strictObject({
          productId: uuid(),
          name: text(200, 1),
          currentStock: decimal(),
          minimumQuantity: decimal(),
          avgDailySales: decimal(),
          suggestedOrderQty: decimal(),
        }),
      ),
    }),
    mayLag: true,
    refusals: ['input_invalid'],
  }),
};
