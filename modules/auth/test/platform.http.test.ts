import { auth } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { enrolRegister, startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: TestShop;
let operator: string;
beforeAll(async () => {
  shop = await startTestShop();
  const { email, password } = await makeOperator('first@platform.test');
  operator = (await logIn({ email, password, new_password: 'my own password' })).body.access;
}, 60_000);
afterAll(() => shop.close());

const newUuid = (): string => newId(realWorld());

function makeOperator(email: string) {
  const { assembly } = shop.running;
  return assembly.ask(auth.createOperator, assembly.ownContext(null), { email });
}

function logIn(body: object): Promise<TestAnswer> {
  return shop.call('POST', '/api/operator/token/', { body });
}

function ask(method: string, path: string, body?: object): Promise<TestAnswer> {
  return shop.call(method, path, { token: operator, ...(body ? { body } : {}) });
}

describe('an operator', () => {
  it('gets a password that is good for one log-in, which sets another', async () => {
    const { email, password } = await makeOperator('Second@platform.test');
    expect(email).toBe('second@platform.test');
    const first = await logIn({ email, password });
    expect([first.status, first.body.code]).toEqual([403, 'password_change_required']);
    const same = await logIn({ email, password, new_password: password });
    expect(same.body.code).toBe('password_change_required');
    const fresh = await logIn({ email, password, new_password: 'my own password' });
    expect(Object.keys(fresh.body as object)).toEqual(['access']);
    expect((await logIn({ email, password })).body.code).toBe('credentials_invalid');
    expect((await logIn({ email, password: 'my own password' })).status).toBe(200);
  });

  it('is locked out as everybody is, whether or not there is one', async () => {
    for (const email of ['first@platform.test', 'nobody@platform.test']) {
      for (let tried = 0; tried < 5; tried += 1) {
        expect((await logIn({ email, password: 'guess' })).body.code).toBe('credentials_invalid');
      }
      const locked = await logIn({ email, password: 'my own password' });
      expect([locked.status, locked.body.code]).toEqual([423, 'account_locked']);
    }
  });

  it('is refused at every door of a shop, and everybody of a shop at theirs', async () => {
    for (const path of ['/api/products/', '/api/clients/', '/api/tenant/', '/api/clients/me/']) {
      expect((await ask('GET', path)).body).toMatchObject({ status: 401, code: 'token_invalid' });
    }
    const { tokens } = shop.tenants[0];
    for (const token of [tokens.owner, tokens.cashier, undefined]) {
      const answer = await shop.call('GET', '/api/tenants/', { token });
      const code = token === undefined ? 'token_missing' : 'token_invalid';
      expect(answer.body).toMatchObject({ status: 401, code });
    }
  });

  it('makes shops, and sees all of them', async () => {
    const tenantId = newUuid();
    const body = {
      tenant_id: tenantId,
      name: 'Zebra',
      currency: 'KES',
      time_zone: 'Africa/Nairobi',
      users: [
        {
          user_id: newUuid(),
          client_name: 'Asha',
          phone_number: '+254711000999',
          password: 'long enough',
          role: 'owner',
        },
      ],
    };
    const made = await ask('POST', '/api/tenants/', body);
    expect([made.status, made.body.status]).toEqual([201, 'ACTIVE']);
    expect((await ask('POST', '/api/tenants/', body)).body).toEqual(made.body);
    const nobody = {
      ...body,
      tenant_id: newUuid(),
      users: [{ ...body.users[0], role: 'cashier' }],
    };
    expect((await ask('POST', '/api/tenants/', nobody)).body.code).toBe('input_invalid');
    const found = await ask('GET', '/api/tenants/?search=zeb');
    expect(found.body).toMatchObject([{ tenant_id: tenantId, mfa_policy: 'MANAGERS' }]);
    const page = await ask('GET', '/api/tenants/?limit=1&ordering=-created_at');
    expect(page.headers.get('x-total-count')).toBe('3');
    expect(page.headers.get('link')).toContain('rel="next"');
  });
});

describe('a suspended shop', () => {
  const suspend = (id: string, body = {}) => ask('POST', `/api/tenants/${id}/suspend/`, body);
  const resume = (id: string) => ask('POST', `/api/tenants/${id}/resume/`, {});

  it('answers 503 to everybody and everything, and others go on', async () => {
    const [ours, theirs] = shop.tenants;
    const made = await shop.call('POST', '/api/api-keys/', {
      token: ours.tokens.owner,
      body: { name: 'k', role: 'EMPLOYEE' },
    });
    const login = { phone_number: ours.phones.owner, password: ours.password };
    const { refresh } = (await shop.call('POST', '/api/token/', { body: login })).body as {
      refresh: string;
    };
    expect((await suspend(ours.tenantId, { reason: 'unpaid' })).body.status).toBe('SUSPENDED');
    const asked = {
      list: shop.call('GET', '/api/products/', { token: ours.tokens.owner }),
      write: shop.call('POST', '/api/products/', { token: ours.tokens.owner, body: {} }),
      key: shop.call('GET', '/api/products/', { headers: { 'x-api-key': made.body.key } }),
      login: shop.call('POST', '/api/token/', { body: login }),
      refresh: shop.call('POST', '/api/token/refresh/', { body: { refresh } }),
    };
    for (const [name, one] of Object.entries(asked)) {
      const { status, body, headers } = await one;
      expect([status, body.code], name).toEqual([503, 'tenant_suspended']);
      expect(Number(headers.get('retry-after')), name).toBeGreaterThan(0);
    }
    const guess = await shop.call('POST', '/api/token/', { body: { ...login, password: 'guess' } });
    expect(guess.body.code).toBe('credentials_invalid');
    const other = await shop.call('GET', '/api/products/', { token: theirs.tokens.owner });
    expect(other.status).toBe(200);
    expect((await resume(ours.tenantId)).body.status).toBe('ACTIVE');
    const again = await shop.call('GET', '/api/products/', { token: ours.tokens.owner });
    expect(again.status).toBe(200);
    const renewed = await shop.call('POST', '/api/token/refresh/', { body: { refresh } });
    expect(renewed.status).toBe(200);
  });

  it('regression 17: a push to it gets 503, and nothing is parked', async () => {
    const [, theirs] = shop.tenants;
    const till = await enrolRegister(shop, theirs);
    const push = () =>
      shop.call('POST', '/api/sync/push/', {
        token: theirs.tokens.cashier,
        headers: { 'x-register-key': till.deviceKey },
        body: {
          register_id: till.registerId,
          epoch: till.epoch,
          fencing: till.fencing,
          operations: [
            {
              seq: 1,
              id: newUuid(),
              kind: 'nonsense',
              occurred_at: new Date().toISOString(),
              body: {},
            },
          ],
        },
      });
    await suspend(theirs.tenantId);
    expect((await push()).body).toMatchObject({ status: 503, code: 'tenant_suspended' });
    const parked = () => shop.sql('SELECT FROM orders.unbooked_operations');
    expect(await parked()).toEqual([]);
    await resume(theirs.tenantId);
    // The same operation is looked at, and parked, when the shop is open again.
    expect((await push()).status).toBe(200);
    expect(await parked()).toHaveLength(1);
  });

  it('has in its own audit log who did it, and why', async () => {
    await shop.running.assembly.drain();
    const [{ tokens }] = shop.tenants;
    const { body } = await shop.call('GET', '/api/audit-logs/?action=TENANT_SUSPENDED', {
      token: tokens.owner,
    });
    const { operator_id: id } = (
      await shop.sql(`SELECT operator_id FROM auth.operators WHERE email = 'first@platform.test'`)
    )[0] as { operator_id: string };
    expect(body).toMatchObject([{ action: 'TENANT_SUSPENDED', user: id, reason: 'unpaid' }]);
  });

  it('must be there', async () => {
    expect((await suspend(newUuid())).body.code).toBe('not_found');
  });
});

describe('a browser', () => {
  const browser = { 'x-client': 'browser' };
  const cookieOf = ({ headers }: TestAnswer): string => headers.get('set-cookie') ?? '';
  const post = (path: string, body: object, headers: Record<string, string> = browser) =>
    shop.call('POST', path, { headers, body });

  it('has its refresh token in a cookie, and never in a body', async () => {
    const { phones, password } = shop.tenants[0];
    const entered = await post('/api/token/', { phone_number: phones.owner, password });
    expect(Object.keys(entered.body as object)).toEqual(['access']);
    const set = cookieOf(entered);
    expect(set).toMatch(
      /^__Host-evertill_refresh=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Strict/,
    );
    const cookie = set.split(';')[0] ?? '';
    const renewed = await post('/api/token/refresh/', {}, { ...browser, cookie });
    expect(Object.keys(renewed.body as object)).toEqual(['access']);
    expect(cookieOf(renewed)).not.toBe(set);
    // A page of another site cannot say the header; the cookie alone opens nothing.
    const next = cookieOf(renewed).split(';')[0] ?? '';
    const foreign = await post('/api/token/refresh/', {}, { cookie: next });
    expect(foreign.body.code).toBe('refresh_invalid');
    const left = await post('/api/token/logout/', {}, { ...browser, cookie: next });
    expect([left.status, left.body]).toEqual([204, '']);
    expect(cookieOf(left)).toContain('Max-Age=0');
    const after = await post('/api/token/refresh/', {}, { ...browser, cookie: next });
    expect(after.body.code).toBe('refresh_invalid');
  });
});

describe('logging out', () => {
  it('ends the log-in of the token, and says nothing of tokens that are none', async () => {
    const { phones, password } = shop.tenants[1];
    const login = { phone_number: phones.owner, password };
    const { refresh } = (await shop.call('POST', '/api/token/', { body: login })).body as {
      refresh: string;
    };
    const logOut = (token: string) =>
      shop.call('POST', '/api/token/logout/', { body: { refresh: token } });
    for (const token of [refresh.replace(/.$/, 'x'), 'nonsense', refresh, refresh]) {
      expect((await logOut(token)).status).toBe(204);
    }
    const after = await shop.call('POST', '/api/token/refresh/', { body: { refresh } });
    expect(after.body.code).toBe('refresh_invalid');
  });
});

describe('chores', () => {
  it('clear away log-ins that expired, and leave those that live', async () => {
    const { phones, password, tenantId } = shop.tenants[1];
    const login = { phone_number: phones.manager, password };
    const enter = async () =>
      ((await shop.call('POST', '/api/token/', { body: login })).body as { refresh: string })
        .refresh;
    const [old, live] = [await enter(), await enter()];
    await shop.sql(
      `UPDATE auth.refresh_tokens SET expires_at = expires_at - interval '40 days'
       WHERE token_id = $1`,
      [old.split('.')[1]],
    );
    await shop.sql(
      `UPDATE auth.refresh_families SET created_at = created_at - interval '40 days'
       WHERE family_id = (SELECT family_id FROM auth.refresh_tokens WHERE token_id = $1)`,
      [old.split('.')[1]],
    );
    await shop.running.assembly.chores.doAll();
    const left = await shop.sql(
      'SELECT token_id FROM auth.refresh_tokens WHERE tenant_id = $1 AND token_id = ANY ($2)',
      [tenantId, [old, live].map((token) => token.split('.')[1])],
    );
    expect(left).toEqual([{ token_id: live.split('.')[1] }]);
  });
});
