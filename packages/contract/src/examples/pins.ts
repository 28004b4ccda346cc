/** One example of each operation of PINs, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

export const pinsExamples: Examples = {
  'auth.setPin': {
    request: {
      user_client_id: ids.cashier,
      pin: '7294',
      current_password: 'correct horse battery staple',
    },
  },
  'auth.removePin': { request: { user_client_id: ids.cashier } },
};
