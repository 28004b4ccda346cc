/** A kernel on a bench: a real database of its own, a world whose clock can be turned. */
import type { Event } from '@evertill/contract';
import { TEMPLATE, createDatabase, dropDatabase } from '@evertill/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { makeLog, makeMetrics, moduleUrl, newId, openDatabase, realWorld } from '../src/index.ts';
import type { Database, Log, ModuleName, World } from '../src/index.ts';

export const silentLog: Log = makeLog({ level: 'silent', destination: { write: () => undefined } });

export interface TurnedWorld extends World {
  /** Turns the clock on. */
  readonly turn: (ms: number) => void;
}

/** The real world, with a clock that runs ahead when it is told to. */
export function turnedWorld(): TurnedWorld {
  const world = realWorld();
  let aheadMs = 0;
  return {
    ...world,
    clock: { now: () => new Date(world.clock.now().getTime() + aheadMs) },
    turn: (ms) => {
      aheadMs += ms;
    },
  };
}

export interface Bench {
  readonly world: TurnedWorld;
  readonly url: string;
  readonly owner: pg.Client;
  readonly told: string[];
  readonly open: (module: ModuleName) => Promise<Database>;
  readonly close: () => Promise<void>;
}

let benches = 0;

export async function openBench(): Promise<Bench> {
  benches += 1;
  const name = `bench_${process.pid}_${benches}`;
  const url = await createDatabase(inject('postgresUrl'), { name, template: TEMPLATE });
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const world = turnedWorld();
  const opened: Database[] = [];
  const told: string[] = [];
  return {
    world,
    url,
    owner,
    told,
    open: async (module) => {
      const database = openDatabase({
        url: await moduleUrl(url, module),
        schema: module,
        connectionsMax: 4,
        keepsStatements: true,
        world,
        metrics: makeMetrics(),
        log: silentLog,
        onTold: (tenantId) => told.push(tenantId),
      });
      opened.push(database);
      return database;
    },
    close: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await owner.end();
      await dropDatabase(url);
    },
  };
}

export const newUuid = (): string => newId(realWorld());

export function eventOf(tenantId: string, change: Partial<Event> = {}): Event {
  const id = newUuid();
  return {
    id,
    type: 'product.created',
    tenantId,
    aggregateId: id,
    occurredAt: '2026-01-02T03:04:05.000Z',
    traceparent: null,
    payload: { productId: id, isActive: true },
    ...change,
  };
}

/** Tells of one product, as a use case does. */
export function tellOne(database: Database, tenantId: string, productId: string): Promise<void> {
  return database.inTransaction({ tenantId }, (tx) => {
    tx.tell({
      type: 'product.created',
      aggregateId: productId,
      payload: { productId, isActive: true },
    });
    return Promise.resolve();
  });
}
