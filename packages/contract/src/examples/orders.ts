/** One example of each operation of orders, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids, refundBody, saleBody } from './story.ts';

const register = {
  register_id: ids.register,
  enrolment_code: 'K7QM-2XVD-P4TR',
  expires_at: '2026-01-31T12:15:00Z',
};

const applied = {
  seq: 1,
  id: ids.operation,
  outcome: 'APPLIED',
  body_hash: '507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5',
  flags: [],
};

const sale = {
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

const receipt = {
  receipt_id: ids.sale,
  sales_header: ids.sale,
  receipt_number: 'T1-000164',
  total_amount: '1750.00',
  amount_paid: '1750.00',
  payment_date: '2026-01-31T12:00:00Z',
  customer: ids.customer,
  link_token: 'P1QFVW67M6RR7R6T',
  text: 'MAMA NJERI STORES\nMug 1 x 1750.00',
};

export const ordersExamples: Examples = {
  'orders.listRegisters': {
    request: { limit: 50, ordering: '-name', search: 'till' },
    response: [
      {
        register_id: ids.register,
        name: 'Till 1',
        location: ids.location,
        epoch: 1,
        last_seq: 1,
        is_enrolled: true,
        created_at: '2026-01-31T12:00:00Z',
      },
    ],
  },
  'orders.createRegister': {
    request: { name: 'Till 1', location: ids.location },
    response: register,
  },
  'orders.renewEnrolmentCode': { request: { register_id: ids.register }, response: register },
  'orders.enrol': {
    request: { enrolment_code: 'K7QM-2XVD-P4TR' },
    response: {
      register_id: ids.register,
      tenant_id: ids.tenant,
      name: 'Till 1',
      epoch: 1,
      device_key: 'dk_9tq2mF4kV7wZ1xB6',
    },
  },
  'orders.lease': {
    request: { register_id: ids.register },
    response: {
      register_id: ids.register,
      epoch: 1,
      fencing: 1,
      last_seq: 1,
      expires_at: '2026-01-31T12:15:00Z',
    },
  },
  'orders.push': {
    request: {
      register_id: ids.register,
      epoch: 1,
      fencing: 1,
      operations: [
        {
          seq: 1,
          id: ids.operation,
          occurred_at: '2026-01-31T12:00:00Z',
          kind: 'sale',
          body: saleBody,
        },
      ],
    },
    response: {
      register_id: ids.register,
      epoch: 1,
      last_seq: 1,
      results: [
        {
          seq: 1,
          id: ids.operation,
          outcome: 'APPLIED',
          body_hash: '507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5',
          flags: [],
        },
      ],
    },
  },
  'orders.recordSale': {
    request: {
      register_id: ids.register,
      epoch: 1,
      fencing: 1,
      seq: 1,
      id: ids.operation,
      occurred_at: '2026-01-31T12:00:00Z',
      body: saleBody,
    },
    response: applied,
  },
  'orders.recordRefund': {
    request: {
      register_id: ids.register,
      epoch: 1,
      fencing: 1,
      seq: 1,
      id: ids.operation,
      occurred_at: '2026-01-31T12:00:00Z',
      body: refundBody,
    },
    response: applied,
  },
  'orders.listSales': {
    request: { limit: 50, ordering: '-occurred_at', search: 'T1-000164' },
    response: [sale],
  },
  'orders.findSale': { request: { sales_header_id: ids.sale }, response: sale },
  'orders.listSalePromotions': {
    request: { limit: 50, ordering: '-sales_header', promotion: ids.promotion },
    response: [
      {
        sales_header: ids.sale,
        line_number: 1,
        promotion: ids.promotion,
        name: 'Three mugs for 4500',
        coupon: 'MUGS3',
        amount: '750.00',
      },
    ],
  },
  'orders.listSaleLines': {
    request: { limit: 50, ordering: '-line_number', sales_header: ids.sale },
    response: [
      {
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
      },
    ],
  },
  'orders.listPayments': {
    request: { limit: 50, ordering: '-created_at' },
    response: [
      {
        sales_payment_id: ids.payment,
        sales_header: ids.sale,
        sales_refund: null,
        session: ids.session,
        method: 'CASH',
        amount: '1809.00',
        foreign: { currency: 'USD', amount: '14.00', rate: '129.25', rate_sheet_version: 3 },
        reference: null,
        created_at: '2026-01-31T12:00:00Z',
      },
    ],
  },
  'orders.listReceipts': { request: { limit: 50, ordering: '-payment_date' }, response: [receipt] },
  'orders.findReceipt': { request: { receipt_id: ids.sale }, response: receipt },
  'orders.linkReceipt': {
    request: { receipt_id: ids.sale, customer: ids.customer },
    response: receipt,
  },
  'orders.linkReceiptByToken': {
    request: { link_token: 'P1QF-VW67-M6RR-7R6T', customer: ids.customer },
    response: receipt,
  },
  'orders.listParked': {
    request: { limit: 50, ordering: '-seq' },
    response: [
      {
        id: ids.operation,
        register_id: ids.register,
        register_name: 'Till 1',
        epoch: 1,
        seq: 1,
        kind: 'sale',
        outcome: 'REJECTED_TERMINAL',
        code: 'input_invalid',
        detail: 'total is missing',
        body_hash: '507df245f5f5337a819ce236446e199cfcebe6ebdbf2bab35b0fc42470de51c5',
        body: '{"total":"1750.00"}',
        occurred_at: '2026-01-31T12:00:00Z',
        received_at: '2026-01-31T12:00:00Z',
      },
    ],
  },
};
