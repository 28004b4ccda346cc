/**
 * What it costs to have every module in a process of its own: the same checkouts, in turn to one
 * process and to eight, on one PostgreSQL with a database for each.
 *
 *   { one process ─▶ a process a module } × rounds
 *
 * A checkout asks the catalogue for prices, customers for who it is, inventory for a reservation.
 */
import { modulePorts } from '@evertill/kernel';
import {
  ServerProcess,
  callerOf,
  freePort,
  makeHome,
  openShop,
  ownerUrl,
  withOwner,
} from '@evertill/rig';
import type { Environment, Home, Shop } from '@evertill/rig';
import { execFile } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { post } from './load.ts';
import type { Settings } from './settings.ts';
import type { Progress } from './stage.ts';

const program = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
const DATABASE = 'evertill_split';
const WARM_UP_SECONDS = 3;
const PATH = '/api/checkout/initialize/';

export interface CheckoutFigures {
  readonly checkouts: number;
  readonly perSecond: number;
  readonly answerMsP50: number;
  readonly answerMsP99: number;
}

export interface SplitFigures {
  readonly clients: number;
  readonly processes: number;
  readonly one: CheckoutFigures;
  readonly split: CheckoutFigures;
  /** How many times as long a checkout takes, in the middle and at the end. */
  readonly timesP50: number;
  readonly timesP99: number;
}

interface Deployment {
  /** Where orders are answered. */
  readonly url: string;
  readonly shop: Shop;
  readonly answerMs: number[];
  seconds: number;
}

export async function benchSplit(settings: Settings, onProgress: Progress): Promise<SplitFigures> {
  const homes = [await makeHome(undefined), await makeHome(undefined)] as const;
  const servers: ServerProcess[] = [];
  try {
    onProgress('starting one process');
    const one = await openOne(homes[0], servers);
    onProgress('starting a process a module');
    const split = await openSplit(homes, servers);
    onProgress('warming up');
    for (const at of [one, split]) await checkOut(at, settings.clients, WARM_UP_SECONDS);
    for (const at of [one, split]) {
      at.answerMs.length = 0;
      at.seconds = 0;
    }
    for (let round = 1; round <= settings.rounds; round += 1) {
      for (const at of [one, split]) await checkOut(at, settings.clients, settings.seconds);
      onProgress(`${round} of ${settings.rounds} rounds`);
    }
    const [alone, apart] = [figuresOf(one), figuresOf(split)];
    return {
      clients: settings.clients,
      processes: servers.length - 1,
      one: alone,
      split: apart,
      timesP50: apart.answerMsP50 / alone.answerMsP50,
      timesP99: apart.answerMsP99 / alone.answerMsP99,
    };
  } finally {
    // The first has the PostgreSQL of all of them.
    for (const server of servers.toReversed()) await server.stop();
    if (!settings.isKept) for (const home of homes) await home.remove();
  }
}

/** Counted as ever, and too high to be met. */
const limits: Environment = Object.fromEntries(
  ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'WRITE', 'SYNC', 'HEAVY'].map((policy) => {
    return [`EVERTILL_LIMIT_${policy}`, '100000000/10'];
  }),
);

async function openOne(home: Home, servers: ServerProcess[]): Promise<Deployment> {
  const place = { home, port: await freePort(), nodeWords: [], environment: limits };
  const server = new ServerProcess(place);
  servers.push(server);
  server.start();
  await server.untilReady();
  const shop = await openShop(callerOf(server.url), home.home);
  return { url: server.url, shop, answerMs: [], seconds: 0 };
}

async function openSplit(
  [first, home]: readonly [Home, Home],
  servers: ServerProcess[],
): Promise<Deployment> {
  const owner = new URL(await ownerUrl(first.home));
  await withOwner(first.home, (client) => client.query(`CREATE DATABASE ${DATABASE}`));
  owner.pathname = `/${DATABASE}`;
  const environment = { ...limits, DATABASE_URL: owner.href };
  await promisify(execFile)(process.execPath, [program, 'demo'], {
    env: {
      ...environment,
      PATH: process.env['PATH'],
      HOME: home.root,
      EVERTILL_HOME: home.home,
    },
  });
  const ports = new Map<string, number>();
  for (const name of Object.keys(modulePorts)) ports.set(name, await freePort());
  const peers = Object.fromEntries(
    [...ports].map(([name, port]) => [
      `EVERTILL_PEER_${name.toUpperCase()}`,
      `http://127.0.0.1:${port}`,
    ]),
  );
  for (const [name, port] of ports) {
    const place = { home, port, nodeWords: [], modules: [name] };
    const server = new ServerProcess({ ...place, environment: { ...environment, ...peers } });
    servers.push(server);
    server.start();
    await server.untilReady();
  }
  const urlOf = (name: string): string => `http://127.0.0.1:${String(ports.get(name))}`;
  // Nobody routes for us here: what sells is asked of orders, the rest of whoever has it.
  const call = callerOf(urlOf('orders'));
  const [auth, catalog] = [callerOf(urlOf('auth')), callerOf(urlOf('catalog'))];
  const shop = await openShop((request) => {
    if (request.path.startsWith('/api/token/')) return auth(request);
    return /products|price-books/.test(request.path) ? catalog(request) : call(request);
  }, home.home);
  return { url: urlOf('orders'), shop, answerMs: [], seconds: 0 };
}

/** Each client orders one thing after another. */
async function checkOut(at: Deployment, clients: number, seconds: number): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const begin = performance.now();
  const until = begin + seconds * 1000;
  const headers = {
    authorization: `Bearer ${at.shop.token()}`,
    'content-type': 'application/json',
  };
  const work = async (client: number): Promise<void> => {
    for (let number = client; performance.now() < until; number += clients) {
      const good = at.shop.goods[number % at.shop.goods.length];
      const items = [{ product_id: good?.product, qty: 1 }];
      const body = Buffer.from(JSON.stringify({ items, payment_method: 'CASH' }));
      const sentMs = performance.now();
      await post(agent, at.url, { path: PATH, headers, parcels: [] }, body);
      at.answerMs.push(performance.now() - sentMs);
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  } finally {
    agent.destroy();
  }
  at.seconds += (performance.now() - begin) / 1000;
}

function figuresOf({ answerMs, seconds }: Deployment): CheckoutFigures {
  const sorted = answerMs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return {
    checkouts: sorted.length,
    perSecond: sorted.length / seconds,
    answerMsP50: at(0.5),
    answerMsP99: at(0.99),
  };
}
