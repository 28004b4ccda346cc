/** Log-ins that are lent, on a clock that is turned: never a second without one that lives. */
import { makeLog, makeMetrics } from '@evertill/kernel';
import type { DatabaseLogin } from '@evertill/kernel';
import { afterAll, expect, test } from 'vitest';
import { databaseLogins } from '../src/database-logins.ts';
import type { DatabaseLogins } from '../src/database-logins.ts';
import { pretendEngine, turnedWorld } from './pretend-engine.ts';
import type { Life, PretendEngine, TurnedWorld } from './pretend-engine.ts';

const said: string[] = [];
const log = makeLog({ level: 'trace', destination: { write: (line) => void said.push(line) } });

interface Stage {
  readonly world: TurnedWorld;
  readonly engine: PretendEngine;
  readonly logins: DatabaseLogins;
  readonly failures: () => Promise<number>;
  readonly endsIn: () => Promise<number>;
}

function stage(
  life: Life,
  check: (login: DatabaseLogin) => Promise<void> = async () => undefined,
): Stage {
  const world = turnedWorld();
  const engine = pretendEngine(world, life);
  const metrics = makeMetrics();
  const logins = databaseLogins(
    { client: engine.client, world, log, metrics },
    { mount: 'database', role: 'evertill-orders', module: 'orders', check },
  );
  const valueOf = async (name: string): Promise<number> =>
    (await metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value ?? 0;
  return {
    world,
    engine,
    logins,
    failures: () => valueOf('evertill_database_login_failures_total'),
    endsIn: async () =>
      (await valueOf('evertill_database_login_ends_timestamp_seconds')) -
      world.clock.now().getTime() / 1000,
  };
}

const hour = { seconds: 3_600, secondsMax: 4 * 3_600 };

test('a log-in is renewed while it may be, and another is there before it ends', async () => {
  const { world, engine, logins, endsIn } = stage({ seconds: 60, secondsMax: 300 });
  await logins.start();
  const users = new Set<string>();
  const left: number[] = [];
  await world.pass(1_200, () => {
    const user = logins.current()?.user;
    expect(engine.isAlive(user), `${user}`).toBe(true);
    users.add(user ?? '');
    left.push(engine.alive().length);
  });
  // One for each life of five minutes, which is not waited out.
  expect(users.size).toBeGreaterThanOrEqual(4);
  expect(users.size).toBeLessThanOrEqual(6);
  expect(Math.max(...left)).toBe(2);
  expect(await endsIn()).toBeGreaterThan(30);
  await logins.stop();
  expect(engine.isAlive(logins.current()?.user)).toBe(false);
});

test('one that Vault cannot renew is replaced at a third of its life', async () => {
  const { world, engine, logins } = stage({ seconds: 90, secondsMax: 90 });
  await logins.start();
  await world.pass(900, () => {
    expect(engine.isAlive(logins.current()?.user)).toBe(true);
  });
  await logins.stop();
});

test('without Vault there is none at first, and one as soon as it is there', async () => {
  const { world, engine, logins, failures } = stage(hour);
  engine.isAway = true;
  await logins.start();
  expect(logins.current()).toBeUndefined();
  await world.pass(120);
  expect(logins.current()).toBeUndefined();
  expect(await failures()).toBeGreaterThan(5);
  engine.isAway = false;
  await world.pass(16);
  expect(engine.isAlive(logins.current()?.user)).toBe(true);
  await logins.stop();
});

test('while Vault is away what is held serves on, to its end and past it', async () => {
  const { world, engine, logins, failures, endsIn } = stage(hour);
  await logins.start();
  const held = logins.current();
  // A moment before it would have been renewed: two thirds of it are left.
  await world.pass(900);
  engine.isAway = true;
  await world.pass(2_300);
  expect(logins.current()).toBe(held);
  expect(engine.isAlive(held?.user)).toBe(true);
  expect(await failures()).toBeGreaterThan(50);
  engine.isAway = false;
  await world.pass(16);
  // Nothing was lost: it is renewed, and is the same.
  expect(logins.current()).toBe(held);
  expect(await endsIn()).toBeGreaterThan(3_500);
  engine.isAway = true;
  await world.pass(5_000);
  expect(engine.isAlive(held?.user)).toBe(false);
  expect(await endsIn()).toBeLessThan(0);
  expect(logins.current()).toBe(held);
  engine.isAway = false;
  await world.pass(16);
  expect(engine.isAlive(logins.current()?.user)).toBe(true);
  await logins.stop();
});

test('when Vault knows us by another token, another is there before the old one ends', async () => {
  const { world, engine, logins } = stage(hour);
  await logins.start();
  const [first] = [logins.current()];
  engine.changeToken();
  await world.pass(60, () => {
    expect(engine.isAlive(logins.current()?.user)).toBe(true);
  });
  expect(logins.current()?.user).not.toBe(first?.user);
  await logins.stop();
});

test('one that PostgreSQL refuses is replaced once, for however many were refused', async () => {
  const { world, engine, logins, failures } = stage(hour);
  await logins.start();
  const first = logins.current();
  if (first === undefined) throw new Error('nobody was lent');
  await Promise.all(Array.from({ length: 20 }, () => logins.refused(first)));
  const second = logins.current();
  expect(second?.user).not.toBe(first.user);
  expect(engine.asked.filter((words) => words.startsWith('GET'))).toHaveLength(2);
  expect(await failures()).toBe(1);
  // Late news of the first are no news; and not a role a request, where PostgreSQL refuses all.
  await logins.refused(first);
  expect(logins.current()).toBe(second);
  if (second === undefined) throw new Error('nobody was lent');
  await expect(logins.refused(second)).rejects.toThrow('replaced just now');
  await world.pass(3);
  await logins.refused(second);
  expect(logins.current()?.user).not.toBe(second.user);
  await logins.stop();
});

test('one that is no log-in of the module is given back, and whoever was there stays', async () => {
  let isWrong = false;
  const { world, engine, logins } = stage({ seconds: 90, secondsMax: 90 }, () =>
    isWrong ? Promise.reject(new Error('it sees auth instead of orders')) : Promise.resolve(),
  );
  await logins.start();
  const first = logins.current();
  isWrong = true;
  await world.pass(85);
  expect(logins.current()).toBe(first);
  expect(engine.alive()).toEqual([first?.user]);
  expect(said.join()).toContain('it sees auth instead of orders');
  isWrong = false;
  await world.pass(16);
  expect(engine.isAlive(logins.current()?.user)).toBe(true);
  await logins.stop();
});

afterAll(() => {
  expect(said.length).toBeGreaterThan(50);
  expect(said.join()).not.toContain('secret-of');
});
