/** PINs: who sets whose, what is refused, and what a neighbour may learn by one. */
import { auth } from '@evertill/contract';
import { Refusal, derivedId } from '@evertill/kernel';
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestRole, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let shop: TestShop;
let tenant: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [tenant] = shop.tenants;
});
afterAll(() => shop.close());

const idOf = (role: TestRole): string => derivedId(tenant.tenantId, role);
const call = (method: string, path: string, body: object | undefined, role: TestRole) =>
  shop.call(method, `/api/clients/${path}`, {
    token: tenant.tokens[role],
    ...(body === undefined ? {} : { body }),
  });
const setPin = (whose: string, body: object, role: TestRole) =>
  call('POST', `${whose}/set-pin/`, body, role);
const removePin = (whose: string, role: TestRole) =>
  call('DELETE', `${whose}/pin/`, undefined, role);

/** The role, or the code of the refusal. */
async function check(whose: string, pin: string, of = tenant): Promise<string> {
  const { assembly } = shop.running;
  try {
    const context = assembly.ownContext(of.tenantId);
    return (await assembly.ask(auth.checkPin, context, { userClientId: whose, pin })).role;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

let hired = 0;
const phoneEnd = (): string => String(hired).padStart(4, '0');

async function hire(): Promise<string> {
  hired += 1;
  const { body } = await shop.call('POST', '/api/clients/', {
    token: tenant.tokens.owner,
    body: {
      client_name: `Somebody ${hired}`,
      phone_number: `+88000000${phoneEnd()}`,
      role: 'EMPLOYEE',
      password: 'long enough 1',
    },
  });
  return body.user_client_id as string;
}

describe('a PIN', () => {
  test('of one’s own is confirmed with the password, and another takes its place', async () => {
    const me = idOf('cashier');
    const current_password = tenant.password;
    expect((await setPin(me, { pin: '7294' }, 'cashier')).body.code).toBe('input_invalid');
    const wrong = await setPin(me, { pin: '7294', current_password: 'wrong' }, 'cashier');
    expect([wrong.status, wrong.body.code]).toEqual([403, 'password_wrong']);
    expect((await setPin(me, { pin: '7294', current_password }, 'cashier')).status).toBe(204);
    expect(await check(me, '7294')).toBe('EMPLOYEE');
    await setPin(me.toUpperCase(), { pin: '860135', current_password }, 'cashier');
    expect([await check(me, '7294'), await check(me, '860135')]).toEqual(['pin_wrong', 'EMPLOYEE']);
  });

  test('is set and taken by whoever leads, for those below', async () => {
    const [owner, manager] = [idOf('owner'), idOf('manager')];
    const employee = await hire();
    const pin = { pin: '7294' };
    expect((await setPin(employee, pin, 'manager')).status).toBe(204);
    expect((await setPin(owner, pin, 'manager')).body.code).toBe('rank_too_low');
    expect((await setPin(employee, pin, 'cashier')).body.code).toBe('rank_too_low');
    expect((await setPin(manager, pin, 'owner')).status).toBe(204);
    expect((await setPin(newUuid(), pin, 'owner')).status).toBe(404);
    expect((await removePin(manager, 'cashier')).body.code).toBe('rank_too_low');
    expect((await removePin(employee, 'cashier')).body.code).toBe('rank_too_low');
    expect((await removePin(employee, 'manager')).status).toBe(204);
    expect((await removePin(employee, 'manager')).status).toBe(204);
    expect(await check(employee, '7294')).toBe('pin_wrong');
    expect(await check(manager, '7294')).toBe('MANAGER');
  });

  test('is digits that are not the first anybody tries', async () => {
    const employee = await hire();
    const pins = ['123', '123456789', '12a4', '', '1234', '0000', phoneEnd(), 7294];
    for (const pin of pins) {
      const { status, body } = await setPin(employee, { pin }, 'owner');
      expect([pin, status, body.code]).toEqual([pin, 400, 'input_invalid']);
    }
    expect(await check(employee, '1234')).toBe('pin_wrong');
  });

  test('of another shop is no PIN', async () => {
    const [, other] = shop.tenants;
    const theirs = derivedId(other.tenantId, 'cashier');
    expect((await setPin(theirs, { pin: '7294' }, 'owner')).status).toBe(404);
    expect((await removePin(theirs, 'owner')).status).toBe(404);
    const mine = await hire();
    await setPin(mine, { pin: '7294' }, 'owner');
    expect(await check(mine, '7294', other)).toBe('pin_wrong');
  });

  test('is worth nothing at the log-in, and nothing once its person is gone', async () => {
    const employee = await hire();
    await setPin(employee, { pin: '72945183' }, 'owner');
    const phone_number = `+88000000${phoneEnd()}`;
    const body = { phone_number, password: '72945183', tenant_id: tenant.tenantId };
    expect((await shop.call('POST', '/api/token/', { body })).status).toBe(401);
    await call('DELETE', `${employee}/`, undefined, 'owner');
    expect(await check(employee, '72945183')).toBe('pin_wrong');
  });

  test('is in the log when it is set or taken, and its digits are nowhere', async () => {
    const employee = await hire();
    await setPin(employee, { pin: '90217364' }, 'manager');
    await removePin(employee, 'owner');
    await shop.running.assembly.drain();
    const rows = await shop.sql(
      `SELECT payload->>'action' AS action, payload->>'userId' AS by, payload::text AS all
       FROM auth.outbox WHERE aggregate_id = $1 AND payload->>'action' LIKE 'USER_PIN%'
       ORDER BY xid, id`,
      [employee],
    );
    expect(rows).toMatchObject([
      { action: 'USER_PIN_SET', by: idOf('manager') },
      { action: 'USER_PIN_REMOVED', by: idOf('owner') },
    ]);
    expect(JSON.stringify(rows)).not.toContain('90217364');
    const kept = await shop.sql('SELECT * FROM auth.pins');
    expect(JSON.stringify(kept)).not.toContain('7294');
  });
});

describe('five wrong ones', () => {
  test('lock the PIN, whatever comes then, and not the person', async () => {
    const employee = await hire();
    await setPin(employee, { pin: '7294' }, 'owner');
    const tries = await Promise.all(
      ['1', '2', '3', '4', '5', '6'].map((n) => check(employee, `800${n}`)),
    );
    expect(tries.toSorted()).toEqual(['account_locked', ...Array<string>(5).fill('pin_wrong')]);
    expect(await check(employee, '7294')).toBe('account_locked');
    const phone_number = `+88000000${phoneEnd()}`;
    const body = { phone_number, password: 'long enough 1', tenant_id: tenant.tenantId };
    expect((await shop.call('POST', '/api/token/', { body })).status).toBe(200);
    // Whoever leads sets another, and it is good at once.
    await setPin(employee, { pin: '8650' }, 'owner');
    expect(await check(employee, '8650')).toBe('EMPLOYEE');
  });

  test('lock somebody without a PIN alike, and a right one forgets those before', async () => {
    const without = await hire();
    for (let time = 0; time < 5; time += 1) expect(await check(without, '7294')).toBe('pin_wrong');
    expect(await check(without, '7294')).toBe('account_locked');
    const employee = await hire();
    await setPin(employee, { pin: '7294' }, 'owner');
    for (let round = 0; round < 2; round += 1) {
      for (let time = 0; time < 4; time += 1) await check(employee, '8001');
      expect(await check(employee, '7294')).toBe('EMPLOYEE');
    }
  });
});
