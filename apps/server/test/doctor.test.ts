/** The doctor: what is well is said to be well, and each thing made ill is named. */
import { migrationNames, realWorld } from '@evertill/kernel';
import { openCounter, startTestShop } from '@evertill/testing';
import type { TestShop } from '@evertill/testing';
import { existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '../src/doctor/examine.ts';
import { modules } from '../src/modules.ts';

const HOUR_MS = 3_600_000;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

interface Change {
  readonly laterMs?: number;
  readonly migrations?: readonly string[];
}

/** What does not stand well. */
async function complaints({ laterMs = 0, migrations }: Change = {}): Promise<string[]> {
  const all = Object.values(modules).map((one) => one.migrations);
  const findings = await examine({
    home: shop.home,
    url: shop.running.databaseUrl,
    now: new Date(realWorld().clock.now().getTime() + laterMs),
    backupNote: path.join(shop.home, 'last-backup.json'),
    migrations: migrations ?? (await migrationNames(all)),
  });
  expect(findings.length).toBeGreaterThan(8);
  return findings
    .filter(({ standing }) => standing !== 'well')
    .map(({ what, standing, detail }) => `${standing}: ${what}: ${detail}`);
}

async function noteBackup(hoursAgo: number, file: string): Promise<void> {
  const takenMs = realWorld().clock.now().getTime() - hoursAgo * HOUR_MS;
  const note = { taken_at: new Date(takenMs).toISOString(), file };
  await writeFile(path.join(shop.home, 'last-backup.json'), JSON.stringify(note));
}

test('a shop without a backup is told so, and with one there is nothing to say', async () => {
  expect(await complaints()).toEqual([expect.stringMatching(/^look: .*none was taken yet/)]);
  await noteBackup(1, shop.home);
  expect(await complaints()).toEqual([]);
  await noteBackup(30, shop.home);
  expect(await complaints()).toEqual([expect.stringMatching(/^look: a backup .* 30 hours ago/)]);
  await noteBackup(1, path.join(shop.home, 'gone'));
  expect(await complaints()).toEqual([expect.stringMatching('no longer there')]);
  await noteBackup(1, shop.home);
});

test.for(['signing-keys.json', 'sealing-keys.json', 'peer-secret'])(
  'keys that others can read are ill: %s',
  async (name) => {
    const file = path.join(shop.home, name);
    if (!existsSync(file)) await writeFile(file, '{"keys": [{}]}');
    await chmod(file, 0o644);
    expect(await complaints()).toEqual([
      expect.stringMatching(new RegExp(`^ill: keys .*${name} has mode 644: chmod 600`)),
    ]);
    await chmod(file, 0o600);
  },
);

test('sealing keys that are broken are ill, and so are lost ones that something needs', async () => {
  const file = path.join(shop.home, 'sealing-keys.json');
  await writeFile(file, '{"keys": []}', { mode: 0o600 });
  expect(await complaints()).toEqual([expect.stringMatching(/^ill: keys .*holds no key/)]);
  await writeFile(file, '{"keys": [');
  expect(await complaints()).toEqual([expect.stringMatching(/^ill: keys .*cannot be read/)]);
  await rm(file);
  expect(await complaints()).toEqual([]);
  const [{ tenantId, phones }] = shop.tenants;
  await shop.sql(
    `INSERT INTO auth.totp_secrets
       (tenant_id, user_id, sealed_secret, created_at, verified_at, last_step)
     SELECT tenant_id, user_id, 'v1', created_at, created_at, 0 FROM auth.users
     WHERE tenant_id = $1 AND phone_number = $2`,
    [tenantId, phones.owner],
  );
  expect(await complaints()).toEqual([
    expect.stringMatching(/^ill: .*sealing-keys\.json is gone, and with it 1 second factors/),
  ]);
  await shop.sql('DELETE FROM auth.totp_secrets');
});

test('clocks that are apart are ill', async () => {
  expect(await complaints({ laterMs: 120_000 })).toEqual([
    expect.stringMatching(/^ill: the clocks .* s apart/),
  ]);
});

test('a database of another version is told apart: behind, or ahead', async () => {
  const names = await migrationNames(Object.values(modules).map((one) => one.migrations));
  const ahead = [...names, 'orders/999-later.sql'];
  expect(await complaints({ migrations: ahead })).toEqual([
    expect.stringMatching(/^look: .*missing: orders\/999-later\.sql/),
  ]);
  const behind = names.filter((name) => name !== 'orders/001-orders.sql');
  expect(await complaints({ migrations: behind })).toEqual([
    expect.stringMatching(/^ill: .*a newer version wrote orders\/001-orders\.sql/),
  ]);
});

test('walls that were taken down, letters put aside and parked work are named', async () => {
  await shop.sql('ALTER TABLE orders.sales NO FORCE ROW LEVEL SECURITY');
  expect(await complaints()).toEqual([expect.stringMatching(/^ill: shops are kept apart/)]);
  await shop.sql('ALTER TABLE orders.sales FORCE ROW LEVEL SECURITY');
  const [tenant] = shop.tenants;
  await shop.sql(
    `INSERT INTO audit.dead_letters VALUES ($1, $1, 'x', '{}', 'poison', '2026-01-01')`,
    [tenant.tenantId],
  );
  expect(await complaints()).toEqual([expect.stringMatching(/^ill: no event .*1 dead/)]);
  await shop.sql('DELETE FROM audit.dead_letters');
  const counter = await openCounter(shop);
  await counter.settle('dance', {});
  await shop.running.assembly.drain();
  expect(await complaints()).toEqual([expect.stringMatching(/^look: nothing .*1 operations wait/)]);
});
