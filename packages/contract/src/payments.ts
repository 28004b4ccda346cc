/** Operations of the module payments: attempts to collect money through a provider. */
import { z } from 'zod';
import { operation } from './operation.ts';
import { uuid } from './wire-types.ts';

export const payments = {
  findAttempt: operation({
    name: 'payments.findAttempt',
    http: { method: 'GET', path: '/api/payment-attempts/{payment_attempt_id}/' },
    summary: 'One attempt.',
    access: { kind: 'user', capability: 'sale_view' },
    input: z.strictObject({ paymentAttemptId: uuid() }),
    output: z.strictObject({ paymentAttemptId: uuid() }),
    refusals: ['input_invalid', 'not_found'],
  }),
};
