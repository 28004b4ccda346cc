/**
 * A whole server with two shops in it, on a database of its own, as a test meets it: over HTTP
 * with real tokens, or by asking modules directly. Call `close` at the end: it runs every
 * invariant of every shop, and a test that left one broken fails.
 */
import { auth, orders } from '@evertill/contract';
import { derivedId, newId, realWorld } from '@evertill/kernel';
import { checkInvariants, readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { TEMPLATE, createDatabase, dropDatabase } from './test-database.ts';

export const testRoles = ['owner', 'manager', 'cashier'] as const;
export type TestRole = (typeof testRoles)[number];

export interface TestTenant {
  readonly tenantId: string;
  readonly currency: string;
  readonly tokens: Readonly<Record<TestRole, string>>;
  readonly phones: Readonly<Record<TestRole, string>>;
  readonly password: string;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers freely; what they find there is what they assert.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface TestCall {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestShop {
  /** Where this shop's keys live. */
  readonly home: string;
  readonly running: Running;
  readonly tenants: readonly [TestTenant, TestTenant];
  readonly call: (method: string, path: string, call?: TestCall) => Promise<TestAnswer>;
  /** As the owner of the database, past row-level security: for looking, not for testing it. */
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

export interface TestRegister {
  readonly registerId: string;
  readonly epoch: number;
  readonly fencing: number;
  readonly deviceKey: string;
}

const PASSWORD = 'correct horse battery staple';
let made = 0;

export async function startTestShop(): Promise<TestShop> {
  made += 1;
  const name = `test_${process.pid}_${made}`;
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-shop-'));
  const databaseUrl = await createDatabase(inject('postgresUrl'), { name, template: TEMPLATE });
  const config = readConfig(
    {
      EVERTILL_HOME: home,
      DATABASE_URL: databaseUrl,
      EVERTILL_CONNECTIONS: '4',
      PORT: '0',
      LOG_LEVEL: 'error',
      EVERTILL_LOG: 'stdout',
      EVERTILL_PAYMENT_SIMULATOR: 'on',
      // Whoever tests comes from one address, and asks for what is heavy again and again.
      EVERTILL_LIMIT_ADDRESS: 'off',
      EVERTILL_LIMIT_HEAVY: 'off',
    },
    {},
  );
  const running = await serve(config, realWorld(), () => undefined);
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  const call = caller(running.url);
  const tenants = [
    await makeTenant(running, call, 'GBP'),
    await makeTenant(running, call, 'KES'),
  ] as const;
  return {
    home,
    running,
    tenants,
    call,
    sql: async (text, values = []) => (await owner.query(text, [...values])).rows,
    close: async () => {
      await running.assembly.drain();
      const breaches = await checkInvariants(databaseUrl);
      await owner.end();
      await running.stop();
      await dropDatabase(databaseUrl);
      await rm(home, { recursive: true, force: true });
      if (breaches.length > 0) {
        throw new Error(`broken invariants: ${JSON.stringify(breaches, null, 2)}`);
      }
    },
  };
}

function caller(url: string): TestShop['call'] {
  return async (method, route, { token, body, headers } = {}) => {
    const response = await fetch(new URL(route, url), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as unknown) : text,
    };
  };
}

async function makeTenant(
  { assembly }: Running,
  call: TestShop['call'],
  currency: string,
): Promise<TestTenant> {
  const tenantId = newId(realWorld());
  const digits = Number.parseInt(tenantId.slice(-8), 16).toString().padStart(10, '0');
  const phones = { owner: `+1${digits}1`, manager: `+1${digits}2`, cashier: `+1${digits}3` };
  await assembly.ask(auth.createTenant, assembly.ownContext(tenantId), {
    tenantId,
    name: `Shop ${tenantId}`,
    currency,
    timeZone: 'Europe/London',
    mfaPolicy: 'OPTIONAL',
    users: testRoles.map((role) => ({
      userId: derivedId(tenantId, role),
      clientName: role,
      phoneNumber: phones[role],
      password: PASSWORD,
      role,
    })),
  });
  const tokenOf = async (role: TestRole): Promise<string> => {
    const body = { phone_number: phones[role], password: PASSWORD };
    const answer = await call('POST', '/api/token/', { body });
    if (answer.status !== 200) throw new Error(`log-in failed: ${JSON.stringify(answer.body)}`);
    return (answer.body as { access: string }).access;
  };
  const tokens = {
    owner: await tokenOf('owner'),
    manager: await tokenOf('manager'),
    cashier: await tokenOf('cashier'),
  };
  return { tenantId, currency, tokens, phones, password: PASSWORD };
}

/** A register of a shop, enrolled and with the lease. */
export async function enrolRegister(
  { running, call }: Pick<TestShop, 'running' | 'call'>,
  tenant: TestTenant,
  name = 'Till 1',
): Promise<TestRegister> {
  const { assembly } = running;
  const { enrolmentCode } = await assembly.ask(
    orders.createRegister,
    assembly.ownContext(tenant.tenantId),
    { name },
  );
  const enrolled = await call('POST', '/api/registers/enrol/', {
    body: { enrolment_code: enrolmentCode },
  });
  const {
    register_id: registerId,
    epoch,
    device_key: deviceKey,
  } = enrolled.body as {
    register_id: string;
    epoch: number;
    device_key: string;
  };
  const leased = await call('POST', `/api/registers/${registerId}/lease/`, {
    token: tenant.tokens.cashier,
    headers: { 'x-register-key': deviceKey },
  });
  const { fencing } = leased.body as { fencing: number };
  return { registerId, epoch, fencing, deviceKey };
}
