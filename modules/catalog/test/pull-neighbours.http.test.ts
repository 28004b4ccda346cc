/** What registers copy of the catalogue's neighbours: the shop, its people, what is on hand. */
import { auth, inventory } from '@evertill/contract';
import { Refusal, realWorld } from '@evertill/kernel';
import type { Ask } from '@evertill/kernel';
import { enrolRegister, openCounter, startTestShop } from '@evertill/testing';
import type { Counter, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pull } from '../src/sync/pull.ts';
import { askerOf, newUuid } from './asking.ts';
import type { Ask as AskHttp } from './asking.ts';
import { RegisterCopy, hireWith, moduleDatabase } from './register-copy.ts';

let shop: TestShop;
let british: TestTenant;
let ask: AskHttp;
let counter: Counter;
let deviceKey: string;
beforeAll(async () => {
  shop = await startTestShop();
  [british] = shop.tenants;
  ask = askerOf(shop, british);
  counter = await openCounter(shop);
  ({ deviceKey } = counter.register);
}, 60_000);
afterAll(() => shop.close());

const hire = (name: string) => hireWith(ask, name);
const atDevice = () => new RegisterCopy(shop, british, deviceKey);

describe('the shop itself', () => {
  test('is told whole when its name or a role’s limits change, and else not', async () => {
    const copy = atDevice();
    await copy.until(() => copy.settings !== null);
    expect(copy.settings).toMatchObject({
      tenant_id: british.tenantId,
      currency: 'GBP',
      time_zone: 'Europe/London',
    });
    expect((await copy.pull()).settings).toBe(null);
    await ask('PATCH', '/api/tenant/', { name: 'Renamed' });
    await copy.until(() => copy.settings?.['storename'] === 'Renamed');
    await ask('PATCH', '/api/roles/EMPLOYEE/', { discount_percent_max: '3' });
    const limitOf = () =>
      (copy.settings?.['roles'] as { role: string; discount_percent_max: string }[]).find(
        ({ role }) => role === 'EMPLOYEE',
      )?.discount_percent_max;
    await copy.until(() => limitOf() === '3');
  });
});

describe('its people', () => {
  test('are told to an enrolled device of the shop, from the beginning once it is one', async () => {
    const stranger = new RegisterCopy(shop, british);
    const { sections_missing } = await stranger.pull();
    expect(sections_missing).toEqual(['STAFF', 'CUSTOMERS']);
    await stranger.pullAll();
    expect(stranger.staff.size).toBe(0);
    const copy = atDevice();
    copy.cursor = stranger.cursor;
    await copy.until(() => copy.staff.size >= 3);
    expect([...copy.staff.values()].map(({ role }) => role)).toContain('OWNER');
    expect((await copy.pull()).sections_missing).toEqual([]);
  });

  test('a key that is no device’s, or another shop’s, is refused as a whole', async () => {
    const theirs = await enrolRegister(shop, shop.tenants[1]);
    for (const key of ['no key', '', theirs.deviceKey]) {
      const answer = await new RegisterCopy(shop, british, key).ask();
      expect([answer.status, answer.body.code]).toEqual([403, 'register_key_invalid']);
    }
  });

  test('come, change and go; logging in is no change', async () => {
    const copy = atDevice();
    const id = await hire('Amina');
    await copy.until(() => copy.staff.get(id)?.client_name === 'Amina');
    await ask('PATCH', `/api/clients/${id}/`, { client_name: 'Amina O.' });
    await copy.until(() => copy.staff.get(id)?.client_name === 'Amina O.');
    const body = { phone_number: british.phones.cashier, password: british.password };
    expect((await shop.call('POST', '/api/token/', { body })).status).toBe(200);
    await ask('DELETE', `/api/clients/${id}/`);
    const told: string[] = [];
    await copy.until(() => {
      told.push(...copy.staff.keys());
      return !copy.staff.has(id);
    });
    const { cursor } = copy;
    await shop.call('POST', '/api/token/', { body });
    const after = await copy.pull();
    expect([after.staff, after.removed_staff, copy.cursor === cursor]).toEqual([[], [], true]);
  });

  test('a PIN is known by what a browser can compute, and nothing else of it is told', async () => {
    const copy = atDevice();
    const id = await hire('Baraka');
    expect((await ask('POST', `/api/clients/${id}/set-pin/`, { pin: '7294' })).status).toBe(204);
    await copy.until(() => copy.staff.get(id)?.pin != null);
    const pin = copy.staff.get(id)?.pin;
    if (pin == null) throw new Error('no PIN was told');
    expect(pin.iterations).toBeGreaterThanOrEqual(600_000);
    const { subtle } = globalThis.crypto;
    const key = await subtle.importKey('raw', Buffer.from('7294'), 'PBKDF2', false, ['deriveBits']);
    const salt = Buffer.from(pin.salt, 'base64url');
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: pin.iterations };
    const bits = Buffer.from(await subtle.deriveBits(how, key, 256));
    expect(bits.toString('base64url')).toBe(pin.verifier);
    await ask('DELETE', `/api/clients/${id}/pin/`);
    await copy.until(() => copy.staff.get(id)?.pin === null);
  });
});

describe('what is on hand', () => {
  test('is told when a sale, a count or a promise changes it, and of no other shop', async () => {
    const copy = atDevice();
    const { product } = counter;
    await ask('POST', '/api/stock-movements/initial/', { product, quantity: '9' });
    await copy.until(() => copy.levelOf(product)?.on_hand === '9');
    await counter.settle('sale', counter.saleOf());
    await shop.running.assembly.drain();
    await copy.until(() => copy.levelOf(product)?.on_hand !== '9');
    await shop.running.assembly.ask(
      inventory.reserve,
      shop.running.assembly.ownContext(british.tenantId),
      {
        reservationId: newUuid(),
        items: [{ product, quantity: '2' }],
        expiresAt: '2999-01-01T00:00:00Z',
      },
    );
    await copy.until(() => copy.levelOf(product)?.reserved === '2');
    const [, kenyan] = shop.tenants;
    const theirs = new RegisterCopy(shop, kenyan);
    await theirs.pullAll();
    expect(theirs.levels.size).toBe(0);
  });
});

describe('a neighbour that does not answer', () => {
  test('leaves its section out, and what changed meanwhile comes later', async () => {
    const copy = atDevice();
    await copy.pullAll();
    const product = newUuid();
    await shop.sql(
      `INSERT INTO inventory.stock_levels (tenant_id, location_id, product_id, on_hand_milli)
       VALUES ($1, $2, $2, 0)`,
      [british.tenantId, product],
    );
    const { assembly } = shop.running;
    const heard: number[] = [];
    const deaf: Ask = (operation, context, input) => {
      heard.push(context.deadlineMs - Date.now());
      if (operation.name === inventory.pullLevels.name) throw new Refusal('unavailable');
      return assembly.ask(operation, context, input);
    };
    const database = await moduleDatabase(shop, 'catalog', 1);
    const context = {
      ...assembly.ownContext(british.tenantId),
      ...{ tenantId: british.tenantId, registerKey: deviceKey, fingerprint: () => '' },
    };
    const { clock } = realWorld();
    const partly = await pull({ database, clock, ask: async (...all) => deaf(...all) })(context, {
      cursor: copy.cursor,
    });
    expect(partly).toMatchObject({ sectionsMissing: ['STOCK_LEVELS'], stockLevels: [] });
    // A register that sells does not wait for whoever is slow.
    expect(Math.max(...heard)).toBeLessThanOrEqual(3_000);
    copy.cursor = partly.cursor;
    await copy.until(() => copy.levelOf(product) !== undefined);
    const wrong: Ask = () => Promise.reject(new Refusal('not_found'));
    const asked = pull({ database, clock, ask: wrong })(context, {});
    await expect(asked).rejects.toThrow(Refusal);
    await database.close();
  });

  test('that lives on from a backup refuses the words it wrote before', async () => {
    const copy = atDevice();
    await copy.pullAll();
    for (const schema of ['auth', 'inventory'] as const) {
      await shop.sql(`INSERT INTO ${schema}.timelines (tenant_id, timeline) VALUES ($1, $2)`, [
        british.tenantId,
        newUuid(),
      ]);
      expect((await copy.ask()).body).toMatchObject({
        code: 'input_invalid',
        errors: [{ field: 'cursor' }],
      });
      await shop.sql(`DELETE FROM ${schema}.timelines`);
    }
    const cursorOf = (parts: unknown): string =>
      Buffer.from(JSON.stringify({ v: 1, parts })).toString('base64url');
    for (const parts of [null, 'x', { STAFF: 1 }, { STAFF: 'x' }, { STAFF: 'x'.repeat(300) }]) {
      copy.cursor = cursorOf(parts);
      expect((await copy.ask()).body.code).toBe('input_invalid');
    }
    copy.cursor = cursorOf({ STOCK_LEVELS: '9999999999999999999.0', FOREIGN: 'x' });
    expect((await copy.ask()).body.code).toBe('input_invalid');
    copy.cursor = cursorOf({ FOREIGN: 'x' });
    expect((await copy.ask()).status).toBe(200);
  });
});

test('the parts are for peers alone', async () => {
  for (const { name } of [auth.pullStaff, auth.pullSettings, inventory.pullLevels]) {
    const path = `/peer/${name}`;
    const { status } = await shop.call('POST', path, { token: british.tokens.owner, body: {} });
    expect([401, 404]).toContain(status);
  }
});
