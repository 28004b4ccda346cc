import { auth } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: TestShop;
let british: TestTenant;
let kenyan: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [british, kenyan] = shop.tenants;
}, 60_000);
afterAll(() => shop.close());

const newUuid = (): string => newId(realWorld());

function logIn(body: object): Promise<TestAnswer> {
  return shop.call('POST', '/api/token/', { body });
}

function refresh(token: string): Promise<TestAnswer> {
  return shop.call('POST', '/api/token/refresh/', { body: { refresh: token } });
}

async function freshRefresh(tenant = british): Promise<string> {
  const answer = await logIn({ phone_number: tenant.phones.owner, password: tenant.password });
  return (answer.body as { refresh: string }).refresh;
}

/** As if the token had been used a minute ago. */
async function age(token: string): Promise<void> {
  await shop.sql(
    `UPDATE auth.refresh_tokens SET used_at = used_at - interval '1 minute' WHERE token_id = $1`,
    [token.split('.')[1]],
  );
}

function makeTenant(tenantId: string, changes: object = {}): Promise<unknown> {
  const { assembly } = shop.running;
  const users = [
    {
      userId: newUuid(),
      clientName: 'Asha',
      phoneNumber: `+99${tenantId.replace(/[^0-9]/g, '').slice(-12)}`,
      email: `asha@${tenantId.slice(-8)}.test`,
      password: 'kahawa',
      role: 'owner' as const,
    },
  ];
  const input = {
    tenantId,
    name: 'Duka',
    currency: 'KES',
    timeZone: 'Africa/Nairobi',
    users,
    mfaPolicy: 'OPTIONAL' as const,
  };
  return assembly
    .ask(auth.createTenant, assembly.ownContext(null), { ...input, ...changes })
    .catch((error: unknown) => (error as { code?: string }).code);
}

describe('logging in', () => {
  it('answers a pair to the right password', async () => {
    const { status, body } = await logIn({
      phone_number: kenyan.phones.cashier,
      password: kenyan.password,
    });
    expect(status).toBe(200);
    expect(Object.keys(body as object).sort()).toEqual(['access', 'refresh']);
  });

  it('says the same to a wrong password and to an unknown name', async () => {
    const wrong = await logIn({ phone_number: british.phones.manager, password: 'guess' });
    const unknown = await logIn({ email: 'nobody@nowhere.test', password: 'guess' });
    const { trace_id: one, ...wrongBody } = wrong.body as Record<string, unknown>;
    const { trace_id: other, ...unknownBody } = unknown.body as Record<string, unknown>;
    expect([wrong.status, wrongBody]).toEqual([unknown.status, unknownBody]);
    expect(wrongBody).toMatchObject({ code: 'credentials_invalid' });
    expect(one).not.toBe(other);
  });

  it('wants one name, not none and not two', async () => {
    const none = await logIn({ password: 'x' });
    const two = await logIn({ phone_number: '+1234', email: 'a@b', password: 'x' });
    expect([none.body, two.body]).toMatchObject([
      { code: 'input_invalid' },
      { code: 'input_invalid' },
    ]);
  });

  it('is refused to a user who is not active', async () => {
    const { phones, password, tenantId } = british;
    const setActive = (isActive: boolean): Promise<unknown> =>
      shop.sql('UPDATE auth.users SET is_active = $3 WHERE tenant_id = $1 AND phone_number = $2', [
        tenantId,
        phones.cashier,
        isActive,
      ]);
    await setActive(false);
    const answer = await logIn({ phone_number: phones.cashier, password });
    await setActive(true);
    expect(answer.body).toMatchObject({ code: 'credentials_invalid' });
  });

  it('locks a name after five wrong passwords, whether or not anybody has it', async () => {
    const guesses = [
      { phone_number: '+990000000001', password: 'guess' },
      { phone_number: kenyan.phones.manager, password: 'guess' },
    ];
    const said = [];
    for (const guess of guesses) {
      for (let tried = 0; tried < 5; tried += 1) {
        expect((await logIn(guess)).body).toMatchObject({ code: 'credentials_invalid' });
      }
      // The right password is not told from a wrong one while the name is locked.
      const { status, body, headers } = await logIn({ ...guess, password: kenyan.password });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(800);
      expect(Date.parse(body.locked_until as string)).toBeGreaterThan(Date.now());
      const { trace_id: _, locked_until: __, ...rest } = body as Record<string, unknown>;
      said.push([status, rest]);
    }
    expect(said[0]).toEqual(said[1]);
    expect(said[0]).toMatchObject([423, { code: 'account_locked' }]);
    await shop.sql(`UPDATE auth.login_attempts SET ends_at = ends_at - interval '16 minutes'`);
    const again = await logIn({ ...guesses[1], password: kenyan.password });
    expect(again.status).toBe(200);
  });

  it('counts failures in the database, and forgets them when somebody comes in', async () => {
    const name = { phone_number: british.phones.cashier };
    for (const password of ['a', 'b', 'c', 'd', british.password, 'e', 'f', 'g', 'h']) {
      await logIn({ ...name, password });
    }
    expect((await logIn({ ...name, password: british.password })).status).toBe(200);
  });
});

describe('somebody with two shops', () => {
  it('must say which, and learns that only with the right password', async () => {
    const email = 'two@shops.test';
    const both = [newUuid(), newUuid()];
    for (const tenantId of both) {
      const user = { userId: newUuid(), clientName: 'Two', email, password: 'kahawa' };
      const users = [{ ...user, phoneNumber: '+88123456', role: 'owner' as const }];
      await makeTenant(tenantId, { users });
    }
    expect((await logIn({ email, password: 'guess' })).body).toMatchObject({
      code: 'credentials_invalid',
    });
    expect((await logIn({ email, password: 'kahawa' })).body).toMatchObject({
      code: 'tenant_required',
    });
    const named = await logIn({ email: 'TWO@shops.test', password: 'kahawa', tenant_id: both[1] });
    const claims = await shop.running.assembly.tokens.read(
      (named.body as { access: string }).access,
    );
    expect(claims).toMatchObject({ tenantId: both[1], roles: ['owner'] });
  });
});

describe('a refresh token', () => {
  it('is good for one use; the copy that comes later ends the whole family', async () => {
    const first = await freshRefresh();
    const second = (await refresh(first)).body.refresh as string;
    await age(first);
    expect((await refresh(first)).body).toMatchObject({ code: 'refresh_invalid' });
    expect((await refresh(second)).body).toMatchObject({ code: 'refresh_invalid' });
  });

  it('may come again at once when the answer was lost, and the lost one is void', async () => {
    const first = await freshRefresh();
    const lost = (await refresh(first)).body.refresh as string;
    const again = (await refresh(first)).body.refresh as string;
    expect((await refresh(again)).status).toBe(200);
    expect((await refresh(lost)).body).toMatchObject({ code: 'refresh_invalid' });
  });

  it('leaves one live token however many ask at once', async () => {
    const first = await freshRefresh();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(first)));
    const next = answers.map(({ body }) => body.refresh as string);
    const live = await shop.sql(
      `SELECT token_id FROM auth.refresh_tokens
       WHERE used_at IS NULL AND token_id = ANY ($1)`,
      [next.map((token) => token.split('.')[1])],
    );
    expect(live).toHaveLength(1);
  });

  it('dies with its family, its time, and its user', async () => {
    const expired = await freshRefresh();
    await shop.sql('UPDATE auth.refresh_tokens SET expires_at = issued_at WHERE token_id = $1', [
      expired.split('.')[1],
    ]);
    expect((await refresh(expired)).body).toMatchObject({ code: 'refresh_invalid' });
    const left = await freshRefresh(kenyan);
    const setActive = (isActive: boolean): Promise<unknown> =>
      shop.sql('UPDATE auth.users SET is_active = $2 WHERE tenant_id = $1', [
        kenyan.tenantId,
        isActive,
      ]);
    await setActive(false);
    const refused = await refresh(left);
    await setActive(true);
    expect(refused.body).toMatchObject({ code: 'refresh_invalid' });
    expect((await refresh(left)).status).toBe(200);
  });

  it('is not taken with a wrong secret, and not from another shop', async () => {
    const token = await freshRefresh();
    const [tenantId = '', tokenId = '', secret = ''] = token.split('.');
    const forged = [
      `${tenantId}.${tokenId}.${secret.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))}`,
      `${kenyan.tenantId}.${tokenId}.${secret}`,
      `${tenantId}.${newUuid()}.${secret}`,
      'nonsense',
    ];
    for (const text of forged) {
      expect((await refresh(text)).body, text).toMatchObject({ code: 'refresh_invalid' });
    }
    expect((await refresh(token)).status).toBe(200);
  });

  it('is stored nowhere, and neither is a password', async () => {
    const [, , secret = ''] = (await freshRefresh()).split('.');
    const rows = await shop.sql('SELECT t::text AS row FROM auth.refresh_tokens t');
    const users = await shop.sql('SELECT u::text AS row FROM auth.users u');
    const all = JSON.stringify([rows, users]);
    expect(all).not.toContain(secret);
    expect(all).not.toContain(british.password);
  });
});

describe('a shop', () => {
  it('is made once under its id, whoever asks at the same time', async () => {
    const tenantId = newUuid();
    const users = [
      {
        userId: newUuid(),
        clientName: 'Asha',
        phoneNumber: '+77123456',
        password: 'kahawa',
        role: 'owner' as const,
      },
    ];
    const made = await Promise.all([1, 2, 3].map(() => makeTenant(tenantId, { users })));
    expect(made).toEqual([made[0], made[0], made[0]]);
    expect(made[0]).toMatchObject({ tenantId, currency: 'KES', status: 'ACTIVE' });
    expect(await makeTenant(tenantId, { users, name: 'Another' })).toBe('id_reused');
  });

  it('is refused with a currency or a time zone that does not exist', async () => {
    expect(await makeTenant(newUuid(), { currency: 'XXX' })).toBe('input_invalid');
    expect(await makeTenant(newUuid(), { timeZone: 'Africa/Atlantis' })).toBe('input_invalid');
  });

  it('has no two users with one phone number, and nothing of it is kept', async () => {
    const tenantId = newUuid();
    const user = { clientName: 'A', phoneNumber: '+66123456', password: 'x', role: 'owner' };
    const users = [
      { ...user, userId: newUuid() },
      { ...user, userId: newUuid(), phoneNumber: '+66 12-34 56' },
    ];
    expect(await makeTenant(tenantId, { users })).toBe('name_taken');
    expect(await shop.sql('SELECT FROM auth.tenants WHERE tenant_id = $1', [tenantId])).toEqual([]);
  });

  it('cannot see the users of another, even in a query that forgets the tenant', async () => {
    const database = shop.running.assembly.databases.get('auth');
    const seen = await database?.read({ tenantId: british.tenantId }, (tx) =>
      tx.query('SELECT DISTINCT tenant_id FROM auth.users'),
    );
    expect(seen).toEqual([{ tenant_id: british.tenantId }]);
  });

  it('is nothing that a user may ask for over HTTP', async () => {
    const { tokens } = british;
    for (const path of ['/peer/auth.listTenants', '/peer/auth.createTenant']) {
      const answer = await shop.call('POST', path, { token: tokens.owner, body: {} });
      expect(answer.status, path).toBeGreaterThanOrEqual(401);
      expect(answer.status, path).toBeLessThanOrEqual(404);
    }
  });
});
