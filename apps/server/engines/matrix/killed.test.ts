/**
 * Each process that has a part in a payment by card is killed at each step of it, started again,
 * and everybody asks again under the ids they had: the order is paid, once.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { checkInvariants } from '../../src/index.ts';
import { openSplit } from '../../test/deployments.ts';
import type { Split } from '../../test/deployments.ts';
import { openNginx } from '../nginx.ts';
import { openTrade } from './trade.ts';
import type { Done, Trade } from './trade.ts';

const PATIENCE_MS = 60_000;
/** When the process dies: before anybody asks, as it is asked, and when it has just answered. */
const moments = ['before', 'during', 'after'] as const;
/** Whose the steps are dies at every moment; whoever is only asked, while it is asked. */
const deaths = [
  ...['orders', 'payments'].map((module) => ({ module, at: moments })),
  ...['inventory', 'catalog', 'auth'].map((module) => ({ module, at: ['during'] as const })),
];
/** Two that answer at once, one that answers late, and one that never does. */
const accounts = ['approve', 'decline', 'twice', 'timeout'] as const;

let split: Split;
let trade: Trade;
beforeAll(async () => {
  const surroundings = {
    KAFKA_BROKERS: inject('kafkaBrokers').join(),
    EVERTILL_KAFKA_PREFIX: 'killed',
  };
  split = await openSplit({ surroundings, openGateway: openNginx });
  trade = await openTrade(split);
});
afterAll(async () => {
  await split.stop();
  expect(await checkInvariants(split.databaseUrl)).toEqual([]);
});

/** Again and again, under the same ids, until somebody says what became of it. */
async function insist(ask: () => Promise<Done>): Promise<Done> {
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const done = await ask();
    const isTransient = done.status === 0 || done.status >= 500 || done.status === 409;
    if (!isTransient) return done;
    if (Date.now() > untilMs) throw new Error(`${done.status}: ${JSON.stringify(done.body)}`);
    await wait(100);
  }
}

/** One step, with a process that dies at a moment of it; answers what came of it in the end. */
async function through(
  module: string,
  moment: (typeof moments)[number] | undefined,
  ask: () => Promise<Done>,
): Promise<Done> {
  if (moment === undefined) return insist(ask);
  const [server] = split.servers.get(module) ?? [];
  if (moment === 'before') await server?.kill();
  const first = ask();
  // As long as it takes for the request to be somewhere inside.
  if (moment === 'during') await wait(5).then(() => server?.kill());
  await first;
  if (moment === 'after') await server?.kill();
  await split.start(module);
  return insist(ask);
}

const steps = ['make', 'confirm', 'charge'] as const;
const rows = deaths
  .flatMap(({ module, at }) =>
    steps.flatMap((step) => at.map((moment) => ({ module, step, moment }))),
  )
  .map((row, place) => ({ ...row, account: accounts[place % accounts.length] ?? 'approve' }));

test.each(rows)(
  '$module dies, $moment: $step, $account',
  async (row) => {
    const { module, step, moment, account } = row;
    const at = (one: (typeof steps)[number]) => (one === step ? moment : undefined);
    const [order, attempt, another] = [randomUUID(), randomUUID(), randomUUID()];
    const { product } = trade;
    const body = { sales_header_id: order, lines: [{ product, quantity: '1' }] };
    await through(module, at('make'), () => trade.ask('POST', '/api/salesheaders/', body));
    await through(module, at('confirm'), () => confirm(order));
    await through(module, at('charge'), () => trade.charge(order, account, attempt));
    await insist(() => trade.ask('POST', `/api/payment-attempts/${attempt}/check/`, {}));
    if (account === 'decline') await insist(() => trade.charge(order, 'approve', another));
    await expect.poll(() => statusOf(order), { timeout: PATIENCE_MS }).toBe('COMPLETED');
    const paid = await insist(() => trade.ask('GET', `/api/sales-payments/?sales_header=${order}`));
    expect(paid.body).toHaveLength(1);
    const tried = await insist(() =>
      trade.ask('GET', `/api/payment-attempts/?sales_header=${order}`),
    );
    const statuses = (tried.body as { status: string }[]).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'SUCCEEDED')).toHaveLength(1);
  },
  180_000,
);

async function statusOf(order: string): Promise<unknown> {
  return (await trade.ask('GET', `/api/salesheaders/${order}/`)).body.status;
}

/** Whoever was not answered looks first. */
async function confirm(order: string): Promise<Done> {
  const path = `/api/salesheaders/${order}/`;
  const found = await trade.ask('GET', path);
  if (found.status !== 200 || found.body.status === 'CONFIRMED') return found;
  return trade.ask('POST', `${path}confirm/`, {});
}
