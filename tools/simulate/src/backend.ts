/**
 * The real server, whole: its door, its modules, PostgreSQL. It reads the virtual clock; its own
 * waiting is real, and nothing of a register's story depends on it.
 */
import { auth, catalog, orders, priceBookOf } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { openDoor, realWorld } from '@evertill/kernel';
import type { Context, World } from '@evertill/kernel';
import { allOperations, checkInvariants, openAssembly, readConfig } from '@evertill/server';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

export interface BackendAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface BackendRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface NewCode {
  readonly registerId: string;
  readonly enrolmentCode: string;
}

/** The server, as one shop has it. */
export interface Backend {
  readonly ask: (request: BackendRequest) => Promise<BackendAnswer>;
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  readonly tenantId: string;
  readonly cashierPhone: string;
  /** What it sells. */
  readonly book: PriceBook;
  readonly products: readonly string[];
  /** As the back office would: a register, and the code that enrols its device. */
  readonly newRegister: (name: string) => Promise<NewCode>;
  /** For a device that becomes the same register again. */
  readonly newCode: (registerId: string) => Promise<NewCode>;
}

export interface Server {
  /** A new shop, which knows of no other run. */
  readonly openShop: () => Promise<Backend>;
  /** Carries what is still on its way, then asks every invariant of the product. */
  readonly findBreaches: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

export const PASSWORD = 'correct horse battery staple';
export const CURRENCY = 'GBP';

export interface ServerOptions {
  readonly nowMs: () => number;
  /** Its own PostgreSQL, in a temporary home, where none is named. */
  readonly databaseUrl: string | undefined;
}

export async function openServer({ nowMs, databaseUrl }: ServerOptions): Promise<Server> {
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-simulate-'));
  const world: World = { ...realWorld(), clock: { now: () => new Date(nowMs()) } };
  const config = readConfig({
    EVERTILL_HOME: home,
    EVERTILL_CONNECTIONS: '4',
    LOG_LEVEL: 'fatal',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  });
  const opened = await openAssembly(config, world, () => undefined);
  const { assembly, log } = opened;
  const { dispatch, callers, metrics } = assembly;
  const app = openDoor({ world, log, metrics, dispatch, callers, operations: allOperations });
  await app.ready();
  const owner = new pg.Client({ connectionString: opened.databaseUrl });
  await owner.connect();
  if (databaseUrl === undefined) await hurry(owner);
  const ask = async ({ method, target, headers, body }: BackendRequest): Promise<BackendAnswer> => {
    const answer = await app.inject({
      method: method as 'GET',
      url: target,
      headers: { host: 'till.example', ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    const said = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(said) as Record<string, string>,
      text: answer.payload,
    };
  };
  return {
    openShop: async () => ({
      ask,
      sql: async (text, values = []) =>
        (await owner.query<Record<string, unknown>>(text, [...values])).rows,
      ...(await makeShop(assembly)),
    }),
    findBreaches: async () => {
      await assembly.drain();
      const breaches = await checkInvariants(opened.databaseUrl);
      return breaches.map(({ id, name, rows }) => `${id} ${name}: ${JSON.stringify(rows)}`);
    },
    stop: async () => {
      await app.close();
      await owner.end();
      await opened.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Nobody cuts the power here: what a disk takes its time for proves nothing. */
async function hurry(owner: pg.Client): Promise<void> {
  await owner.query('ALTER SYSTEM SET synchronous_commit = off');
  await owner.query('SELECT pg_reload_conf()');
}

type Assembly = Awaited<ReturnType<typeof openAssembly>>['assembly'];

async function makeShop(assembly: Assembly): Promise<Omit<Backend, 'ask' | 'sql'>> {
  const tenantId = randomUUID();
  const digits = Number.parseInt(tenantId.slice(-8), 16).toString().padStart(10, '0');
  const phones = { owner: `+1${digits}1`, cashier: `+1${digits}3` };
  const own = (): Context => assembly.ownContext(tenantId);
  await assembly.ask(auth.createTenant, own(), {
    tenantId,
    name: 'A simulated shop',
    currency: CURRENCY,
    timeZone: 'Europe/London',
    mfaPolicy: 'OPTIONAL',
    users: (['owner', 'cashier'] as const).map((role) => ({
      userId: randomUUID(),
      clientName: role,
      phoneNumber: phones[role],
      password: PASSWORD,
      role,
    })),
  });
  const products: string[] = [];
  for (const number of [1, 2, 3]) {
    const product = { sku: `SKU-${String(number)}`, name: `Thing ${String(number)}` };
    const { productId } = await assembly.ask(catalog.createProduct, own(), {
      ...product,
      price: '1.00',
    });
    products.push(productId);
  }
  const view = await assembly.ask(catalog.currentPriceBook, own(), {});
  return {
    tenantId,
    cashierPhone: phones.cashier,
    products,
    book: priceBookOf(view),
    newRegister: (name) => assembly.ask(orders.createRegister, own(), { name }),
    newCode: (registerId) => assembly.ask(orders.renewEnrolmentCode, own(), { registerId }),
  };
}
