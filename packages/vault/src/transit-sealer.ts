/**
 * A key of Vault's transit engine as a sealer: it never leaves Vault. The place is the associated
 * data. To seal anew is to open and to seal, since Vault's own `rewrap` takes no associated data.
 */
import { KeyLost, SealBroken } from '@evertill/kernel';
import type { Sealer } from '@evertill/kernel';
import { z } from 'zod';
import { isSealedByVault, versionOf } from './sealed-text.ts';
import type { VaultClient } from './vault-client.ts';
import { VaultRefusal } from './vault-trouble.ts';

export interface TransitKey {
  readonly mount: string;
  readonly name: string;
}

const sealedAnswer = z.object({ data: z.object({ ciphertext: z.string() }) });
const openedAnswer = z.object({ data: z.object({ plaintext: z.string() }) });
const keyAnswer = z.object({ data: z.object({ latest_version: z.number() }) });

/** Made at the first sealing; whoever only opens makes no key. */
export function transitSealer(client: VaultClient, { mount, name }: TransitKey): Sealer {
  const seal: Sealer['seal'] = async (secret, place) => {
    // Made aloud: to encrypt under a name that is not there may be forbidden, and is no good way.
    await client.ask('POST', `${mount}/keys/${name}`, { type: 'aes256-gcm96' });
    const answer = await client.ask('POST', `${mount}/encrypt/${name}`, {
      plaintext: secret.toString('base64'),
      associated_data: base64(place),
    });
    return sealedAnswer.parse(answer).data.ciphertext;
  };
  const open: Sealer['open'] = async (text, place) => {
    if (!isSealedByVault(text)) throw new SealBroken('not sealed by Vault');
    const asked = { ciphertext: text, associated_data: base64(place) };
    const answer = await client
      .ask('POST', `${mount}/decrypt/${name}`, asked)
      .catch((error: unknown) => {
        throw readable(error, name);
      });
    return Buffer.from(openedAnswer.parse(answer).data.plaintext, 'base64');
  };
  return {
    seal,
    open,
    reseal: async (text, place) => {
      const secret = await open(text, place);
      const anew = await seal(secret, place);
      return versionOf(anew) === versionOf(text) ? text : anew;
    },
  };
}

/** Vault says 400 to what does not open, and also to a key that is not there. */
function readable(error: unknown, name: string): unknown {
  if (!(error instanceof VaultRefusal) || error.status !== 400) return error;
  if (error.message.includes('key not found')) {
    return new KeyLost(`there is no key ${name} in Vault`, { cause: error });
  }
  return new SealBroken('what was sealed does not open in Vault', { cause: error });
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** From now on a new version seals; answers which. Those before it still open. */
export async function rotateTransitKey(
  client: VaultClient,
  { mount, name }: TransitKey,
): Promise<number> {
  await client.ask('POST', `${mount}/keys/${name}/rotate`, {});
  return latestVersion(client, { mount, name });
}

export async function latestVersion(
  client: VaultClient,
  { mount, name }: TransitKey,
): Promise<number> {
  const answer = await client.ask('GET', `${mount}/keys/${name}`);
  return keyAnswer.parse(answer).data.latest_version;
}

/** For ever: whatever it sealed is unreadable, in every copy of the database. */
export async function shredTransitKey(
  client: VaultClient,
  { mount, name }: TransitKey,
): Promise<void> {
  await client.ask('POST', `${mount}/keys/${name}/config`, { deletion_allowed: true });
  await client.ask('DELETE', `${mount}/keys/${name}`);
}
