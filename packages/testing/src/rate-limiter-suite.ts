/** What every limiter has to do, whatever it counts in. */
import type { Allowances, RateLimiter } from '@evertill/kernel';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';

const minute = (units: number) => ({ units, seconds: 60 });

export function rateLimiterSuite(open: (allowances: Allowances) => RateLimiter): void {
  test('everything is counted at once, and each policy by itself', async () => {
    const limiter = open({ caller: minute(3), tenant: minute(10) });
    const [shop, somebody] = [randomUUID(), randomUUID()];
    const takings = [
      ['caller', `${shop} ${somebody}`, 2],
      ['tenant', shop, 2],
      ['read', shop, 2],
    ] as const;
    expect(await limiter.take(shop, takings)).toEqual([
      {
        policy: 'caller',
        allowance: minute(3),
        unitsLeft: 1,
        secondsToReset: 60,
        isOver: false,
      },
      {
        policy: 'tenant',
        allowance: minute(10),
        unitsLeft: 8,
        secondsToReset: 60,
        isOver: false,
      },
    ]);
    const [caller, tenant] = await limiter.take(shop, takings);
    // What is too much is taken all the same.
    expect(caller).toMatchObject({ unitsLeft: 0, isOver: true });
    expect(tenant).toMatchObject({ unitsLeft: 6, isOver: false });
  });

  test('nobody is counted for another, and a policy without an allowance for nobody', async () => {
    const limiter = open({ caller: minute(1) });
    const [one, other] = [randomUUID(), randomUUID()];
    const take = async (who: string) =>
      (await limiter.take(who, [['caller', who, 1]])).map(({ isOver }) => isOver);
    expect([await take(one), await take(one), await take(other)]).toEqual([
      [false],
      [true],
      [false],
    ]);
    expect(await limiter.take(one, [['write', one, 1_000_000]])).toEqual([]);
    expect(await limiter.take(one, [])).toEqual([]);
  });

  test('of many who ask at once, as many pass as are allowed', async () => {
    const limiter = open({ tenant: minute(150) });
    const shop = randomUUID();
    const taken = await Promise.all(
      Array.from({ length: 400 }, () => limiter.take(shop, [['tenant', shop, 1]])),
    );
    expect(taken.flat().filter(({ isOver }) => !isOver)).toHaveLength(150);
  });
  ownTest(open);
  windowTest(open);
}

function ownTest(open: (allowances: Allowances) => RateLimiter): void {
  test('whoever has an allowance of their own is counted by it, from the moment they have it', async () => {
    const limiter = open({ tenant: minute(2) });
    const shop = randomUUID();
    const take = (own?: Allowances) =>
      limiter.take(
        shop,
        [
          ['tenant', shop, 1],
          ['heavy', shop, 1],
        ],
        own,
      );
    const left = async (own?: Allowances) =>
      (await take(own)).map(({ policy, unitsLeft, isOver }) => [policy, unitsLeft, isOver]);
    await take();
    // More of the same stretch goes on where it was; another stretch begins anew.
    expect(await left({ tenant: minute(10) })).toEqual([['tenant', 8, false]]);
    expect(await left({ tenant: { units: 1, seconds: 600 }, heavy: minute(3) })).toEqual([
      ['tenant', 0, false],
      ['heavy', 2, false],
    ]);
    expect(await left({ tenant: { units: 1, seconds: 600 } })).toEqual([['tenant', 0, true]]);
    expect(await left()).toEqual([['tenant', 0, true]]);
  });
}

function windowTest(open: (allowances: Allowances) => RateLimiter): void {
  test('when its time is over it is whole again', async () => {
    const limiter = open({ tenant: { units: 1, seconds: 1 } });
    const shop = randomUUID();
    const isOver = async () => (await limiter.take(shop, [['tenant', shop, 1]]))[0]?.isOver;
    expect([await isOver(), await isOver()]).toEqual([false, true]);
    // A window that was never begun anew by those who come too often.
    await expect.poll(isOver, { timeout: 20_000, interval: 100 }).toBe(false);
  });
}
