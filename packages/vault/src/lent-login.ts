/** One log-in at the database, as Vault's database engine lends it: asked for, kept, given back. */
import type { DatabaseLogin } from '@evertill/kernel';
import { z } from 'zod';
import type { VaultClient } from './vault-client.ts';

export interface LentLogin {
  readonly id: string;
  readonly login: DatabaseLogin;
  /** How long it lives each time it is renewed. */
  readonly seconds: number;
  readonly isRenewable: boolean;
}

export interface LoginPlace {
  /** Where the engine is mounted. */
  readonly mount: string;
  readonly role: string;
}

const lease = { lease_id: z.string(), lease_duration: z.number(), renewable: z.boolean() };
const lent = z.object({ ...lease, data: z.object({ username: z.string(), password: z.string() }) });
const extended = z.object({ lease_duration: z.number() });

/** A role of PostgreSQL's, made for us this moment. */
export async function borrow(client: VaultClient, { mount, role }: LoginPlace): Promise<LentLogin> {
  const answer = lent.parse(await client.ask('GET', `${mount}/creds/${role}`));
  const { username: user, password } = answer.data;
  return {
    id: answer.lease_id,
    login: { user, password },
    seconds: answer.lease_duration,
    isRenewable: answer.renewable,
  };
}

/** How many seconds it lives from now: fewer than before where its whole life comes to an end. */
export async function renew(client: VaultClient, { id, seconds }: LentLogin): Promise<number> {
  const body = { lease_id: id, increment: seconds };
  return extended.parse(await client.ask('POST', 'sys/leases/renew', body)).lease_duration;
}

/** It lets nobody in from now on. Whoever is in may be thrown out. */
export async function giveBack(client: VaultClient, { id }: LentLogin): Promise<void> {
  await client.ask('POST', 'sys/leases/revoke', { lease_id: id });
}
