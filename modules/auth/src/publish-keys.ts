/** The public keys, in the form the world reads them in. */
import type { auth } from '@evertill/contract';
import type { UseCase } from '@evertill/kernel';
import type { SigningKeys } from './signing-keys.ts';

export interface PublishKeysNeeds {
  readonly keys: SigningKeys;
}

export function publishKeys({ keys }: PublishKeysNeeds): UseCase<typeof auth.jwks> {
  return async () => {
    const published = await keys.jwks();
    return { keys: published.keys.map((key) => ({ ...key })) };
  };
}
