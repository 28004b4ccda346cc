/** A server whose keys Vault keeps: moved there while it sells, and what it does without Vault. */
import { makeVaultServer, openCounter, startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop, VaultServer } from '@evertill/testing';
import { realWorld } from '@evertill/kernel';
import { readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

let shop: TestShop;
let vault: VaultServer;
let environment: Record<string, string>;
beforeAll(async () => {
  [shop, vault] = [await startTestShop(), await makeVaultServer()];
  const { login } = await vault.settings();
  environment = {
    EVERTILL_HOME: shop.home,
    DATABASE_URL: shop.running.databaseUrl,
    EVERTILL_CONNECTIONS: '4',
    PORT: '0',
    LOG_LEVEL: 'fatal',
    EVERTILL_LOG: 'stdout',
    EVERTILL_LIMIT_ADDRESS: 'off',
    VAULT_ADDR: vault.address,
    VAULT_ROLE_ID_FILE: login.roleIdFile,
    VAULT_SECRET_ID_FILE: login.secretIdFile,
    EVERTILL_VAULT_DEADLINE_MS: '3000',
  };
});
afterAll(async () => {
  await shop.close();
  await vault.remove();
});

const start = (): Promise<Running> => serve(readConfig(environment), realWorld(), () => undefined);

/** Asks as the owner of the first shop. */
async function ask(server: Running, method: string, route: string, body?: object) {
  const response = await fetch(`${server.url}${route}`, {
    method,
    headers: {
      authorization: `Bearer ${shop.tenants[0].tokens.owner}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: TestAnswer = {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  };
  return answer;
}

async function command(...words: string[]): Promise<Record<string, unknown>> {
  const program = path.join(import.meta.dirname, '../../../apps/server/src/main.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, 'keys', ...words, '--json'],
    { env: { ...process.env, ...environment } },
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}

const sealedKeys = async (): Promise<string[]> =>
  (await shop.sql('SELECT sealed_key FROM customers.tenant_keys ORDER BY tenant_id')).map(
    (row) => row['sealed_key'] as string,
  );

test('keys move to Vault while the shop sells, turn round there, and move back', async () => {
  const made = await ask(shop.running, 'POST', '/api/customers/', { name: 'Amani Otieno' });
  const route = `/api/customers/${made.body.customer_id as string}/`;
  expect((await sealedKeys()).every((text) => text.startsWith('v1.'))).toBe(true);

  // A server with Vault opens what a file sealed, and whoever was logged in stays it.
  const server = await start();
  expect((await ask(server, 'GET', route)).body.name).toBe('Amani Otieno');
  expect(await command('move', '--to', 'vault')).toMatchObject({ shops: 1, moved: 1 });
  const [moved = ''] = await sealedKeys();
  expect(moved).toMatch(/^vault:v1:/);
  expect(await command('status')).toMatchObject({
    sealing_with: 'vault',
    signing_keys: { vault: 1 },
    shops: { file_newest: 0, file_older: 0, vault_newest: 1, vault_older: 0 },
  });
  // Again is nothing.
  expect(await command('move', '--to', 'vault')).toMatchObject({ shops: 1, moved: 0 });
  expect(await sealedKeys()).toEqual([moved]);
  expect(await command('rotate', '--customers')).toMatchObject({ rotated: 1, rewrapped: 1 });
  expect((await sealedKeys())[0]).toMatch(/^vault:v2:/);
  expect(await command('rewrap')).toEqual({ shops: 1, anew: 0 });

  // The files are needed no more: another server of another home has the same keys from Vault.
  for (const name of ['customer-keys', 'signing-keys']) {
    await rm(path.join(shop.home, `${name}.json`));
  }
  const other = await start();
  expect((await ask(other, 'GET', route)).body.name).toBe('Amani Otieno');
  await Promise.all([server.stop(), other.stop()]);

  expect(await command('move', '--to', 'file')).toMatchObject({ shops: 1, moved: 1 });
  expect((await sealedKeys()).every((text) => text.startsWith('v1.'))).toBe(true);
  expect((await ask(shop.running, 'GET', route)).body.name).toBe('Amani Otieno');
  expect(await command('move', '--to', 'vault')).toMatchObject({ moved: 1 });
}, 180_000);

test('without Vault the shop sells, customers come later, and nothing is written in clear', async () => {
  const server = await start();
  const made = await ask(server, 'POST', '/api/customers/', { name: 'Zawadi Njeri' });
  const route = `/api/customers/${made.body.customer_id as string}/`;
  // Known tokens are read by keys that this process has; no shop's key is known to a new one.
  const fresh = await start();
  const signed = await ask(fresh, 'GET', '/api/products/');
  expect(signed.status).toBe(200);
  await vault.kill();
  const counter = await openCounter({ ...shop, running: fresh, call: callOf(fresh) });
  expect((await counter.settle('sale', counter.saleOf())).outcome).toBe('APPLIED');
  const lost = { status: 503, body: { code: 'keys_unavailable' } };
  expect(await ask(fresh, 'GET', route)).toMatchObject(lost);
  const before = await shop.sql('SELECT count(*)::int AS n FROM customers.customers');
  expect(await ask(fresh, 'POST', '/api/customers/', { name: 'In Clear' })).toMatchObject(lost);
  expect(await shop.sql('SELECT count(*)::int AS n FROM customers.customers')).toEqual(before);
  // Whoever has the key in memory serves on.
  expect((await ask(server, 'GET', route)).body.name).toBe('Zawadi Njeri');
  // One that starts now reads no token: it says so, and is no fault.
  const cold = await start();
  const refused = await ask(cold, 'GET', '/api/products/');
  expect(refused).toMatchObject(lost);
  expect(refused.headers.get('retry-after')).toBe('5');
  await vault.start();
  await expect
    .poll(async () => (await ask(cold, 'GET', route)).status, { timeout: 30_000 })
    .toBe(200);
  await expect
    .poll(async () => (await ask(fresh, 'GET', route)).status, { timeout: 30_000 })
    .toBe(200);
  await Promise.all([server.stop(), fresh.stop(), cold.stop()]);
}, 120_000);

function callOf(server: Running): TestShop['call'] {
  return async (method, route, { token, body, headers } = {}) => {
    const response = await fetch(new URL(route, server.url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
}
