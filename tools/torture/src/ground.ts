/** Where drills take place: a PostgreSQL, and a database with two shops that each drill copies. */
import { realWorld } from '@evertill/kernel';
import { openPostgres } from '@evertill/postgres';
import { makeDemo, readConfig, serve } from '@evertill/server';
import type { Config } from '@evertill/server';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

export interface Ground {
  readonly postgresUrl: string;
  /** The database that is copied. */
  readonly template: string;
  /** The home with the keys and the log-ins of its shops. */
  readonly home: string;
}

export interface OwnGround extends Ground {
  readonly remove: () => Promise<void>;
}

/** On a PostgreSQL that runs already. */
export async function makeGround(postgresUrl: string): Promise<OwnGround> {
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-ground-'));
  const template = `ground_${process.pid}_${Date.now()}`;
  const url = await createDatabase(postgresUrl, template, 'template1');
  const world = realWorld();
  const running = await serve(drillConfig(home, url), world, () => undefined);
  await makeDemo({ ...running, home, world, onProgress: () => undefined });
  await running.assembly.drain();
  await running.stop();
  return {
    ...{ postgresUrl, template, home },
    remove: async () => {
      await dropDatabase(postgresUrl, template);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** With a PostgreSQL of its own. */
export async function bringGround(): Promise<OwnGround> {
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-ground-'));
  const silent = { info: () => undefined, warn: () => undefined };
  const postgres = await openPostgres({ home, log: silent });
  const ground = await makeGround(postgres.url);
  return {
    ...ground,
    remove: async () => {
      await ground.remove();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export interface Plot {
  readonly databaseUrl: string;
  readonly home: string;
  readonly config: Config;
  readonly remove: () => Promise<void>;
}

let plots = 0;

/** A copy of the ground for one drill. */
export async function stakeOut({ postgresUrl, template, home }: Ground): Promise<Plot> {
  plots += 1;
  const name = `drill_${process.pid}_${plots}`;
  const databaseUrl = await createDatabase(postgresUrl, name, template);
  const root = await mkdtemp(path.join(tmpdir(), 'evertill-drill-'));
  await cp(home, root, { recursive: true });
  return {
    databaseUrl,
    home: root,
    config: drillConfig(root, databaseUrl),
    remove: async () => {
      await dropDatabase(postgresUrl, name);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Registers knock from one address, faster than any shop. */
const unlimited = Object.fromEntries(
  ['ADDRESS', 'CALLER', 'TENANT', 'READ', 'WRITE', 'SYNC', 'HEAVY'].map((policy) => [
    `EVERTILL_LIMIT_${policy}`,
    'off',
  ]),
);

function drillConfig(home: string, databaseUrl: string): Config {
  return readConfig(
    {
      ...unlimited,
      EVERTILL_HOME: home,
      DATABASE_URL: databaseUrl,
      EVERTILL_CONNECTIONS: '4',
      EVERTILL_PAYMENT_SIMULATOR: 'on',
      PORT: '0',
      LOG_LEVEL: 'fatal',
    },
    {},
  );
}

async function createDatabase(url: string, name: string, template: string): Promise<string> {
  await onServer(url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

async function dropDatabase(url: string, name: string): Promise<void> {
  await onServer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function onServer(url: string, sql: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
