/** One example of each operation on store credit, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const credit = {
  store_credit_id: ids.credit,
  code: 'HPY2-5375-6D4V-C',
  currency: 'KES',
  issued: '500.00',
  spent: '320.00',
  returned: '0.00',
  balance: '180.00',
  customer: ids.customer,
  sales_refund: ids.refund,
  issued_at: '2026-01-31T12:05:00Z',
  expires_at: '2027-01-31T12:05:00Z',
};

export const storeCreditsExamples: Examples = {
  'orders.listStoreCredits': {
    request: { is_open: true, ordering: '-issued_at' },
    response: [credit],
  },
  'orders.findStoreCredit': {
    request: { store_credit_id: ids.credit },
    response: {
      ...credit,
      entries: [
        {
          number: 2,
          kind: 'SPENT',
          amount: '320.00',
          balance: '180.00',
          sales_header: ids.sale,
          sales_refund: null,
          sales_payment: ids.payment,
          created_by: ids.cashier,
          occurred_at: '2026-02-02T09:30:00Z',
        },
        {
          number: 1,
          kind: 'ISSUED',
          amount: '500.00',
          balance: '500.00',
          sales_header: ids.sale,
          sales_refund: ids.refund,
          sales_payment: null,
          created_by: ids.owner,
          occurred_at: '2026-01-31T12:05:00Z',
        },
      ],
    },
  },
  'orders.findStoreCreditByCode': {
    request: { code: 'HPY2-5375-6D4V-C' },
    response: {
      store_credit_id: ids.credit,
      code: 'HPY2-5375-6D4V-C',
      currency: 'KES',
      balance: '180.00',
      expires_at: '2027-01-31T12:05:00Z',
      is_spendable: true,
    },
  },
};
