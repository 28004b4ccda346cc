/** Customers: who buys here, as far as they told us; and how they are forgotten. */
import { customers } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer, Module, ModuleMigrations, Sealer, Surroundings } from '@evertill/kernel';
import { archiveCustomer } from './archive-customer.ts';
import { changeCustomer } from './change-customer.ts';
import { changeProfile } from './change-profile.ts';
import { createCustomer } from './create-customer.ts';
import { createProfile } from './create-profile.ts';
import { deleteProfile } from './delete-profile.ts';
import { eraseCustomer } from './erase-customer.ts';
import { exportCustomer } from './export-customer.ts';
import { findCustomer } from './find-customer.ts';
import { findOrCreate } from './find-or-create.ts';
import { changeTillCopies } from './change-till-copies.ts';
import { findTillCopies } from './find-till-copies.ts';
import { pullCustomers } from './pull-customers.ts';
import { identifyProfile } from './identify-profile.ts';
import { knowsCustomer } from './knows-customer.ts';
import { listConsents } from './list-consents.ts';
import { listCustomers } from './list-customers.ts';
import { findProfile, listProfiles } from './list-profiles.ts';
import { markHash } from './mark-hash.ts';
import type { Needs } from './needs.ts';
import { replaceCustomer } from './replace-customer.ts';
import { rewrapKey } from './rewrap-key.ts';
import { settleOperation } from './settle-operation.ts';
import { makeShopKeys } from './shop-keys.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'customers',
  isPulled: true,
  folder: new URL('../migrations/', import.meta.url),
};

export interface CustomersOptions {
  /** Seals the key of a shop. */
  readonly sealerOf: (tenantId: string) => Sealer;
  /** How long the keys of a shop serve on while what seals them cannot be reached. */
  readonly staleMsMax?: number;
}

export function customersModule(surroundings: Surroundings, options: CustomersOptions): Module {
  const needs: Needs = { ...surroundings, shopKeys: makeShopKeys(surroundings, options) };
  return {
    name: 'customers',
    answers: [...customerAnswers(needs), ...profileAnswers(needs), ...peerAnswers(needs)],
    reactions: [],
  };
}

function customerAnswers(needs: Needs): readonly Answer[] {
  return [
    answer(customers.listCustomers, listCustomers(needs)),
    answer(customers.createCustomer, createCustomer(needs)),
    answer(customers.findCustomer, findCustomer(needs)),
    answer(customers.changeCustomer, changeCustomer(needs)),
    answer(customers.replaceCustomer, replaceCustomer(needs)),
    answer(customers.archiveCustomer, archiveCustomer(needs)),
    answer(customers.listConsents, listConsents(needs)),
    answer(customers.exportCustomer, exportCustomer(needs)),
    answer(customers.eraseCustomer, eraseCustomer(needs)),
    answer(customers.findTillCopies, findTillCopies(needs)),
    answer(customers.changeTillCopies, changeTillCopies(needs)),
  ];
}

function profileAnswers(needs: Needs): readonly Answer[] {
  return [
    answer(customers.listProfiles, listProfiles(needs)),
    answer(customers.createProfile, createProfile(needs)),
    answer(customers.findProfile, findProfile(needs)),
    answer(customers.changeProfile, changeProfile(needs)),
    answer(customers.replaceProfile, changeProfile(needs)),
    answer(customers.deleteProfile, deleteProfile(needs)),
    answer(customers.identifyProfile, identifyProfile(needs)),
  ];
}

/** What orders and the operator's commands ask. */
function peerAnswers(needs: Needs): readonly Answer[] {
  return [
    answer(customers.knowsCustomer, knowsCustomer(needs)),
    answer(customers.findOrCreate, findOrCreate(needs)),
    answer(customers.settleOperation, settleOperation(needs)),
    answer(customers.markHash, markHash(needs)),
    answer(customers.rewrapKey, rewrapKey(needs)),
    answer(customers.pullCustomers, pullCustomers(needs)),
  ];
}
