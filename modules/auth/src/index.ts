/** Auth: who somebody is, in which shop, with which role. Issues the tokens all others read. */
import { auth } from '@evertill/contract';
import { answer, answerAnyone } from '@evertill/kernel';
import type { Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { createTenant } from './create-tenant.ts';
import { findTenant } from './find-tenant.ts';
import { listTenants } from './list-tenants.ts';
import { logIn } from './log-in.ts';
import { loginThrottle } from './login-throttle.ts';
import { publishKeys } from './publish-keys.ts';
import { refresh } from './refresh.ts';
import type { SigningKeys } from './signing-keys.ts';

export { invariants } from './invariants.ts';
export { localSigningKeys } from './signing-keys.ts';
export type { SigningKey, SigningKeys } from './signing-keys.ts';

export const migrations: ModuleMigrations = {
  module: 'auth',
  folder: new URL('../migrations/', import.meta.url),
};

export interface AuthOptions {
  readonly keys: SigningKeys;
}

export function authModule(surroundings: Surroundings, { keys }: AuthOptions): Module {
  const needs = { ...surroundings, keys, throttle: loginThrottle(surroundings.clock) };
  return {
    name: 'auth',
    answers: [
      answerAnyone(auth.logIn, logIn(needs)),
      answerAnyone(auth.refresh, refresh(needs)),
      answerAnyone(auth.jwks, publishKeys(needs)),
      answerAnyone(auth.createTenant, createTenant(needs)),
      answer(auth.findTenant, findTenant(needs)),
      answerAnyone(auth.listTenants, listTenants(needs)),
    ],
    reactions: [],
  };
}
