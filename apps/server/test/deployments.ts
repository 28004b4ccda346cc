/** One code path, however it is spread over processes: the same story, told to each. */
import { moduleNames } from '@evertill/kernel';
import { TEMPLATE, createDatabase, dropDatabase, freePort } from '@evertill/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, inject } from 'vitest';
import { readDemoFile } from '../src/demo.ts';
import { checkInvariants } from '../src/index.ts';
import { runCommand, startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { tellStory } from './story.ts';

/**
 * Environment variables that a deployment has beside its home and its database: a broker, a cache,
 * a vault. What is not there is not used.
 */
export type Surroundings = Readonly<Record<string, string>>;

/** The same, or what makes them of the URL of the database, where there is another way to it. */
type Way = Surroundings | ((databaseUrl: string) => Promise<Surroundings>);

const clean: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const one of clean.toReversed()) await one();
});

let installations = 0;
/** One after the other: a template is copied by one at a time. */
let made: Promise<unknown> = Promise.resolve();

/** An installation with the demo shops, on a database that exists already. */
async function install(surroundings: Way) {
  installations += 1;
  const number = installations;
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-topology-'));
  clean.push(() => rm(home, { recursive: true, force: true }));
  const database = { name: `topology_${process.pid}_${number}`, template: TEMPLATE };
  const making = made.then(() => createDatabase(inject('postgresUrl'), database));
  made = making.catch(() => undefined);
  const databaseUrl = await making;
  clean.push(() => dropDatabase(databaseUrl));
  const environment = {
    EVERTILL_PAYMENT_SIMULATOR: 'on',
    EVERTILL_HOME: home,
    DATABASE_URL: databaseUrl,
    ...(typeof surroundings === 'function' ? await surroundings(databaseUrl) : surroundings),
  };
  await runCommand({ words: ['demo'], environment });
  const [tenant, otherTenant] = readDemoFile(home)?.tenants ?? [];
  if (tenant === undefined || otherTenant === undefined) throw new Error('the demo made no shops');
  return { environment, databaseUrl, tenant, otherTenant };
}

async function stopAll(servers: readonly ServerProcess[]): Promise<void> {
  for (const server of servers) expect(await server.stop()).toBe(0);
}

/** All modules in one process. */
export async function tellToOne(surroundings: Way = {}): Promise<readonly string[]> {
  const { environment, databaseUrl, tenant } = await install(surroundings);
  const server = await startServer({ words: ['serve', '--port', '0'], environment });
  const words = await tellStory({ ordersUrl: server.url, restUrl: server.url, tenant });
  await stopAll([server]);
  expect(await checkInvariants(databaseUrl)).toEqual([]);
  return words;
}

/** Orders alone, and the rest together. */
export async function tellToTwo(surroundings: Way = {}): Promise<readonly string[]> {
  const { environment, databaseUrl, tenant } = await install(surroundings);
  const [ordersPort, restPort] = [await freePort(), await freePort()];
  const others = moduleNames.filter((name) => name !== 'orders');
  const peers = peersAt((name) => (name === 'orders' ? ordersPort : restPort));
  const servers = await Promise.all([
    startServer({
      words: ['serve', 'orders', '--port', String(ordersPort)],
      environment: { ...environment, ...peers },
    }),
    startServer({
      words: ['serve', ...others, '--port', String(restPort)],
      environment: { ...environment, ...peers },
    }),
  ]);
  const [orders, theRest] = servers;
  const words = await tellStory({ ordersUrl: orders.url, restUrl: theRest.url, tenant });
  await stopAll(servers);
  expect(await checkInvariants(databaseUrl)).toEqual([]);
  return words;
}

/** Something of each module that is asked with a token, and so of auth as well. */
const somethingOfEach = [
  ...['clients', 'products', 'registers', 'stock-levels', 'payment-providers', 'suppliers'],
  ...['customers', 'audit-logs'],
];
const TOGETHER_MS_MAX = 60_000;

/** Who was there before the others found them silent, and comes back to them in a while. */
async function untilTogether(url: string, owner: object): Promise<void> {
  const untilMs = Date.now() + TOGETHER_MS_MAX;
  for (;;) {
    const asked = await fetch(new URL('/api/token/', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(owner),
    });
    const { access } = (await asked.json()) as { readonly access?: string };
    const statuses = await Promise.all(
      somethingOfEach.map(async (noun) => {
        const headers = { authorization: `Bearer ${access ?? ''}` };
        const response = await fetch(new URL(`/api/${noun}/`, url), { headers });
        await response.arrayBuffer();
        return response.status;
      }),
    );
    if (statuses.every((status) => status === 200)) return;
    if (Date.now() > untilMs) throw new Error(`not together: ${statuses.join()}`);
    await wait(200);
  }
}

function peersAt(portOf: (name: string) => number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    moduleNames.map((name) => [
      `EVERTILL_PEER_${name.toUpperCase()}`,
      `http://localhost:${portOf(name)}`,
    ]),
  );
}

/** In front of processes: where the public comes in, and where they ask each other. */
export interface OpenGateway {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface GatewayOptions {
  readonly port: number;
  readonly innerPort: number;
  /** The ports of each module's processes. */
  readonly ports: ReadonlyMap<string, readonly number[]>;
}

export interface Split {
  readonly url: string;
  readonly tenant: Awaited<ReturnType<typeof install>>['tenant'];
  readonly otherTenant: Awaited<ReturnType<typeof install>>['tenant'];
  readonly databaseUrl: string;
  /** Every process, by its module. */
  readonly servers: ReadonlyMap<string, readonly ServerProcess[]>;
  /** Starts the processes of a module anew, when they were killed. */
  readonly start: (module: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface SplitOptions {
  readonly surroundings?: Way;
  readonly replicas?: number;
  readonly openGateway: (options: GatewayOptions) => Promise<OpenGateway>;
  /** What stands before each process, and is asked instead of it: answers its port. */
  readonly standBefore?: (module: string, port: number) => Promise<number>;
  /** The same before the database. */
  readonly standBeforeDatabase?: (url: string) => Promise<string>;
  /** Once the story is told, and its processes are gone. */
  readonly lookAt?: (databaseUrl: string) => Promise<void>;
}

/** Every module in processes of its own, which find each other through the gateway. */
export async function openSplit(options: SplitOptions): Promise<Split> {
  const { surroundings = {}, replicas = 1, openGateway } = options;
  const { standBefore = (_, own) => Promise.resolve(own) } = options;
  const { environment, databaseUrl, ...tenants } = await install(surroundings);
  const [port, innerPort] = [await freePort(), await freePort()];
  const ports = new Map<string, readonly number[]>();
  const fronts = new Map<string, readonly number[]>();
  for (const name of moduleNames) {
    const own = await Promise.all(Array.from({ length: replicas }, freePort));
    ports.set(name, own);
    fronts.set(name, await Promise.all(own.map((one) => standBefore(name, one))));
  }
  const all = {
    ...environment,
    ...(options.standBeforeDatabase === undefined
      ? {}
      : { DATABASE_URL: await options.standBeforeDatabase(databaseUrl) }),
    EVERTILL_TRUST_PROXY: '127.0.0.1, ::1',
    ...peersAt(() => innerPort),
  };
  const servers = new Map<string, readonly ServerProcess[]>();
  const gateway = await openGateway({ port, innerPort, ports: fronts });
  const start = async (name: string): Promise<void> => {
    const started = (ports.get(name) ?? []).map((one) =>
      startServer({ words: ['serve', name, '--port', String(one)], environment: all }),
    );
    servers.set(name, await Promise.all(started));
  };
  await Promise.all(moduleNames.map(start));
  await untilTogether(gateway.url, tenants.tenant.owner);
  return {
    ...{ url: gateway.url, ...tenants, databaseUrl, servers, start },
    stop: async () => {
      await Promise.all([...servers.values()].map(stopAll));
      await gateway.close();
    },
  };
}

/** Behind the gateway, every module alone, once or several times. */
export async function tellToEach(options: SplitOptions): Promise<readonly string[]> {
  const { url, tenant, databaseUrl, stop } = await openSplit(options);
  const words = await tellStory({ ordersUrl: url, restUrl: url, tenant });
  await stop();
  await options.lookAt?.(databaseUrl);
  expect(await checkInvariants(databaseUrl)).toEqual([]);
  return words;
}
