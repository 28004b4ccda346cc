/** One example of each operation of purchases and payments for them, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const newPurchase = {
  supplier: ids.supplier,
  payment_option: ids.paymentOption,
  invoice_number: 'KTT-1041',
  purchase_date: '2026-01-31',
};

const purchase = {
  purchase_header_id: ids.purchase,
  supplier_name: 'Kericho Tea Traders',
  po_header: ids.purchaseOrder,
  order_number: 'PU-00000007',
  ...newPurchase,
  subtotal: '12000.00',
  total_cost: '11500.00',
  amount_paid: '5000.00',
  remaining_balance: '6500.00',
  receipt_state: 'PARTIAL',
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
  purchase_detail_id: ids.purchaseLine,
  purchase_header: ids.purchase,
  ...newLine,
  total: '11500.00',
  quantity_received: '4',
};

const newPayment = {
  purchase_header: ids.purchase,
  supplier: ids.supplier,
  payment_option: ids.paymentOption,
  amount_paid: '5000.00',
  total_amount: '11500.00',
  narration: 'First half',
};

const payment = {
  payment_id: ids.supplierPayment,
  ...newPayment,
  remaining_balance: '6500.00',
  currency: 'KES',
  paid_by: ids.owner,
  created_at: '2026-01-31T12:00:00Z',
};

const asked = { purchase_header_id: ids.purchase };
const askedLine = { purchase_detail_id: ids.purchaseLine };
const full = { ...purchase, details: [line] };

export const purchasesExamples: Examples = {
  'purchasing.listPurchases': {
    request: { limit: 50, ordering: '-created_at', search: 'KTT' },
    response: [purchase],
  },
  'purchasing.createPurchase': { request: newPurchase, response: purchase },
  'purchasing.findPurchase': { request: { purchase_header_id: ids.purchase }, response: purchase },
  'purchasing.changePurchase': {
    request: { purchase_header_id: ids.purchase, purchase_date: '2026-01-30' },
    response: purchase,
  },
  'purchasing.replacePurchase': {
    request: { purchase_header_id: ids.purchase, ...newPurchase },
    response: purchase,
  },
  'purchasing.deletePurchase': { request: { ...asked, reason: 'Entered twice' } },
  'purchasing.findPurchaseHeader': { request: asked, response: purchase },
  'purchasing.findPurchaseFull': { request: asked, response: full },
  'purchasing.replacePurchaseFull': {
    request: {
      ...asked,
      invoice_number: 'KTT-1041',
      details: [{ ...askedLine, quantity: '10' }, newLine, { ...askedLine, delete: true }],
    },
    response: full,
  },
  'purchasing.listPurchaseLines': {
    request: { limit: 50, purchase_header: ids.purchase },
    response: [line],
  },
  'purchasing.createPurchaseLine': {
    request: { purchase_header: ids.purchase, ...newLine },
    response: line,
  },
  'purchasing.findPurchaseLine': { request: askedLine, response: line },
  'purchasing.changePurchaseLine': { request: { ...askedLine, quantity: '10' }, response: line },
  'purchasing.replacePurchaseLine': { request: { ...askedLine, ...newLine }, response: line },
  'purchasing.deletePurchaseLine': { request: { ...askedLine, reason: 'Not on the invoice' } },
  'purchasing.listSupplierPayments': {
    request: { limit: 50, ordering: '-created_at', search: 'half' },
    response: [payment],
  },
  'purchasing.createSupplierPayment': { request: newPayment, response: payment },
  'purchasing.findSupplierPayment': {
    request: { payment_id: ids.supplierPayment },
    response: payment,
  },
  'purchasing.changeSupplierPayment': {
    request: { payment_id: ids.supplierPayment, narration: 'First part' },
    response: payment,
  },
  'purchasing.replaceSupplierPayment': {
    request: { payment_id: ids.supplierPayment, ...newPayment },
    response: payment,
  },
  'purchasing.deleteSupplierPayment': {
    request: { payment_id: ids.supplierPayment, reason: 'The cheque was not taken' },
  },
};
