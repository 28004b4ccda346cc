/** The noes about customers: who is gone, what does not open. */
import type { RefusalRule } from './refusal-rule.ts';

export const peopleRefusals = {
  customer_gone: {
    status: 410,
    register: 'park',
    title: 'The customer was archived or erased: nothing of it changes any more.',
  },
  customer_unreadable: {
    status: 409,
    register: 'park',
    title: 'What is kept of the customer does not open: it was moved or changed from outside.',
  },
  edit_outdated: {
    status: 409,
    register: 'park',
    title: 'The customer was changed after this edit was made.',
  },
  profile_identified: {
    status: 409,
    register: 'park',
    title: 'Somebody said before, and otherwise, who this is.',
  },
  keys_unavailable: {
    status: 503,
    register: 'retry',
    title: 'The key that opens this is not there: whoever runs the server has to put it back.',
  },
} as const satisfies Record<string, RefusalRule>;
