/**
 * What names a customer, sealed field by field under the customer's own key, and opened again. Each
 * field is bound to its shop, its customer and its name: moved anywhere else it does not open.
 */
import { KEY_BYTES, SealBroken, openBytes, sealBytes } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import type { Keys } from './shop-keys.ts';

export interface Details {
  /** Empty where nobody said it. */
  readonly name: string;
  readonly email: string | null;
  /** As it was written. */
  readonly phone: string | null;
  readonly address: string;
  readonly description: string;
}

export const noDetails: Details = {
  name: '',
  email: null,
  phone: null,
  address: '',
  description: '',
};

export interface SealedDetails {
  readonly sealed_name: Buffer | null;
  readonly sealed_email: Buffer | null;
  readonly sealed_phone: Buffer | null;
  readonly sealed_address: Buffer | null;
  readonly sealed_description: Buffer | null;
}

/** Whose it is. */
export interface Subject {
  readonly tenantId: string;
  readonly customerId: string;
}

const placeOf = ({ tenantId, customerId }: Subject, field: string): string =>
  `customer ${tenantId} ${customerId.toLowerCase()} ${field}`;

/** A key of a customer's own, and as it is kept. */
export function makeSubjectKey(
  world: Pick<World, 'randomness'>,
  { data }: Keys,
  subject: Subject,
): { readonly key: Buffer; readonly sealed: Buffer } {
  const key = world.randomness.bytes(KEY_BYTES);
  return { key, sealed: sealBytes(data, key, placeOf(subject, 'key'), world) };
}

/** Throws `SealBroken` where it is another's, or there is none. */
export function openSubjectKey({ data }: Keys, subject: Subject, sealed: Buffer | null): Buffer {
  if (sealed === null) throw new SealBroken('the customer has no key');
  return openBytes(data, sealed, placeOf(subject, 'key'));
}

export function sealDetails(
  world: Pick<World, 'randomness'>,
  key: Buffer,
  subject: Subject,
  details: Details,
): SealedDetails {
  const seal = (field: keyof Details): Buffer | null => {
    const value = details[field];
    const place = placeOf(subject, field);
    return value === null ? null : sealBytes(key, Buffer.from(value), place, world);
  };
  return {
    sealed_name: seal('name'),
    sealed_email: seal('email'),
    sealed_phone: seal('phone'),
    sealed_address: seal('address'),
    sealed_description: seal('description'),
  };
}

/** Throws `SealBroken` where anything of it was moved or changed. */
export function openDetails(key: Buffer, subject: Subject, sealed: SealedDetails): Details {
  const open = (field: keyof Details): string | null => {
    const bytes = sealed[`sealed_${field}`];
    return bytes === null ? null : openBytes(key, bytes, placeOf(subject, field)).toString('utf8');
  };
  return {
    name: open('name') ?? '',
    email: open('email'),
    phone: open('phone'),
    address: open('address') ?? '',
    description: open('description') ?? '',
  };
}
