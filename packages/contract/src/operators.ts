/** Operations of the module auth about those who run the platform; they are nobody's staff. */
import { z } from 'zod';
import { accessToken, email, newPassword, password } from './account-fields.ts';
import { operation } from './operation.ts';
import { uuid } from './wire-types.ts';

export const operatorOperations = {
  logInOperator: operation({
    name: 'auth.logInOperator',
    http: { method: 'POST', path: '/api/operator/token/' },
    summary: 'Obtain an access token of the platform. No shop takes it, and it is not renewed.',
    access: { kind: 'public' },
    input: z.strictObject({ email, password, newPassword: newPassword.optional() }),
    output: z.strictObject({ access: accessToken }),
    refusals: [
      'input_invalid',
      'credentials_invalid',
      'password_change_required',
      'account_locked',
      'rate_limited',
    ],
  }),
  createOperator: operation({
    name: 'auth.createOperator',
    summary: 'Make an operator, or give one a new password; it is good for one log-in.',
    access: { kind: 'peer' },
    input: z.strictObject({ email }),
    output: z.strictObject({ operatorId: uuid(), email, password: z.string() }),
    refusals: ['input_invalid'],
  }),
};
