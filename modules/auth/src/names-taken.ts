/** A phone number or an e-mail that belongs to another account of the shop. */
import { brokenUnique, refuse } from '@evertill/kernel';

/** Refuses what broke a unique constraint of the accounts; throws anything else on. */
export function refuseTaken(error: unknown): never {
  const constraint = brokenUnique(error);
  if (constraint === undefined) throw error;
  const field = constraint === 'users_email_key' ? 'email' : 'phone_number';
  refuse('name_taken', { fields: [{ field, message: 'belongs to another user' }] });
}
