/** Operations of the module auth about the second factor: a one-time code every half minute. */
import { z } from 'zod';
import { otp } from './account-fields.ts';
import { operation } from './operation.ts';
import { text, uuid } from './wire-types.ts';

export const mfaOperations = {
  enrolMfa: operation({
    name: 'auth.enrolMfa',
    http: { method: 'POST', path: '/api/mfa/enrol/' },
    summary: 'A new secret for an authenticator app. Nothing is asked of it before it is verified.',
    access: { kind: 'user', capability: 'own_account', isForEnrolment: true },
    input: z.strictObject({}),
    output: z.strictObject({ secret: text(64, 16), otpauthUrl: text(600, 1) }),
    refusals: ['mfa_enrolled', 'not_found'],
  }),
  verifyMfa: operation({
    name: 'auth.verifyMfa',
    http: { method: 'POST', path: '/api/mfa/verify/' },
    summary:
      'A code of the new secret: from now on it is asked for. Answers the recovery codes, once.',
    access: { kind: 'user', capability: 'own_account', isForEnrolment: true },
    input: z.strictObject({ code: z.string().regex(/^[0-9]{6}$/) }),
    output: z.strictObject({ recoveryCodes: z.array(text(19, 19)) }),
    refusals: [
      'input_invalid',
      'mfa_enrolled',
      'mfa_not_enrolled',
      'mfa_code_invalid',
      'account_locked',
    ],
  }),
  disableMfa: operation({
    name: 'auth.disableMfa',
    http: { method: 'POST', path: '/api/mfa/disable/', success: 204 },
    summary: 'End the second factor, with one more code of it or a recovery code.',
    access: { kind: 'user', capability: 'own_account' },
    input: z.strictObject({ otp }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'mfa_not_enrolled', 'mfa_code_invalid', 'account_locked'],
  }),
  resetMfa: operation({
    name: 'auth.resetMfa',
    http: { method: 'POST', path: '/api/clients/{user_client_id}/reset-mfa/', success: 204 },
    summary: "End somebody's second factor, whose device is lost. An owner does it.",
    access: { kind: 'user', capability: 'staff_manage' },
    input: z.strictObject({ userClientId: uuid() }),
    output: z.strictObject({}),
    changesRights: true,
    refusals: ['input_invalid', 'not_found', 'rank_too_low'],
  }),
};
