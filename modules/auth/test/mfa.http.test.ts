import { auth } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop } from '@evertill/testing';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
}, 60_000);
afterAll(() => shop.close());

const newUuid = (): string => newId(realWorld());
const PASSWORD = 'kahawa tungu';
let numbers = 0;

interface Person {
  readonly tenantId: string;
  readonly userId: string;
  readonly phone: string;
}

/** A new shop with one person of each role; MANAGERS need a second factor unless it says else. */
async function makeShop(mfaPolicy?: 'OFF' | 'OPTIONAL' | 'MANAGERS'): Promise<readonly Person[]> {
  const tenantId = newUuid();
  const people = (['owner', 'manager', 'cashier'] as const).map((role) => {
    numbers += 1;
    return { role, tenantId, userId: newUuid(), phone: `+2547${10_000_000 + numbers}` };
  });
  const { assembly } = shop.running;
  await assembly.ask(auth.createTenant, assembly.ownContext(null), {
    tenantId,
    name: 'Duka',
    currency: 'KES',
    timeZone: 'Africa/Nairobi',
    ...(mfaPolicy === undefined ? {} : { mfaPolicy }),
    users: people.map(({ role, userId, phone }) => ({
      userId,
      clientName: role,
      phoneNumber: phone,
      password: PASSWORD,
      role,
    })),
  });
  return people;
}

function logIn({ phone }: Person, more: object = {}): Promise<TestAnswer> {
  const body = { phone_number: phone, password: PASSWORD, ...more };
  return shop.call('POST', '/api/token/', { body });
}

function ask(token: string, path: string, body: object = {}): Promise<TestAnswer> {
  return shop.call('POST', path, { token, body });
}

/** A code of the secret; `steps` half minutes from now. */
function codeOf(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6 });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

/** As if the last code had been taken long ago, so that a test need not wait half a minute. */
async function forgetStep({ userId }: Person): Promise<void> {
  await shop.sql('UPDATE auth.totp_secrets SET last_step = 0 WHERE user_id = $1', [userId]);
}

/** Enrols with whatever token opens the two doors; answers the secret and the recovery codes. */
async function enrol(token: string, person: Person) {
  const begun = await ask(token, '/api/mfa/enrol/');
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  const secret = begun.body.secret as string;
  const verified = await ask(token, '/api/mfa/verify/', { code: codeOf(secret) });
  expect(verified.status, JSON.stringify(verified.body)).toBe(200);
  await forgetStep(person);
  return { secret, codes: verified.body.recovery_codes as string[] };
}

describe('regression 23: a new user who must have a second factor', () => {
  it('can enrol it, with a token that the first log-in hands over', async () => {
    const [owner] = await makeShop();
    if (owner === undefined) throw new Error('no owner');
    const first = await logIn(owner);
    expect([first.status, first.body.code]).toEqual([403, 'mfa_enrolment_required']);
    const token = first.body.enrolment_token as string;
    const { secret } = await enrol(token, owner);
    expect((await logIn(owner)).body).toMatchObject({ status: 401, code: 'mfa_required' });
    const entered = await logIn(owner, { otp: codeOf(secret) });
    expect(entered.status).toBe(200);
    const me = await shop.call('GET', '/api/clients/me/', { token: entered.body.access as string });
    expect(me.body).toMatchObject({ mfa_enabled: true, role: 'OWNER' });
  });

  it('gets nothing else for that token', async () => {
    const [owner] = await makeShop();
    if (owner === undefined) throw new Error('no owner');
    const token = (await logIn(owner)).body.enrolment_token as string;
    for (const [method, path] of [
      ['GET', '/api/clients/me/'],
      ['GET', '/api/products/'],
      ['GET', '/api/clients/'],
      ['POST', '/api/mfa/disable/'],
      ['GET', '/api/tenants/'],
    ] as const) {
      const body = method === 'POST' ? { body: { otp: '000000' } } : {};
      const answer = await shop.call(method, path, { token, ...body });
      expect([answer.status, answer.body.code], path).toEqual([401, 'token_invalid']);
    }
  });

  it('learns that only with the right password, and employees need none', async () => {
    const [, manager, cashier] = await makeShop('MANAGERS');
    if (manager === undefined || cashier === undefined) throw new Error('nobody');
    expect((await logIn(manager, { password: 'guess' })).body).toMatchObject({
      code: 'credentials_invalid',
    });
    expect((await logIn(manager)).body).toMatchObject({ code: 'mfa_enrolment_required' });
    expect((await logIn(cashier)).status).toBe(200);
  });
});

describe('a second factor', () => {
  it('that was begun and not verified is asked of nobody, and may be begun again', async () => {
    const [owner] = await makeShop('OPTIONAL');
    if (owner === undefined) throw new Error('no owner');
    const token = (await logIn(owner)).body.access as string;
    const first = await ask(token, '/api/mfa/enrol/');
    expect(first.body.otpauth_url).toMatch(/^otpauth:\/\/totp\/Evertill:.*secret=/);
    expect((await logIn(owner)).status).toBe(200);
    const wrong = await ask(token, '/api/mfa/verify/', { code: '000000' });
    expect(wrong.body).toMatchObject({ code: 'mfa_code_invalid' });
    const second = await ask(token, '/api/mfa/enrol/');
    expect(second.body.secret).not.toBe(first.body.secret);
    const old = await ask(token, '/api/mfa/verify/', { code: codeOf(first.body.secret as string) });
    expect(old.body).toMatchObject({ code: 'mfa_code_invalid' });
  });

  it('takes a code once, and one step of a wrong clock, and no more', async () => {
    const [owner] = await makeShop('OPTIONAL');
    if (owner === undefined) throw new Error('no owner');
    const { secret } = await enrol((await logIn(owner)).body.access as string, owner);
    const codes = await Promise.all([1, 2, 3].map(() => logIn(owner, { otp: codeOf(secret) })));
    expect(codes.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    // Behind the code that was taken there is no earlier one.
    const earlier = await logIn(owner, { otp: codeOf(secret, -1) });
    expect(earlier.body).toMatchObject({ code: 'mfa_code_invalid' });
    await forgetStep(owner);
    expect((await logIn(owner, { otp: codeOf(secret, 3) })).body.code).toBe('mfa_code_invalid');
    expect((await logIn(owner, { otp: codeOf(secret, 1) })).status).toBe(200);
  });

  it('locks the name after five wrong codes', async () => {
    const [owner] = await makeShop('OPTIONAL');
    if (owner === undefined) throw new Error('no owner');
    const { secret } = await enrol((await logIn(owner)).body.access as string, owner);
    for (let tried = 0; tried < 5; tried += 1) await logIn(owner, { otp: '000000' });
    const locked = await logIn(owner, { otp: codeOf(secret) });
    expect(locked.body).toMatchObject({ status: 423, code: 'account_locked' });
    await shop.running.assembly.chores.doAll();
    await shop.running.assembly.chores.doAll();
    await shop.running.assembly.drain();
    const told = await shop.sql(
      `SELECT action FROM audit.entries
       WHERE tenant_id = $1 AND chain_id = 'security' AND action = 'ACCOUNT_LOCKED'`,
      [owner.tenantId],
    );
    expect(told).toHaveLength(1);
  });

  it('has recovery codes, each good once', async () => {
    const [owner] = await makeShop('OPTIONAL');
    if (owner === undefined) throw new Error('no owner');
    const { codes } = await enrol((await logIn(owner)).body.access as string, owner);
    expect(codes).toHaveLength(10);
    expect((await logIn(owner, { otp: codes[0] })).status).toBe(200);
    expect((await logIn(owner, { otp: codes[0] })).body.code).toBe('mfa_code_invalid');
    expect((await logIn(owner, { otp: codes[1] })).status).toBe(200);
  });

  it('is enrolled once, and ended with a code of it', async () => {
    const [owner] = await makeShop('OPTIONAL');
    if (owner === undefined) throw new Error('no owner');
    const token = (await logIn(owner)).body.access as string;
    const none = await ask(token, '/api/mfa/disable/', { otp: '000000' });
    expect([none.status, none.body.code]).toEqual([409, 'mfa_not_enrolled']);
    expect((await ask(token, '/api/mfa/verify/', { code: '000000' })).body.code).toBe(
      'mfa_not_enrolled',
    );
    const { secret } = await enrol(token, owner);
    const again = await ask(token, '/api/mfa/enrol/');
    expect([again.status, again.body.code]).toEqual([409, 'mfa_enrolled']);
    expect((await ask(token, '/api/mfa/disable/', { otp: '000000' })).body.code).toBe(
      'mfa_code_invalid',
    );
    expect((await ask(token, '/api/mfa/disable/', { otp: codeOf(secret) })).status).toBe(204);
    expect((await logIn(owner)).status).toBe(200);
  });

  it('is ended by an owner for whoever lost the device, and their tokens with it', async () => {
    const [owner, manager] = await makeShop('OPTIONAL');
    if (owner === undefined || manager === undefined) throw new Error('nobody');
    const token = (await logIn(manager)).body.access as string;
    await enrol(token, manager);
    const ownerToken = (await logIn(owner)).body.access as string;
    const path = (id: string) => `/api/clients/${id}/reset-mfa/`;
    expect((await ask(ownerToken, path(owner.userId))).body.code).toBe('rank_too_low');
    expect((await ask(ownerToken, path(manager.userId))).status).toBe(204);
    const me = await shop.call('GET', '/api/clients/me/', { token });
    expect(me.body.code).toBe('token_invalid');
    expect((await logIn(manager)).status).toBe(200);
  });

  it('is kept sealed, and opens in its own row alone', async () => {
    const [owner, manager] = await makeShop('OPTIONAL');
    if (owner === undefined || manager === undefined) throw new Error('nobody');
    const { secret, codes } = await enrol((await logIn(owner)).body.access as string, owner);
    await enrol((await logIn(manager)).body.access as string, manager);
    const rows = JSON.stringify([
      await shop.sql('SELECT t::text AS row FROM auth.totp_secrets t'),
      await shop.sql('SELECT r::text AS row FROM auth.recovery_codes r'),
    ]);
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(codes[0]);
    await shop.sql(
      `UPDATE auth.totp_secrets SET sealed_secret =
         (SELECT sealed_secret FROM auth.totp_secrets WHERE user_id = $1) WHERE user_id = $2`,
      [owner.userId, manager.userId],
    );
    expect((await logIn(manager, { otp: codeOf(secret) })).status).toBe(500);
  });
});

describe('the settings of a shop', () => {
  it('say who needs a second factor, from the next log-in on', async () => {
    const [owner, manager] = await makeShop('OFF');
    if (owner === undefined || manager === undefined) throw new Error('nobody');
    const token = (await logIn(owner)).body.access as string;
    const patch = (body: object) => shop.call('PATCH', '/api/tenant/', { token, body });
    const changed = await patch({ name: 'Duka Kuu', mfa_policy: 'MANAGERS' });
    expect(changed.body).toEqual({
      tenant_id: owner.tenantId,
      name: 'Duka Kuu',
      currency: 'KES',
      time_zone: 'Africa/Nairobi',
      status: 'ACTIVE',
      mfa_policy: 'MANAGERS',
    });
    expect((await shop.call('GET', '/api/tenant/', { token })).body).toEqual(changed.body);
    expect((await logIn(manager)).body.code).toBe('mfa_enrolment_required');
    expect((await patch({ time_zone: 'Africa/Atlantis' })).body.code).toBe('input_invalid');
    expect((await patch({ currency: 'USD' })).body.code).toBe('input_invalid');
  });
});
