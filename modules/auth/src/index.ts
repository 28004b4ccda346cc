/** Auth: who somebody is, in which shop, with which role. Issues the tokens all others read. */
import { auth } from '@evertill/contract';
import { answer, answerAnyone } from '@evertill/kernel';
import type { Answer, Module, ModuleMigrations, Sealer, Surroundings } from '@evertill/kernel';
import { addTenant } from './add-tenant.ts';
import { changeClient } from './change-client.ts';
import { changeRole } from './change-role.ts';
import { changeTenantLimits } from './change-tenant-limits.ts';
import { changeTenantSettings } from './change-tenant-settings.ts';
import { choresOf } from './chores.ts';
import { createApiKey } from './create-api-key.ts';
import { createClient } from './create-client.ts';
import { createOperator } from './create-operator.ts';
import { createTenant } from './create-tenant.ts';
import { deactivateClient } from './deactivate-client.ts';
import { disableMfa } from './disable-mfa.ts';
import { enrolMfa } from './enrol-mfa.ts';
import { findTenantLimits } from './find-tenant-limits.ts';
import { findTenant, findTenantSettings } from './find-tenant.ts';
import { findApiKey, listApiKeys } from './list-api-keys.ts';
import { findClient, listClients } from './list-clients.ts';
import { findMe, listRoles } from './list-roles.ts';
import { listTenants, listTenantsOfPlatform } from './list-tenants.ts';
import { logInOperator } from './log-in-operator.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { loginTurns } from './login-turns.ts';
import type { LoginTurns } from './login-turns.ts';
import { checkPin } from './pins/check-pin.ts';
import { findRolesAt } from './pins/find-roles-at.ts';
import { removePin } from './pins/remove-pin.ts';
import { setPin } from './pins/set-pin.ts';
import { publishKeys } from './publish-keys.ts';
import { pullSettings } from './pull-settings.ts';
import { pullStaff } from './pull-staff.ts';
import { refresh } from './refresh.ts';
import { resetMfa } from './reset-mfa.ts';
import { resumeTenant } from './resume-tenant.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { setPassword } from './set-password.ts';
import type { SigningKeys } from './signing-keys.ts';
import { standing } from './standing.ts';
import { suspendTenant } from './suspend-tenant.ts';
import { verifyMfa } from './verify-mfa.ts';

export { invariants } from './invariants.ts';
export {
  localSigningKeys,
  rotateLocalSigningKeys,
  rotateSigningKeys,
  shelfSigningKeys,
} from './signing-keys.ts';
export type { SigningKey, SigningKeys } from './signing-keys.ts';

export const migrations: ModuleMigrations = {
  module: 'auth',
  folder: new URL('../migrations/', import.meta.url),
  isPulled: true,
};

export interface AuthOptions {
  readonly keys: SigningKeys;
  readonly sealer: Sealer;
}

type Needs = Surroundings & AuthOptions & { readonly turns: LoginTurns };

export function authModule(surroundings: Surroundings, options: AuthOptions): Module {
  const needs = { ...surroundings, ...options, turns: loginTurns() };
  return {
    name: 'auth',
    answers: [...loginAnswers(needs), ...shopAnswers(needs), ...platformAnswers(needs)],
    reactions: [],
    chores: choresOf(needs),
  };
}

function loginAnswers(needs: Needs): readonly Answer[] {
  return [
    answerAnyone(auth.logIn, logIn(needs)),
    answerAnyone(auth.refresh, refresh(needs)),
    answerAnyone(auth.logOut, logOut(needs)),
    answerAnyone(auth.jwks, publishKeys(needs)),
    answer(auth.standing, standing(needs)),
    answerAnyone(auth.findApiKey, findApiKey(needs)),
    answer(auth.enrolMfa, enrolMfa(needs)),
    answer(auth.verifyMfa, verifyMfa(needs)),
    answer(auth.disableMfa, disableMfa(needs)),
  ];
}

function shopAnswers(needs: Needs): readonly Answer[] {
  const change = changeClient(needs);
  return [
    answer(auth.listClients, listClients(needs)),
    answer(auth.createClient, createClient(needs)),
    answer(auth.findMe, findMe(needs)),
    answer(auth.findClient, findClient(needs)),
    answer(auth.replaceClient, (context, input) => change(context, input)),
    answer(auth.changeClient, change),
    answer(auth.deactivateClient, deactivateClient(needs)),
    answer(auth.setPassword, setPassword(needs)),
    answer(auth.setPin, setPin(needs)),
    answer(auth.removePin, removePin(needs)),
    answer(auth.checkPin, checkPin(needs)),
    answer(auth.findRolesAt, findRolesAt(needs)),
    answer(auth.pullSettings, pullSettings(needs)),
    answer(auth.pullStaff, pullStaff(needs)),
    answer(auth.resetMfa, resetMfa(needs)),
    answer(auth.listRoles, listRoles(needs)),
    answer(auth.changeRole, changeRole(needs)),
    answer(auth.findTenantSettings, findTenantSettings(needs)),
    answer(auth.changeTenantSettings, changeTenantSettings(needs)),
    answer(auth.findTenant, findTenant(needs)),
    answer(auth.findTenantLimits, findTenantLimits(needs)),
    answer(auth.changeTenantLimits, changeTenantLimits(needs)),
    answer(auth.listApiKeys, listApiKeys(needs)),
    answer(auth.createApiKey, createApiKey(needs)),
    answer(auth.revokeApiKey, revokeApiKey(needs)),
  ];
}

function platformAnswers(needs: Needs): readonly Answer[] {
  return [
    answerAnyone(auth.logInOperator, logInOperator(needs)),
    answerAnyone(auth.createOperator, createOperator(needs)),
    answerAnyone(auth.listTenantsOfPlatform, listTenantsOfPlatform(needs)),
    answerAnyone(auth.addTenant, addTenant(needs)),
    answerAnyone(auth.suspendTenant, suspendTenant(needs)),
    answerAnyone(auth.resumeTenant, resumeTenant(needs)),
    answerAnyone(auth.createTenant, createTenant(needs)),
    answerAnyone(auth.listTenants, listTenants(needs)),
  ];
}
