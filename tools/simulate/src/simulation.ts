/** The stage of all runs: one server, one shop; each run has registers of its own. */
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import { openBackend } from './backend.ts';
import type { Engine } from './disk.ts';
import { runSeed } from './seed-run.ts';
import type { SeedResult } from './seed-run.ts';

export interface Simulation {
  readonly runSeed: (sync: Engine, seed: number) => Promise<SeedResult>;
  readonly findBreaches: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

const FIRST_MS = Date.UTC(2026, 0, 5, 8);
const DAY_MS = 24 * 3_600_000;

export async function openSimulation(databaseUrl: string | undefined): Promise<Simulation> {
  let nowMs = (): number => FIRST_MS;
  const backend = await openBackend({ nowMs: () => nowMs(), databaseUrl });
  let runs = 0;
  const counter = await stock(backend);
  return {
    runSeed: async (sync, seed) => {
      runs += 1;
      // Each run is a day of its own: no token and no memory of the one before is of any use.
      const startMs = FIRST_MS + runs * DAY_MS;
      const setTime = (time: { readonly nowMs: () => number }): void => {
        nowMs = time.nowMs;
      };
      return runSeed({ seed, sync, backend, counter, startMs, setTime });
    },
    findBreaches: backend.findBreaches,
    stop: backend.stop,
  };
}

type Backend = Awaited<ReturnType<typeof openBackend>>;

async function stock(backend: Backend) {
  const { ask, phones } = backend;
  const json = { 'content-type': 'application/json' };
  const { PASSWORD } = await import('./backend.ts');
  const post = async (target: string, body: unknown, token?: string) =>
    JSON.parse(
      (
        await ask({
          method: 'POST',
          target,
          headers: token === undefined ? json : { ...json, authorization: `Bearer ${token}` },
          body: JSON.stringify(body),
        })
      ).text,
    ) as Record<string, string>;
  const login = { phone_number: phones.owner, password: PASSWORD };
  const { access = '' } = await post('/api/token/', login);
  const products: string[] = [];
  for (const number of [1, 2, 3]) {
    const body = { sku: `SKU-${String(number)}`, name: `Thing ${String(number)}`, price: '1.00' };
    products.push((await post('/api/products/', body, access))['product_id'] ?? '');
  }
  const read = await ask({
    method: 'GET',
    target: '/api/price-books/current/',
    headers: { authorization: `Bearer ${access}` },
    body: undefined,
  });
  const view = codecOf(priceBookView).read(JSON.parse(read.text)).value;
  return { products, book: priceBookOf(view as never) };
}
