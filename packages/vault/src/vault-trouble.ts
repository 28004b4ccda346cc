/** What can go wrong between us and Vault, told apart by what to do about it. */
import { z } from 'zod';
import type { VaultAnswer } from './vault-request.ts';

/** It is away, sealed, on standby, overrun or slow: the same question may do later. */
export class VaultAway extends Error {
  override readonly name = 'VaultAway';
}

/** It said no, and will say so again. */
export class VaultRefusal extends Error {
  override readonly name = 'VaultRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** As Node and OpenSSL call a certificate that nobody we trust vouches for, or for another name. */
const disbelief = /CERT|^UNABLE_TO_(?:GET|VERIFY)/;

/** Whoever answers may be somebody else. */
export function isDisbelieved(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && disbelief.test(String(error.code));
}

const said = z.object({ errors: z.array(z.string()) });

/** 412: this replica has not seen the last write. 472, 473: a standby that does not pass on. */
const passing = new Set([307, 408, 412, 429, 472, 473]);

/** Vault's own words; none of them holds a secret, and what we sent is not repeated. */
export function troubleOf(path: string, { status, body }: VaultAnswer): Error {
  const words = said.safeParse(body).data?.errors.join('; ') ?? '';
  const message = `Vault answered ${status} to ${path}${words === '' ? '' : `: ${words}`}`;
  const isPassing = status >= 500 || passing.has(status);
  return isPassing ? new VaultAway(message) : new VaultRefusal(status, message);
}
