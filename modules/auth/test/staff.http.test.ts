import { auth } from '@evertill/contract';
import { derivedId, newId, realWorld } from '@evertill/kernel';
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

const newUuid = (): string => newId(realWorld());
let numbers = 0;

function as(role: TestRole, method: string, path: string, body?: object): Promise<TestAnswer> {
  return shop.call(method, path, { token: ours.tokens[role], ...(body ? { body } : {}) });
}

function someone(changes: object = {}): Record<string, unknown> {
  numbers += 1;
  return {
    client_name: `Somebody ${numbers}`,
    phone_number: `+44 7000 ${100_000 + numbers}`,
    password: 'long enough',
    ...changes,
  };
}

/** Adds somebody, and logs in as them. */
async function join(role: string): Promise<{ id: string; body: TestAnswer['body']; tokens: Pair }> {
  const given = someone({ role });
  const { body, status } = await as('owner', 'POST', '/api/clients/', given);
  expect(status, JSON.stringify(body)).toBe(201);
  const { phone_number: phone, password } = given;
  const login = { phone_number: phone, password };
  const tokens = (await shop.call('POST', '/api/token/', { body: login })).body as Pair;
  return { id: body.user_client_id as string, body, tokens };
}

interface Pair {
  readonly access: string;
  readonly refresh: string;
}

const idOf = (role: TestRole): string => derivedId(ours.tenantId, role);
const pathOf = (id: string): string => `/api/clients/${id}/`;

describe('adding somebody', () => {
  it('shows an account without a password or any other secret', async () => {
    const { body, status } = await as(
      'owner',
      'POST',
      '/api/clients/',
      someone({ email: 'A@b.c' }),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      storename: `Shop ${ours.tenantId}`,
      email: 'a@b.c',
      address: '',
      role: 'EMPLOYEE',
      is_active: true,
      last_login: null,
    });
    expect(Object.keys(body as object).sort()).toEqual([
      'address',
      'client_name',
      'date_joined',
      'email',
      'is_active',
      'last_login',
      'phone_number',
      'role',
      'storename',
      'user_client_id',
    ]);
  });

  it('lets them log in at once, in the role that was given', async () => {
    const { tokens } = await join('MANAGER');
    const me = await shop.call('GET', '/api/clients/me/', { token: tokens.access });
    expect(me.body).toMatchObject({
      role: 'MANAGER',
      tenant_id: ours.tenantId,
      mfa_enabled: false,
      limits: { discount_percent_max: '100', refund_amount_max: null, void_allowed: true },
    });
    expect(me.body.capabilities).toContain('staff_manage');
  });

  it('happens once under an id, and the password is no part of the comparison', async () => {
    const given = someone({ user_client_id: newUuid() });
    const both = await Promise.all([1, 2].map(() => as('owner', 'POST', '/api/clients/', given)));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    const other = await as('owner', 'POST', '/api/clients/', { ...given, client_name: 'Else' });
    expect([other.status, other.body.code]).toEqual([409, 'id_reused']);
  });

  it('refuses a name that is taken, a short password, another shop’s name, an unknown field', async () => {
    const rows = [
      [someone({ phone_number: ours.phones.owner }), 409, 'name_taken'],
      [someone({ password: 'short' }), 400, 'input_invalid'],
      [someone({ storename: 'Not ours' }), 403, 'tenant_mismatch'],
      [someone({ consumer_secret: 'x' }), 400, 'input_invalid'],
      [someone({ role: 'owner' }), 400, 'input_invalid'],
    ] as const;
    for (const [body, status, code] of rows) {
      const answer = await as('owner', 'POST', '/api/clients/', body);
      expect([answer.status, answer.body.code], JSON.stringify(body)).toEqual([status, code]);
    }
  });

  it('by a manager goes as far as employees', async () => {
    for (const [role, status] of [
      ['OWNER', 403],
      ['MANAGER', 403],
      ['EMPLOYEE', 201],
    ] as const) {
      const answer = await as('manager', 'POST', '/api/clients/', someone({ role }));
      expect(answer.status, role).toBe(status);
    }
  });
});

describe('the list of accounts', () => {
  it('is of the own shop, searched and narrowed', async () => {
    const found = await as('manager', 'GET', '/api/clients/?search=own&role=OWNER');
    expect(found.body).toMatchObject([{ user_client_id: idOf('owner'), role: 'OWNER' }]);
    const all = await as('owner', 'GET', '/api/clients/');
    const ids = (all.body as { user_client_id: string }[]).map((row) => row.user_client_id);
    expect(ids).not.toContain(derivedId(theirs.tenantId, 'owner'));
  });
});

describe('changing an account', () => {
  it('moves the name somebody logs in by', async () => {
    const { id, body } = await join('EMPLOYEE');
    const phone = '+44 7999 555 001';
    const changed = await as('owner', 'PATCH', pathOf(id), {
      phone_number: phone,
      address: 'Here',
    });
    expect(changed.body).toMatchObject({ phone_number: '+447999555001', address: 'Here' });
    const login = (name: unknown) =>
      shop.call('POST', '/api/token/', { body: { phone_number: name, password: 'long enough' } });
    expect((await login(phone)).status).toBe(200);
    expect((await login(body.phone_number)).body).toMatchObject({ code: 'credentials_invalid' });
  });

  it('by PUT asks for what a new one needs, and leaves the rest', async () => {
    const { id } = await join('EMPLOYEE');
    const bare = await as('owner', 'PUT', pathOf(id), { client_name: 'New' });
    expect([bare.status, bare.body.code]).toEqual([400, 'input_invalid']);
    numbers += 1;
    const phone = `+447000${200_000 + numbers}`;
    const put = await as('owner', 'PUT', pathOf(id), { client_name: 'New', phone_number: phone });
    expect(put.body).toMatchObject({ client_name: 'New', phone_number: phone, role: 'EMPLOYEE' });
  });

  it('kills the tokens of whoever gets another role, at once', async () => {
    const { id, tokens } = await join('MANAGER');
    const ask = () => shop.call('GET', '/api/clients/', { token: tokens.access });
    expect((await ask()).status).toBe(200);
    expect((await as('owner', 'PATCH', pathOf(id), { role: 'EMPLOYEE' })).status).toBe(200);
    expect((await ask()).body).toMatchObject({ code: 'token_invalid' });
  });

  it('by a manager reaches employees alone, and raises nobody', async () => {
    const { id } = await join('EMPLOYEE');
    const rows = [
      ['PATCH', pathOf(idOf('owner')), { client_name: 'x' }],
      ['PATCH', pathOf(id), { role: 'MANAGER' }],
      ['PATCH', pathOf(idOf('manager')), { role: 'OWNER' }],
      ['PATCH', pathOf(idOf('manager')), { is_active: false }],
      ['DELETE', pathOf(idOf('owner')), undefined],
      ['POST', `${pathOf(id)}set-password/`, { password: 'something long' }],
      ['POST', `${pathOf(id)}reset-mfa/`, {}],
    ] as const;
    for (const [method, path, body] of rows) {
      const answer = await as('manager', method, path, body);
      expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([403, 'rank_too_low']);
    }
    expect((await as('manager', 'PATCH', pathOf(id), { client_name: 'Ok' })).status).toBe(200);
    const own = await as('manager', 'PATCH', pathOf(idOf('manager')), { address: 'My street' });
    expect(own.body).toMatchObject({ address: 'My street', role: 'MANAGER' });
  });

  it('never leaves a shop without an active owner, whoever asks at the same time', async () => {
    const alone = await as('owner', 'PATCH', pathOf(idOf('owner')), { role: 'MANAGER' });
    expect([alone.status, alone.body.code]).toEqual([409, 'last_owner']);
    const ended = await as('owner', 'DELETE', pathOf(idOf('owner')));
    expect([ended.status, ended.body.code]).toEqual([409, 'last_owner']);
    const second = await join('OWNER');
    const third = await join('OWNER');
    const { assembly } = shop.running;
    const context = assembly.ownContext(ours.tenantId);
    const ids = [idOf('owner'), second.id, third.id];
    const outcomes = await Promise.allSettled(
      ids.map((userClientId) => assembly.ask(auth.deactivateClient, context, { userClientId })),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'last_owner' } }]);
    await assembly.ask(auth.changeClient, context, { userClientId: idOf('owner'), isActive: true });
    const login = { phone_number: ours.phones.owner, password: ours.password };
    const fresh = await shop.call('POST', '/api/token/', { body: login });
    Object.assign(ours.tokens, { owner: fresh.body.access as string });
  });
});

describe('regression 22: a deactivated user', () => {
  it('cannot refresh, and their access token is dead at once', async () => {
    const { id, tokens } = await join('EMPLOYEE');
    const ask = () => shop.call('GET', '/api/products/', { token: tokens.access });
    expect((await ask()).status).toBe(200);
    const ended = await as('owner', 'DELETE', pathOf(id));
    expect([ended.status, ended.body]).toEqual([204, '']);
    expect((await ask()).body).toMatchObject({ status: 401, code: 'token_invalid' });
    const refresh = () =>
      shop.call('POST', '/api/token/refresh/', { body: { refresh: tokens.refresh } });
    expect((await refresh()).body).toMatchObject({ code: 'refresh_invalid' });
    const listed = await as('owner', 'GET', '/api/clients/?is_active=false&role=EMPLOYEE');
    expect(listed.body).toMatchObject([{ user_client_id: id, is_active: false }]);
    // Who comes back logs in anew: nothing of before is revived.
    expect((await as('owner', 'PATCH', pathOf(id), { is_active: true })).status).toBe(200);
    expect((await ask()).body).toMatchObject({ code: 'token_invalid' });
    expect((await refresh()).body).toMatchObject({ code: 'refresh_invalid' });
  });

  it('is known to other processes within five seconds', async () => {
    const { id, tokens } = await join('EMPLOYEE');
    const ask = () => shop.call('GET', '/api/products/', { token: tokens.access });
    expect((await ask()).status).toBe(200);
    await shop.sql('UPDATE auth.users SET is_active = false WHERE user_id = $1', [id]);
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    expect((await ask()).body).toMatchObject({ code: 'token_invalid' });
    await shop.sql('UPDATE auth.users SET is_active = true WHERE user_id = $1', [id]);
  });
});

describe('regression 24: roles that a request names itself', () => {
  it('are ignored, in whatever header', async () => {
    const headers = { 'x-roles': 'owner', 'x-user-roles': 'owner', 'x-role': 'OWNER' };
    for (const [method, path] of [
      ['GET', '/api/clients/'],
      ['POST', '/api/clients/'],
      ['PATCH', '/api/tenant/'],
      ['GET', '/api/api-keys/'],
    ] as const) {
      const token = ours.tokens.cashier;
      const body = method === 'GET' ? {} : { body: {} };
      const answer = await shop.call(method, path, { token, headers, ...body });
      expect([answer.status, answer.body.code], path).toEqual([403, 'capability_missing']);
    }
  });
});

describe('regression 13: an account of another shop', () => {
  it('is as missing as one that nobody has', async () => {
    const foreign = derivedId(theirs.tenantId, 'cashier');
    const rows = [
      ['GET', '', undefined],
      ['PATCH', '', { client_name: 'x' }],
      ['PUT', '', { client_name: 'x', phone_number: '+44700090909' }],
      ['DELETE', '', undefined],
      ['POST', 'set-password/', { password: 'long enough' }],
      ['POST', 'reset-mfa/', {}],
    ] as const;
    for (const [method, rest, body] of rows) {
      for (const id of [foreign, newUuid()]) {
        const answer = await as('owner', method, `${pathOf(id)}${rest}`, body);
        expect([answer.status, answer.body.code], `${method} ${rest}`).toEqual([404, 'not_found']);
      }
    }
  });
});

describe('what was done to accounts', () => {
  it('is in the audit log, with who did it and without a phone number or a password', async () => {
    await shop.running.assembly.drain();
    const { body } = await as('owner', 'GET', '/api/audit-logs/?limit=1000');
    const actions = new Set((body as { action: string }[]).map(({ action }) => action));
    for (const action of [
      'USER_CREATED',
      'USER_CHANGED',
      'USER_ROLE_CHANGED',
      'USER_DEACTIVATED',
      'USER_REACTIVATED',
      'LOGIN',
    ]) {
      expect([...actions]).toContain(action);
    }
    const words = JSON.stringify(body);
    expect(words).not.toMatch(/long enough|\+447|argon2/);
  });
});
