/**
 * PINs: how somebody who works here says at an enrolled device that it is them. A PIN is short, and
 * a device can check it offline; so it opens no door of the server.
 */
import { z } from 'zod';
import { password } from './account-fields.ts';
import { operation } from './operation.ts';
import { wireRole } from './staff.ts';
import { sentInstant, uuid } from './wire-types.ts';

/** Never shown, and no part of a request's fingerprint. */
const pin = z
  .string()
  .regex(/^[0-9]{4,8}$/)
  .meta({ writeOnly: true });

const id = { userClientId: uuid() };
const currentPassword = password.optional();
const refusals = [
  'input_invalid',
  'not_found',
  'rank_too_low',
  'password_wrong',
  'account_locked',
] as const;

export const pinOperations = {
  setPin: operation({
    name: 'auth.setPin',
    http: { method: 'POST', path: '/api/clients/{user_client_id}/set-pin/', success: 204 },
    summary: 'A PIN of 4 to 8 digits: for oneself with the password, by whoever leads for others.',
    access: { kind: 'user', capability: 'own_account' },
    input: z.strictObject({ ...id, pin, currentPassword }),
    output: z.strictObject({}),
    refusals,
  }),
  removePin: operation({
    name: 'auth.removePin',
    http: { method: 'DELETE', path: '/api/clients/{user_client_id}/pin/', success: 204 },
    summary: 'No PIN any more: enrolled devices forget it with their next pull.',
    access: { kind: 'user', capability: 'own_account' },
    input: z.strictObject(id),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'rank_too_low'],
  }),
  checkPin: operation({
    name: 'auth.checkPin',
    summary: 'Whose PIN it is, for one word of a leader at an enrolled device. It is no log-in.',
    access: { kind: 'peer' },
    input: z.strictObject({ ...id, pin }),
    output: z.strictObject({ ...id, role: wireRole }),
    refusals: ['pin_wrong', 'account_locked'],
  }),
  findRolesAt: operation({
    name: 'auth.findRolesAt',
    summary: 'What people were at a time. Left out: who was not there then, or not active.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ userClientIds: z.array(uuid()).max(20), at: sentInstant() }),
    output: z.strictObject({ people: z.array(z.strictObject({ ...id, role: wireRole })) }),
    refusals: [],
  }),
};
