/** Fields that log-in, staff and operators have in common. */
import { z } from 'zod';

export const phoneNumber = z.string().regex(/^\+?[0-9][0-9 ()-]{3,22}$/);

export const email = z
  .string()
  .max(254)
  // Characters by number, as in wire-types.ts: every language reads that.
  // eslint-disable-next-line no-control-regex
  .regex(/^[^\s@\u0000-\u001f\u007f-\u009f]+@[^\s@\u0000-\u001f\u007f-\u009f]+$/u);

/** Never shown, and no part of a request's fingerprint. */
export const password = z.string().min(1).max(256).meta({ writeOnly: true });

/** One that is chosen from now on. */
export const newPassword = z.string().min(8).max(256).meta({ writeOnly: true });

/** Six digits of an authenticator, or one of the recovery codes. */
export const otp = z
  .string()
  .regex(/^(?:[0-9]{6}|[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})$/)
  .meta({ writeOnly: true });

export const accessToken = z.string().max(4096);

/** Absent for a browser, which has it in a cookie that no script can read. */
export const refreshToken = z.string().min(1).max(512);
