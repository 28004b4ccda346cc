/** One code path, however it is spread over processes: the same story, told to each. */
import { TEMPLATE, createDatabase, dropDatabase } from '@evertill/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, inject } from 'vitest';
import { readDemoFile } from '../src/demo.ts';
import { checkInvariants } from '../src/index.ts';
import { runCommand, startServer } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { tellStory } from './story.ts';

/** Environment variables that a deployment has beside its home and its database. */
export type Surroundings =
  | Readonly<Record<string, string>>
  /** From the URL of the database, where it takes another way to it. */
  | ((databaseUrl: string) => Promise<Readonly<Record<string, string>>>);

const clean: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const one of clean.toReversed()) await one();
});

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An installation with the demo shops, on a database that exists already. */
let installations = 0;

async function install(surroundings: Surroundings) {
  installations += 1;
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-topology-'));
  clean.push(() => rm(home, { recursive: true, force: true }));
  const database = { name: `topology_${process.pid}_${installations}`, template: TEMPLATE };
  const databaseUrl = await createDatabase(inject('postgresUrl'), database);
  clean.push(() => dropDatabase(databaseUrl));
  const environment = {
    EVERTILL_HOME: home,
    DATABASE_URL: databaseUrl,
    ...(typeof surroundings === 'function' ? await surroundings(databaseUrl) : surroundings),
  };
  await runCommand({ words: ['demo'], environment });
  const tenant = readDemoFile(home)?.tenants[0];
  if (tenant === undefined) throw new Error('the demo made no shop');
  return { environment, databaseUrl, tenant };
}

async function stopAll(servers: readonly ServerProcess[]): Promise<void> {
  for (const server of servers) expect(await server.stop()).toBe(0);
}

/** All modules in one process. */
export async function tellToOne(surroundings: Surroundings = {}): Promise<readonly string[]> {
  const { environment, databaseUrl, tenant } = await install(surroundings);
  const server = await startServer({ words: ['serve', '--port', '0'], environment });
  const words = await tellStory({ ordersUrl: server.url, restUrl: server.url, tenant });
  await stopAll([server]);
  expect(await checkInvariants(databaseUrl)).toEqual([]);
  return words;
}

/** Orders alone, and the rest together. */
export async function tellToTwo(surroundings: Surroundings = {}): Promise<readonly string[]> {
  const { environment, databaseUrl, tenant } = await install(surroundings);
  const [ordersPort, restPort] = [await freePort(), await freePort()];
  const rest = `http://localhost:${restPort}`;
  const peers = {
    EVERTILL_PEER_ORDERS: `http://localhost:${ordersPort}`,
    EVERTILL_PEER_AUTH: rest,
    EVERTILL_PEER_CATALOG: rest,
    EVERTILL_PEER_INVENTORY: rest,
    EVERTILL_PEER_AUDIT: rest,
    EVERTILL_PEER_CUSTOMERS: rest,
  };
  const others = ['auth', 'catalog', 'inventory', 'customers', 'audit'];
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
