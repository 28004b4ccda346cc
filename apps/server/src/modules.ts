/** Every module there is, listed by hand: what runs can be read here. */
import * as audit from '@evertill/audit';
import * as auth from '@evertill/auth';
import * as catalog from '@evertill/catalog';
import * as contract from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import * as customers from '@evertill/customers';
import * as inventory from '@evertill/inventory';
import { shelfSealer } from '@evertill/kernel';
import type { Module, ModuleMigrations, ModuleName, Surroundings } from '@evertill/kernel';
import * as orders from '@evertill/orders';
import * as payments from '@evertill/payments';
import * as purchasing from '@evertill/purchasing';
import type { Config } from './config.ts';
import type { KeyKeeping } from './key-keeping.ts';

/** A query that must answer no row, with `$1` the tenant. */
export interface Invariant {
  readonly id: string;
  readonly name: string;
  readonly sql: string;
}

export type ModuleSettings = Pick<Config, 'isPaymentSimulated'> & {
  readonly keeping: KeyKeeping;
};

interface ModuleEntry {
  readonly operations: readonly Operation[];
  readonly migrations: ModuleMigrations;
  readonly invariants: readonly Invariant[];
  readonly make: (surroundings: Surroundings, settings: ModuleSettings) => Module;
}

export const modules: Readonly<Record<ModuleName, ModuleEntry>> = {
  auth: {
    operations: Object.values(contract.auth),
    migrations: auth.migrations,
    invariants: auth.invariants,
    make: (surroundings, { keeping }) =>
      auth.authModule(surroundings, {
        keys: auth.shelfSigningKeys(keeping.signing, surroundings),
        sealer: shelfSealer(keeping.accounts, surroundings),
      }),
  },
  catalog: {
    operations: Object.values(contract.catalog),
    migrations: catalog.migrations,
    invariants: catalog.invariants,
    make: catalog.catalogModule,
  },
  inventory: {
    operations: Object.values(contract.inventory),
    migrations: inventory.migrations,
    invariants: inventory.invariants,
    make: inventory.inventoryModule,
  },
  orders: {
    operations: Object.values(contract.orders),
    migrations: orders.migrations,
    invariants: orders.invariants,
    make: orders.ordersModule,
  },
  payments: {
    operations: Object.values(contract.payments),
    migrations: payments.migrations,
    invariants: payments.invariants,
    make: (surroundings, { isPaymentSimulated: isSimulated }) =>
      payments.paymentsModule(surroundings, { isSimulated }),
  },
  purchasing: {
    operations: Object.values(contract.purchasing),
    migrations: purchasing.migrations,
    invariants: purchasing.invariants,
    make: purchasing.purchasingModule,
  },
  customers: {
    operations: Object.values(contract.customers),
    migrations: customers.migrations,
    invariants: customers.invariants,
    make: (surroundings, { keeping: { customers: sealerOf, staleMsMax } }) =>
      customers.customersModule(surroundings, { sealerOf, staleMsMax }),
  },
  audit: {
    operations: Object.values(contract.audit),
    migrations: audit.migrations,
    invariants: audit.invariants,
    make: audit.auditModule,
  },
};

export const allOperations: readonly Operation[] = Object.values(modules).flatMap(
  ({ operations }) => operations,
);
