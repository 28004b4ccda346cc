/**
 * A server that has no log-in of its own, a real Vault that lends it one for each module, and a
 * real PgBouncer, by transaction, in between: as whom it asks, and that no change is noticed.
 */
import { lendLogins, makeVaultServer, startTestShop } from '@evertill/testing';
import type { LentLogins, TestShop, VaultServer } from '@evertill/testing';
import { realWorld } from '@evertill/kernel';
import { readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startPooler } from './pgbouncer.ts';
import type { Pooler } from './pgbouncer.ts';

let shop: TestShop;
let vault: VaultServer;
let lent: LentLogins;
let pooler: Pooler;
let server: Running;
beforeAll(async () => {
  pooler = await startPooler(inject('postgresUrl'));
  [shop, vault] = [await startTestShop(), await makeVaultServer()];
  lent = await lendLogins(vault, shop.running.databaseUrl);
  await lent.live(6, 12);
  const { login } = await vault.settings();
  const settings = await pooler.settingsFor(shop.running.databaseUrl);
  const config = readConfig({
    ...settings,
    EVERTILL_HOME: shop.home,
    DATABASE_URL: pooler.through(lent.url),
    DATABASE_DIRECT_URL: '',
    EVERTILL_CONNECTIONS: '4',
    PORT: '0',
    LOG_LEVEL: 'silent',
    EVERTILL_LOG: 'stdout',
    EVERTILL_LIMIT_ADDRESS: 'off',
    EVERTILL_LIMIT_CALLER: 'off',
    VAULT_ADDR: vault.address,
    VAULT_ROLE_ID_FILE: login.roleIdFile,
    VAULT_SECRET_ID_FILE: login.secretIdFile,
    EVERTILL_VAULT_DATABASE: 'database',
  });
  server = await serve(config, realWorld(), () => undefined);
});
afterAll(async () => {
  await server.stop();
  await lent.remove();
  await shop.close();
  await vault.remove();
  await pooler.stop();
});

test('through a pooler by transaction log-ins change, and who asks without end is answered', async () => {
  const before = await pooler.carried(shop.running.databaseUrl);
  const database = server.assembly.databases.get('orders');
  const token = shop.tenants[0].tokens.owner;
  const [users, roles, statuses] = [new Set(), new Set(), new Set<number>()];
  const until = Date.now() + 11_000;
  const watching = async (): Promise<void> => {
    while (Date.now() < until) {
      const [row] =
        (await database?.call('SELECT session_user AS name, current_user AS role', [])) ?? [];
      users.add(row?.['name']);
      roles.add(row?.['role']);
    }
  };
  const reading = async (): Promise<void> => {
    while (Date.now() < until) {
      const { status } = await fetch(`${server.url}/api/products/`, {
        headers: { authorization: `Bearer ${token}` },
      });
      statuses.add(status);
    }
  };
  await Promise.all([watching(), reading(), reading()]);
  expect([...statuses]).toEqual([200]);
  expect(users.size).toBeGreaterThanOrEqual(2);
  for (const name of users) expect(name).toMatch(/^v-approle-/);
  expect([...roles]).toEqual([expect.stringMatching(/_orders$/)]);
  expect(await pooler.carried(shop.running.databaseUrl)).toBeGreaterThan(before);
}, 60_000);

test('the pooler lets in whom Vault lent, and not Vault’s own keeper nor whoever is nobody’s', async () => {
  const { data } = await vault.ask('GET', 'database/creds/evertill-orders');
  const through = (user: string, password: string): Promise<string> => {
    const url = new URL(pooler.through(lent.url));
    [url.username, url.password] = [user, password];
    const client = new pg.Client({ connectionString: url.href });
    return client.connect().then(
      async () => {
        await client.end();
        return 'let in';
      },
      (error: unknown) => (error as { code: string }).code,
    );
  };
  expect(await through(data.username as string, data.password as string)).toBe('let in');
  expect(await through(data.username as string, 'wrong')).toMatch(/^(28P01|08P01)$/);
  const role = `nobodys_${process.pid}`;
  // It ends, as theirs do, and belongs to no module.
  await shop.sql(`CREATE ROLE ${role} LOGIN PASSWORD 'known' VALID UNTIL 'infinity'`);
  expect(await through(role, 'known')).toMatch(/^(28P01|08P01)$/);
  // It may make roles, and so it does not come through although it is a module's.
  await shop.sql(`GRANT shop_template_orders TO ${role}`);
  expect(await through(role, 'known')).toBe('let in');
  await shop.sql(`ALTER ROLE ${role} CREATEROLE`);
  expect(await through(role, 'known')).toMatch(/^(28P01|08P01)$/);
  await shop.sql(`DROP ROLE ${role}`);
});
