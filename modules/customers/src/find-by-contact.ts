/** Who of the living has this phone number, else this e-mail. */
import type { Transaction } from '@evertill/kernel';
import { emailMark, phoneMark } from './blind-index.ts';
import { readByMark } from './customer-store.ts';
import type { Writing } from './write-customer.ts';

export interface Contact {
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
}

export async function findByContact(
  tx: Transaction,
  { keys, currency }: Pick<Writing, 'keys' | 'currency'>,
  { phone, email }: Contact,
): Promise<string | undefined> {
  const byPhone =
    phone == null ? undefined : await readByMark(tx, phoneMark(keys, phone, currency));
  if (byPhone !== undefined || email == null) return byPhone;
  return readByMark(tx, emailMark(keys, email));
}
