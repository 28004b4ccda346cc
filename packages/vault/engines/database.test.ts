/** A server whose log-ins at PostgreSQL a real Vault lends, and what it does when Vault cannot. */
import { lendLogins, makeVaultServer, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, LentLogins, TestShop, VaultServer } from '@evertill/testing';
import { moduleNames, realWorld } from '@evertill/kernel';
import { readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

const TTL_S = 8;
let shop: TestShop;
let vault: VaultServer;
let lent: LentLogins;
let environment: Record<string, string>;
let server: Running;
let counter: Counter;
beforeAll(async () => {
  [shop, vault] = [await startTestShop(), await makeVaultServer()];
  lent = await lendLogins(vault, shop.running.databaseUrl);
  await lent.live(3_600, 7_200);
  const { login } = await vault.settings();
  environment = {
    EVERTILL_HOME: shop.home,
    // Nobody's name: this server has no log-in of its own.
    DATABASE_URL: lent.url,
    EVERTILL_CONNECTIONS: '4',
    PORT: '0',
    LOG_LEVEL: 'info',
    EVERTILL_LOG: 'file',
    EVERTILL_LIMIT_ADDRESS: 'off',
    EVERTILL_LIMIT_CALLER: 'off',
    VAULT_ADDR: vault.address,
    VAULT_ROLE_ID_FILE: login.roleIdFile,
    VAULT_SECRET_ID_FILE: login.secretIdFile,
    EVERTILL_VAULT_DATABASE: 'database',
  };
});
afterEach(() => server.stop());
afterAll(async () => {
  await lent.remove();
  await shop.close();
  await vault.remove();
});

async function start(change: Record<string, string> = {}): Promise<void> {
  server = await serve(readConfig({ ...environment, ...change }), realWorld(), () => undefined);
}

/** A till of its own for each test, of the first shop or the second, at the server under test. */
async function openTill(): Promise<void> {
  const call: TestShop['call'] = async (method, route, { token, body, headers } = {}) => {
    const response = await fetch(new URL(route, server.url), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  counter = await openCounter({ ...shop, running: server, call });
}

const sell = async (): Promise<string> => (await counter.settle('sale', counter.saleOf())).outcome;

const ready = async (): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${server.url}/health/ready`);
  return { status: response.status, body: await response.json() };
};

/** Whom Vault made and who has a session. */
async function users(): Promise<readonly string[]> {
  const rows = await shop.sql(
    `SELECT DISTINCT usename AS name FROM pg_stat_activity
     WHERE datname = current_database() AND usename LIKE 'v-%' ORDER BY 1`,
  );
  return rows.map(({ name }) => name as string);
}

const metric = async (name: string): Promise<number> => {
  const text = await server.assembly.metrics.registry.metrics();
  const [, value = '0'] = new RegExp(`^${name}\\{module="orders"\\} (\\S+)$`, 'm').exec(text) ?? [];
  return Number(value);
};

const patience = { timeout: 30_000, interval: 50 };

test('it sells as somebody whom Vault made, who is gone when it has stopped', async () => {
  await start();
  await openTill();
  expect(await sell()).toBe('APPLIED');
  expect((await ready()).status).toBe(200);
  const names = await users();
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(name).toMatch(/^v-approle-evertill-/);
  // The modules' own passwords were not needed: nobody is there with them.
  const made = await shop.sql(`SELECT count(*)::int AS n FROM pg_roles WHERE rolname = ANY ($1)`, [
    names,
  ]);
  expect(made).toEqual([{ n: names.length }]);
  await server.stop();
  expect(await users()).toEqual([]);
  const left = await shop.sql(`SELECT count(*)::int AS n FROM pg_roles WHERE rolname = ANY ($1)`, [
    names,
  ]);
  expect(left).toEqual([{ n: 0 }]);
  await start();
});

test('row security binds them: of another shop nothing, of no shop nothing, of no other module', async () => {
  await start();
  await openTill();
  expect(await sell()).toBe('APPLIED');
  const database = server.assembly.databases.get('orders');
  const [ours, theirs] = shop.tenants;
  const sales = (tenantId: string) =>
    database?.read({ tenantId }, (tx) =>
      tx.query<{ tenant_id: string; who: string; as: string }>(
        'SELECT DISTINCT tenant_id, session_user AS who, current_user AS as FROM orders.sales',
      ),
    );
  const [row, ...others] = (await sales(ours.tenantId)) ?? [];
  expect(others).toEqual([]);
  expect(row).toMatchObject({ tenant_id: ours.tenantId });
  expect(row?.who).toMatch(/^v-approle-/);
  expect(row?.as).toMatch(/_orders$/);
  expect(await sales(theirs.tenantId)).toEqual([]);
  expect(await database?.call('SELECT tenant_id FROM orders.sales', [])).toEqual([]);
  const foreign = database?.call('SELECT FROM auth.users', []);
  await expect(foreign).rejects.toMatchObject({ code: '42501' });
});

test('tokens live seconds, log-ins end with them, and nobody who asks without end notices', async () => {
  // A token ends after ten seconds at the latest, and with it whatever was lent to it.
  await lent.live(60, 120);
  const { login } = await vault.settings(5);
  await start({ VAULT_ROLE_ID_FILE: login.roleIdFile, VAULT_SECRET_ID_FILE: login.secretIdFile });
  await openTill();
  const seen = new Set<string>();
  const [outcomes, statuses] = [new Map<string, number>(), new Map<number, number>()];
  const token = shop.tenants[0].tokens.owner;
  const began = Date.now();
  const isOver = (): boolean => Date.now() - began > 14_000;
  const selling = async (): Promise<void> => {
    while (!isOver()) {
      const outcome = await sell();
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  const reading = async (route: string): Promise<void> => {
    while (!isOver()) {
      const { status } = await fetch(`${server.url}${route}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const watching = async (): Promise<void> => {
    while (!isOver()) {
      const database = server.assembly.databases.get('orders');
      const [row] = (await database?.call('SELECT session_user AS name', [])) ?? [];
      seen.add(String(row?.['name']));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  await Promise.all([
    ...[selling(), watching()],
    ...['/api/products/', '/api/customers/'].map(reading),
  ]);
  expect([...outcomes.keys()]).toEqual(['APPLIED']);
  expect([...statuses.keys()]).toEqual([200]);
  expect(outcomes.get('APPLIED')).toBeGreaterThan(50);
  expect(seen.size).toBeGreaterThanOrEqual(2);
  expect(await metric('evertill_database_login_failures_total')).toBe(0);
  expect(await metric('evertill_database_login_ends_timestamp_seconds')).toBeGreaterThan(
    Date.now() / 1000,
  );
}, 60_000);

test('revoked, they are replaced: who was in the middle may come again, and nobody is at fault', async () => {
  await lent.live(3_600, 7_200);
  await start();
  await openTill();
  expect(await sell()).toBe('APPLIED');
  const before = await users();
  const token = shop.tenants[0].tokens.owner;
  const statuses: number[] = [];
  let isOver = false;
  const asking = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const { status } = await fetch(`${server.url}/api/products/`, {
        headers: { authorization: `Bearer ${token}` },
      });
      statuses.push(status);
    }
  });
  await Promise.all(['auth', 'catalog', 'orders'].map((module) => lent.revoke(module)));
  await expect.poll(sell, patience).toBe('APPLIED');
  const asked = statuses.length;
  await expect.poll(() => statuses.length - asked, patience).toBeGreaterThan(50);
  isOver = true;
  await Promise.all(asking);
  expect(new Set(statuses.slice(asked + 10))).toEqual(new Set([200]));
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  const after = await users();
  expect(after.filter((name) => name.includes('orders') && before.includes(name))).toEqual([]);
  expect(await metric('evertill_database_login_failures_total')).toBeGreaterThan(0);
});

test('without Vault it sells on to the end of what it holds; then 503, until Vault is back', async () => {
  await lent.live(TTL_S, 3_600);
  await start();
  await openTill();
  const held = await users();
  await vault.kill();
  const endsS = await metric('evertill_database_login_ends_timestamp_seconds');
  // It is not renewed, and serves on: of eight seconds more than five are left.
  while (Date.now() / 1000 < endsS - 0.5) expect(await sell()).toBe('APPLIED');
  expect(await metric('evertill_database_login_failures_total')).toBeGreaterThan(0);
  // PostgreSQL knows its end too, a few seconds later; who is in may stay.
  const hasEnded = async (): Promise<unknown> => {
    const [row] = await shop.sql(
      `SELECT bool_and(rolvaliduntil < now()) AS ended FROM pg_roles WHERE rolname = ANY ($1)`,
      [held],
    );
    return row?.['ended'];
  };
  await expect.poll(hasEnded, patience).toBe(true);
  await shop.sql(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ANY ($1)',
    [held],
  );
  const { status, body } = await ready();
  expect(status).toBe(503);
  expect((body as { unready: string[] }).unready).toContain('orders: database');
  const refused = await counter.push([counter.next('sale', counter.saleOf())]);
  expect(refused.status).toBe(503);
  await vault.start();
  await expect.poll(async () => (await ready()).status, patience).toBe(200);
}, 90_000);

test('one that starts without Vault waits for it, and says that it is not ready', async () => {
  await lent.live(3_600, 7_200);
  await vault.kill();
  await start();
  const { status, body } = await ready();
  expect(status).toBe(503);
  const unready = moduleNames.map((name) => `${name}: database`);
  expect((body as { unready: string[] }).unready.toSorted()).toEqual(unready.toSorted());
  await vault.start();
  await expect.poll(async () => (await ready()).status, patience).toBe(200);
  await openTill();
  expect(await sell()).toBe('APPLIED');
}, 90_000);

test('the doctor says whether Vault lends what is asked, and what is wrong with it', async () => {
  await start();
  const doctor = async (): Promise<
    readonly { what: string; standing: string; detail: string }[]
  > => {
    const program = path.join(import.meta.dirname, '../../../apps/server/src/main.ts');
    const env = { ...process.env, ...environment, DATABASE_URL: shop.running.databaseUrl };
    const said = await promisify(execFile)(process.execPath, [program, 'doctor', '--json'], {
      env,
    }).catch((error: unknown) => error as { stdout: string });
    return (JSON.parse(said.stdout) as { findings: [] }).findings;
  };
  const about = async () =>
    (await doctor()).filter(({ what }) => what === 'Vault lends log-ins at the database');
  expect(await about()).toMatchObject([{ standing: 'well', detail: '8 modules' }]);
  const { data } = await vault.ask('GET', 'database/roles/evertill-orders');
  const statements = (data.creation_statements as string[]).map((text) =>
    text.replace(/^ALTER ROLE "{{name}}" SET (role|lock_timeout).*$/gm, ''),
  );
  await vault.ask('POST', 'database/roles/evertill-orders', {
    ...data,
    creation_statements: statements,
  });
  expect(await about()).toMatchObject([
    {
      standing: 'ill',
      detail: expect.stringContaining('SET lock_timeout=10s is missing') as unknown,
    },
  ]);
  await lent.live(3_600, 7_200);
}, 60_000);

test('nothing that was logged holds a password or a token', async () => {
  await start();
  const said = await readFile(path.join(shop.home, 'evertill.log'), 'utf8');
  expect(said.includes('Vault lends no log-in at the database')).toBe(true);
  expect(said.includes('PostgreSQL refused the log-in that Vault lent')).toBe(true);
  // Not as words of an assertion: what is wrong would be printed whole.
  expect(/"password":|"secret|hv[sb]\.[A-Za-z0-9]/i.test(said)).toBe(false);
});
