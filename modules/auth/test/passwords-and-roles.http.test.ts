import { auth } from '@evertill/contract';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestRole, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: TestShop;
let ours: TestTenant;
let theirs: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [ours, theirs] = shop.tenants;
}, 60_000);
afterAll(() => shop.close());

let numbers = 0;

interface Pair {
  readonly access: string;
  readonly refresh: string;
}

function as(role: TestRole, method: string, path: string, body?: object): Promise<TestAnswer> {
  return shop.call(method, path, { token: ours.tokens[role], ...(body ? { body } : {}) });
}

/** Adds a cashier, and logs in as them. */
async function join(): Promise<{ id: string; phone: string; tokens: Pair }> {
  numbers += 1;
  const phone = `+447001${100_000 + numbers}`;
  const given = { client_name: 'Somebody', phone_number: phone, password: 'long enough' };
  const { body } = await as('owner', 'POST', '/api/clients/', given);
  const login = { phone_number: phone, password: given.password };
  const tokens = (await shop.call('POST', '/api/token/', { body: login })).body as Pair;
  return { id: body.user_client_id as string, phone, tokens };
}

const pathOf = (id: string): string => `/api/clients/${id}/`;

describe('a password', () => {
  it('of one’s own is changed with the old one, and ends every log-in', async () => {
    const { id, tokens } = await join();
    const set = (body: object) =>
      shop.call('POST', `${pathOf(id)}set-password/`, { token: tokens.access, body });
    expect((await set({ password: 'another one' })).body).toMatchObject({ code: 'input_invalid' });
    const wrong = await set({ password: 'another one', current_password: 'guess' });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'password_wrong']);
    const right = await set({ password: 'another one', current_password: 'long enough' });
    expect(right.status).toBe(204);
    const ask = await shop.call('GET', '/api/clients/me/', { token: tokens.access });
    expect(ask.body).toMatchObject({ code: 'token_invalid' });
    const refreshed = await shop.call('POST', '/api/token/refresh/', {
      body: { refresh: tokens.refresh },
    });
    expect(refreshed.body).toMatchObject({ code: 'refresh_invalid' });
  });

  it('is not guessed with a stolen token', async () => {
    const { id, tokens } = await join();
    const set = (current: string) =>
      shop.call('POST', `${pathOf(id)}set-password/`, {
        token: tokens.access,
        body: { password: 'another one', current_password: current },
      });
    for (let tried = 0; tried < 5; tried += 1) await set('guess');
    expect((await set('long enough')).body).toMatchObject({ status: 423, code: 'account_locked' });
  });

  it('of somebody else is set by an owner', async () => {
    const { id, phone } = await join();
    const path = `${pathOf(id)}set-password/`;
    expect((await as('cashier', 'POST', path, { password: 'x'.repeat(8) })).body).toMatchObject({
      code: 'rank_too_low',
    });
    expect((await as('owner', 'POST', path, { password: 'fresh and long' })).status).toBe(204);
    const login = { phone_number: phone, password: 'fresh and long' };
    expect((await shop.call('POST', '/api/token/', { body: login })).status).toBe(200);
  });
});

describe('roles', () => {
  it('are three, each with what it may do and how far', async () => {
    const { body } = await as('manager', 'GET', '/api/roles/');
    expect(body.map((row: { role: string }) => row.role)).toEqual(['OWNER', 'MANAGER', 'EMPLOYEE']);
    expect(body[2]).toMatchObject({
      discount_percent_max: '10',
      price_override: false,
      refund_without_sale: false,
      refund_amount_max: null,
      void_allowed: false,
    });
  });

  it('have limits that the owner changes, and neighbours hear of', async () => {
    const path = '/api/roles/EMPLOYEE/';
    const change = { discount_percent_max: '12.5', refund_amount_max: 20, void_allowed: true };
    expect((await as('manager', 'PATCH', path, change)).body.code).toBe('capability_missing');
    const { body } = await as('owner', 'PATCH', path, change);
    expect(body).toMatchObject({
      role: 'EMPLOYEE',
      discount_percent_max: '12.5',
      refund_amount_max: '20.00',
      void_allowed: true,
      price_override: false,
    });
    const { assembly } = shop.running;
    const seen = await assembly.ask(auth.findTenant, assembly.ownContext(ours.tenantId), {});
    expect(seen.roleLimits.cashier).toMatchObject({
      discountPpmMax: 125_000,
      refundMinorMax: 2000,
    });
    const other = await assembly.ask(auth.findTenant, assembly.ownContext(theirs.tenantId), {});
    expect(other.roleLimits.cashier.discountPpmMax).toBe(100_000);
  });

  it('take no limit that is none', async () => {
    const rows = [
      ['EMPLOYEE', { discount_percent_max: '100.001' }, 422, 'amount_invalid'],
      ['EMPLOYEE', { discount_percent_max: '0.0001' }, 422, 'amount_invalid'],
      ['EMPLOYEE', { refund_amount_max: '1.001' }, 422, 'amount_invalid'],
      ['OWNER', { void_allowed: false }, 400, 'input_invalid'],
    ] as const;
    for (const [role, body, status, code] of rows) {
      const answer = await as('owner', 'PATCH', `/api/roles/${role}/`, body);
      expect([answer.status, answer.body.code], JSON.stringify(body)).toEqual([status, code]);
    }
  });
});
