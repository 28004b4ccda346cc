/** One example of each operation of purchase orders, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const newOrder = { supplier: ids.supplier, expected_date: '2026-02-14', notes: 'By the back door' };

const order = {
  po_header_id: ids.purchaseOrder,
  supplier_name: 'Kericho Tea Traders',
  order_number: 'PO-00000007',
  ...newOrder,
  converted_purchase: null,
  subtotal: '12000.00',
  total_cost: '11500.00',
  currency: 'KES',
  created_at: '2026-01-31T12:00:00Z',
};

const newLine = {
  product: ids.product,
  unit: ids.unit,
  quantity: '10',
  discount: '500.00',
  price_per_unit: '1200.00',
};

const line = {
  po_detail_id: ids.purchaseOrderLine,
  po_header: ids.purchaseOrder,
  ...newLine,
  total: '11500.00',
};

const asked = { po_header_id: ids.purchaseOrder };
const askedLine = { po_detail_id: ids.purchaseOrderLine };
const full = { ...order, details: [line] };

export const purchaseOrdersExamples: Examples = {
  'purchasing.listPurchaseOrders': {
    request: { limit: 50, ordering: '-created_at', search: 'PO-' },
    response: [order],
  },
  'purchasing.createPurchaseOrder': { request: newOrder, response: order },
  'purchasing.findPurchaseOrder': { request: { po_header_id: ids.purchaseOrder }, response: order },
  'purchasing.changePurchaseOrder': {
    request: { po_header_id: ids.purchaseOrder, expected_date: '2026-02-21' },
    response: order,
  },
  'purchasing.replacePurchaseOrder': {
    request: { po_header_id: ids.purchaseOrder, ...newOrder },
    response: order,
  },
  'purchasing.deletePurchaseOrder': { request: { ...asked, reason: 'Ordered twice' } },
  'purchasing.listPurchaseOrderLines': {
    request: { limit: 50, po_header: ids.purchaseOrder },
    response: [line],
  },
  'purchasing.createPurchaseOrderLine': {
    request: { po_header: ids.purchaseOrder, ...newLine },
    response: line,
  },
  'purchasing.findPurchaseOrderLine': { request: askedLine, response: line },
  'purchasing.changePurchaseOrderLine': {
    request: { ...askedLine, quantity: '10' },
    response: line,
  },
  'purchasing.replacePurchaseOrderLine': { request: { ...askedLine, ...newLine }, response: line },
  'purchasing.deletePurchaseOrderLine': { request: { ...askedLine, reason: 'Not wanted' } },
  'purchasing.placePurchaseOrder': {
    request: {
      supplier_id: ids.supplier,
      expected_date: '2026-02-14',
      notes: 'By the back door',
      items: [
        { product_id: ids.product, unit_id: ids.unit, quantity: '10', price_per_unit: '1200.00' },
      ],
    },
    response: { po_header_id: ids.purchaseOrder, order_number: 'PO-00000007' },
  },
  'purchasing.convertPurchaseOrder': {
    request: { ...asked, payment_option_id: ids.paymentOption, invoice_number: 'KTT-1041' },
    response: {
      purchase_header_id: ids.purchase,
      order_number: 'PU-00000007',
      invoice_number: 'KTT-1041',
    },
  },
  'purchasing.findPurchaseOrderHeader': { request: asked, response: order },
  'purchasing.findPurchaseOrderFull': { request: asked, response: full },
  'purchasing.replacePurchaseOrderFull': {
    request: {
      ...asked,
      notes: 'By the back door',
      details: [{ ...askedLine, quantity: '10' }, newLine, { ...askedLine, delete: true }],
    },
    response: full,
  },
};
