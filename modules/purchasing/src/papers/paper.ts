/**
 * Purchase orders and purchases are papers of one kind: a header, its lines, a total of all of
 * them. What they share is written once, for either; the tables have the same columns for it.
 */
import type { PurchaseOrderLineView } from '@evertill/contract';
import { decimalOf, decimalOfMilli } from '@evertill/domain';
import type { Row } from '@evertill/kernel';

export interface Paper {
  readonly headers: 'purchasing.purchases' | 'purchasing.purchase_orders';
  readonly lines: 'purchasing.purchase_lines' | 'purchasing.purchase_order_lines';
}

export const purchasePaper: Paper = {
  headers: 'purchasing.purchases',
  lines: 'purchasing.purchase_lines',
};

export const orderPaper: Paper = {
  headers: 'purchasing.purchase_orders',
  lines: 'purchasing.purchase_order_lines',
};

/** What every header has. A purchase knows besides what was paid on it. */
export interface HeaderRow extends Row {
  readonly header_id: string;
  readonly supplier_id: string;
  readonly supplier_name: string;
  readonly order_number: string;
  readonly currency: string;
  readonly subtotal_minor: number;
  readonly total_minor: number;
  readonly paid_minor?: number;
  readonly body_hash: string;
  readonly created_at: Date;
  readonly voided_at: Date | null;
}

/** What every line has. A line of a purchase knows besides what was received of it. */
export interface LineRow extends Row {
  readonly line_id: string;
  readonly header_id: string;
  readonly line_number: number;
  readonly product_id: string;
  readonly unit_id: string | null;
  readonly quantity_milli: number;
  readonly unit_price_minor: number;
  readonly discount_minor: number;
  readonly total_minor: number;
  readonly received_milli?: number;
  readonly costed_minor?: number;
  readonly body_hash: string;
  readonly removed_at: Date | null;
}

type LinePart = Omit<PurchaseOrderLineView, 'poDetailId' | 'poHeader'>;

/** The part of a line's view that both papers have. */
export function linePart(row: LineRow, currency: string): LinePart {
  return {
    product: row.product_id,
    unit: row.unit_id,
    quantity: decimalOfMilli(row.quantity_milli),
    discount: decimalOf(row.discount_minor, currency),
    pricePerUnit: decimalOf(row.unit_price_minor, currency),
    total: decimalOf(row.total_minor, currency),
  };
}
