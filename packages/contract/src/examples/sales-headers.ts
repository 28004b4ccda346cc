/** One example of each operation of sales headers, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

export const saleExample = {
  sales_header_id: ids.sale,
  order_number: 'SO-1A2B3C4D',
  receipt_number: 'T1-000164',
  register_id: ids.register,
  epoch: 1,
  seq: 1,
  customer: null,
  anonymous_customer_id: null,
  session: ids.session,
  location: ids.location,
  cashier: ids.cashier,
  currency: 'KES',
  subtotal: '1750.00',
  discount: '0.00',
  tax: '241.38',
  rounding: '0.00',
  total_price: '1750.00',
  change: '0.00',
  refunded_total: '0.00',
  remaining_balance: '0.00',
  status: 'COMPLETED',
  price_book_version: 1,
  rules_version: 1,
  source: 'REGISTER',
  note: 'Gift wrapped',
  flags: [],
  body_hash: '507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5',
  occurred_at: '2026-01-31T12:00:00Z',
  received_at: '2026-01-31T12:00:00Z',
  expires_at: '2026-01-31T12:15:00Z',
};

export const saleLineExample = {
  sales_detail_id: `${ids.sale}:1`,
  sales_header: ids.sale,
  line_number: 1,
  product: ids.product,
  unit: ids.unit,
  sku: 'KIT-00001',
  name: 'Mug',
  quantity: '1',
  refunded_quantity: '0',
  price_per_unit: '1750.00',
  discount: '0.00',
  tax_code: 'STD',
  tax: '241.38',
  total: '1750.00',
};

const payment = {
  sales_payment_id: ids.payment,
  sales_header: ids.sale,
  sales_refund: null,
  session: ids.session,
  method: 'CASH',
  amount: '1750.00',
  foreign: null,
  reference: 'TX-123',
  created_at: '2026-01-31T12:00:00Z',
  change: '0.00',
  remaining_balance: '0.00',
  status: 'COMPLETED',
};

export const salesHeadersExamples: Examples = {
  'orders.createHeader': {
    request: {
      note: 'Gift wrapped',
      discount: '0.00',
      location: ids.location,
      session: ids.session,
    },
    response: saleExample,
  },
  'orders.changeHeader': {
    request: { sales_header_id: ids.sale, note: 'Gift wrapped' },
    response: saleExample,
  },
  'orders.replaceHeader': {
    request: { sales_header_id: ids.sale, note: 'Gift wrapped', discount: '0.00' },
    response: saleExample,
  },
  'orders.deleteHeader': {
    request: { sales_header_id: ids.sale, reason: 'The customer changed her mind' },
  },
  'orders.confirmHeader': { request: { sales_header_id: ids.sale }, response: saleExample },
  'orders.cancelHeader': {
    request: { sales_header_id: ids.sale, reason: 'The customer changed her mind' },
    response: saleExample,
  },
  'orders.voidHeader': {
    request: { sales_header_id: ids.sale, reason: 'The customer changed her mind' },
    response: saleExample,
  },
  'orders.createLine': {
    request: {
      sales_header: ids.sale,
      product: ids.product,
      unit: ids.unit,
      quantity: '1',
      discount: '0.00',
      reason: 'The customer changed her mind',
    },
    response: saleLineExample,
  },
  'orders.findLine': { request: { sales_detail_id: `${ids.sale}:1` }, response: saleLineExample },
  'orders.changeLine': {
    request: { sales_detail_id: ids.saleLine, unit: ids.unit, quantity: '1' },
    response: saleLineExample,
  },
  'orders.replaceLine': {
    request: {
      sales_detail_id: ids.saleLine,
      unit: ids.unit,
      quantity: '1',
      discount: '0.00',
      reason: 'The customer changed her mind',
      sales_header: ids.sale,
      product: ids.product,
    },
    response: saleLineExample,
  },
  'orders.deleteLine': {
    request: { sales_detail_id: ids.saleLine, reason: 'The customer changed her mind' },
  },
  'orders.reserveLine': {
    request: { sales_detail_id: ids.saleLine, expiry_days: 2 },
    response: {
      detail: 'Reserved.',
      reservation_id: ids.reservation,
      expiry_at: '2026-01-31T12:15:00Z',
    },
  },
  'orders.takePayment': {
    request: {
      sales_header: ids.sale,
      session: ids.session,
      method: 'CASH',
      amount: '1750.00',
      reference: 'TX-123',
    },
    response: payment,
  },
  'orders.splitPayment': {
    request: {
      sales_header: ids.sale,
      session: ids.session,
      payments: [
        { method: 'CASH', amount: 500.0 },
        { method: 'CARD', amount: 1250.0, reference: 'TX-123' },
      ],
    },
    response: [
      { ...payment, amount: '500.00', remaining_balance: '1250.00', status: 'CONFIRMED' },
      { ...payment, method: 'CARD', amount: '1250.00' },
    ],
  },
  'orders.findPayment': {
    request: { sales_payment_id: ids.payment },
    response: {
      sales_payment_id: ids.payment,
      sales_header: ids.sale,
      sales_refund: null,
      session: ids.session,
      method: 'CASH',
      amount: '1750.00',
      foreign: null,
      reference: 'TX-123',
      created_at: '2026-01-31T12:00:00Z',
    },
  },
  'orders.listUnmatchedPayments': {
    request: { limit: 50, ordering: '-received_at' },
    response: [
      {
        payment_attempt_id: ids.attempt,
        sales_header: ids.sale,
        amount: '1750.00',
        currency: 'KES',
        method: 'MOBILE',
        provider: 'SIMULATOR',
        reference: 'TX-123',
        why: 'order_unknown',
        received_at: '2026-01-31T12:00:00Z',
      },
    ],
  },
  'orders.salesToday': { response: { total_sales: '1750.00' } },
  'orders.checkout': {
    request: {
      items: [{ product_id: ids.product, qty: '1', price: '1750.00' }],
      payment_method: 'CASH',
      phone: '0712 345 678',
    },
    response: {
      sales_header_id: ids.sale,
      order_number: 'SO-1A2B3C4D',
      receipt_number: 'T1-000164',
      receipt_id: ids.sale,
      customer_id: ids.customer,
      anonymous_customer_id: null,
      total_price: '1750.00',
      status: 'COMPLETED',
      expires_at: '2026-01-31T12:15:00Z',
    },
  },
};
