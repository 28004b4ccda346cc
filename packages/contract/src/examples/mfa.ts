/** One example of each operation of mfa, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

export const mfaExamples: Examples = {
  'auth.enrolMfa': {
    response: {
      secret: 'JBSWY3DPEHPK3PXP',
      otpauth_url: 'otpauth://totp/Evertill:Amina?secret=JBSWY3DPEHPK3PXP&issuer=Evertill',
    },
  },
  'auth.verifyMfa': {
    request: { code: '123456' },
    response: { recovery_codes: ['ABCD-2345-EFGH-6723'] },
  },
  'auth.disableMfa': { request: { otp: '123456' } },
  'auth.resetMfa': { request: { user_client_id: ids.cashier } },
};
