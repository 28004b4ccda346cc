/** One example of each operation of payments, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const attempt = {
  payment_attempt_id: ids.attempt,
  sales_header: ids.sale,
  provider: 'SIMULATOR',
  method: 'CARD',
  account: '+254712345678',
  currency: 'KES',
  amount: '1750.00',
  status: 'SUCCEEDED',
  failure_code: null,
  provider_reference: 'SIM-81',
  created_by: ids.cashier,
  created_at: '2026-01-31T12:00:00Z',
  updated_at: '2026-01-31T12:00:00Z',
};

export const paymentsExamples: Examples = {
  'payments.listProviders': {
    response: { providers: [{ provider: 'SIMULATOR', methods: ['CARD'], is_simulated: false }] },
  },
  'payments.startAttempt': {
    request: {
      sales_header: ids.sale,
      provider: 'SIMULATOR',
      method: 'CARD',
      account: '+254712345678',
    },
    response: attempt,
  },
  'payments.findAttempt': { request: { payment_attempt_id: ids.attempt }, response: attempt },
  'payments.checkAttempt': { request: { payment_attempt_id: ids.attempt }, response: attempt },
  'payments.listAttempts': { request: { limit: 50, ordering: '-created_at' }, response: [attempt] },
};
