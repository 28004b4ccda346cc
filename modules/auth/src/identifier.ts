/** What somebody logs in by, in one spelling, and the hash that the login index keeps of it. */
import { refuse, sha256Hex } from '@evertill/kernel';

/** `+254 (700) 000-001`, `254700000001`: one number. */
export function phoneNumberOf(given: string): string {
  return `+${given.replace(/[^0-9]/g, '')}`;
}

export function emailOf(given: string): string {
  return given.toLowerCase();
}

/** A normalised phone number and a normalised e-mail never look alike, so one index serves both. */
export function identifierHash(normalised: string): string {
  return sha256Hex(normalised);
}

/** The one name of a log-in, normalised: it takes a phone number or an e-mail, and not both. */
export function identifierOf({
  phoneNumber,
  email,
}: {
  readonly phoneNumber?: string | undefined;
  readonly email?: string | undefined;
}): string {
  if (phoneNumber !== undefined && email === undefined) return phoneNumberOf(phoneNumber);
  if (email !== undefined && phoneNumber === undefined) return emailOf(email);
  return refuse('input_invalid', {
    detail: 'Either phone_number or email is needed, and not both.',
    fields: [
      { field: 'phone_number', message: 'or email, one of the two' },
      { field: 'email', message: 'or phone_number, one of the two' },
    ],
  });
}
