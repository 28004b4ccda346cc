/** One example of each operation of rate sheets, as the native wire has it. */
import type { Examples } from '../operation.ts';

const sheet = {
  version: 3,
  currency: 'KES',
  rates: [
    { currency: 'EUR', rate: '140.5', smallest: '5.00' },
    { currency: 'USD', rate: '129.25', smallest: '1.00' },
  ],
  created_at: '2026-01-31T12:00:00Z',
};

export const rateSheetsExamples: Examples = {
  'orders.currentRateSheet': { response: sheet },
  'orders.findRateSheet': { request: { version: 3 }, response: sheet },
  'orders.publishRateSheet': {
    request: {
      rates: [
        { currency: 'EUR', rate: '140.5', smallest: '5.00' },
        { currency: 'USD', rate: '129.25' },
      ],
    },
    response: sheet,
  },
};
