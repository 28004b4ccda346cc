/**
 * How long a register waits for the snapshot of a large catalogue: built for the first time, served
 * as it lies there, served while much changed since, and asked for again by who has it.
 *
 *   node tools/bench/src/snapshot.ts [--products 100000] [--times 20] [--json]
 */
import { openSnapshot } from '@evertill/contract';
import {
  ServerProcess,
  callerOf,
  freePort,
  importProducts,
  makeHome,
  manyProducts,
  openShop,
  withOwner,
} from '@evertill/rig';
import type { Home, Shop } from '@evertill/rig';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

export interface SnapshotFigures {
  readonly machine: string;
  readonly products: number;
  readonly bytes: number;
  readonly compressedBytes: number;
  /** The very first request, which has it built. */
  readonly firstMs: number;
  readonly servedMsP50: number;
  readonly servedMsP99: number;
  /** The first request after 5,000 products changed. */
  readonly farBehindMs: number;
  /** 304, with the tag of what the register has. */
  readonly unchangedMsP50: number;
}

type Progress = (message: string) => void;

interface Question {
  readonly products: number;
  readonly times: number;
}

export async function benchSnapshot(
  { products, times }: Question,
  onProgress: Progress,
): Promise<SnapshotFigures> {
  const home = await makeHome(undefined);
  const server = new ServerProcess({
    home,
    port: await freePort(),
    nodeWords: [],
    environment: { EVERTILL_LIMIT_HEAVY: 'off', EVERTILL_LIMIT_ADDRESS: 'off' },
  });
  try {
    onProgress(`starting a server in ${home.root}`);
    server.start();
    await server.untilReady();
    const shop = await openShop(callerOf(server.url), home.home);
    onProgress(`bringing in ${products} products`);
    await importProducts(home, shop.tenantId, manyProducts(products));
    const first = await load(server.url, shop);
    const served: number[] = [];
    let { etag } = first;
    for (let time = 0; time < times; time += 1) {
      const loaded = await load(server.url, shop);
      served.push(loaded.ms);
      ({ etag } = loaded);
    }
    const unchanged: number[] = [];
    for (let time = 0; time < times; time += 1) {
      unchanged.push((await load(server.url, shop, etag)).ms);
    }
    await changePrices(home, shop.tenantId, 5_000);
    const farBehind = await load(server.url, shop);
    return {
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
      products: openSnapshot(first.bytes).heading.products,
      bytes: first.bytes.length,
      compressedBytes: first.compressedBytes,
      firstMs: first.ms,
      servedMsP50: share(served, 0.5),
      servedMsP99: share(served, 0.99),
      farBehindMs: farBehind.ms,
      unchangedMsP50: share(unchanged, 0.5),
    };
  } finally {
    await server.stop();
    await home.remove();
  }
}

interface Loaded {
  readonly ms: number;
  readonly bytes: Uint8Array;
  readonly compressedBytes: number;
  readonly etag: string;
}

/** From the request to the last byte, unpacked, as a register needs it. */
async function load(url: string, shop: Shop, etag?: string): Promise<Loaded> {
  const begin = performance.now();
  const response = await fetch(new URL('/api/sync/snapshot/', url), {
    headers: {
      authorization: `Bearer ${shop.token()}`,
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
    },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const ms = performance.now() - begin;
  const wanted = etag === undefined ? 200 : 304;
  if (response.status !== wanted) throw new Error(`${response.status} instead of ${wanted}`);
  return {
    ms,
    bytes,
    compressedBytes: Number(response.headers.get('content-length')),
    etag: response.headers.get('etag') ?? '',
  };
}

async function changePrices(home: Home, tenantId: string, count: number): Promise<void> {
  await withOwner(home.home, async (client) => {
    await client.query(
      `UPDATE catalog.products SET name = name || ' new' WHERE tenant_id = $1 AND product_id IN
         (SELECT product_id FROM catalog.products WHERE tenant_id = $1 LIMIT $2)`,
      [tenantId, count],
    );
  });
}

function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
}

/** As lines for a person. */
export function snapshotText(figures: SnapshotFigures): string {
  const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`;
  return [
    `machine                    ${figures.machine}`,
    `products                   ${figures.products}`,
    `bytes, compressed          ${mb(figures.bytes)}, ${mb(figures.compressedBytes)}`,
    `built for the first time   ${figures.firstMs.toFixed(0)} ms`,
    `served, p50 and p99        ${figures.servedMsP50.toFixed(0)}, ${figures.servedMsP99.toFixed(0)} ms`,
    `served far behind          ${figures.farBehindMs.toFixed(0)} ms`,
    `not changed (304), p50     ${figures.unchangedMsP50.toFixed(0)} ms`,
    '',
  ].join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      products: { type: 'string', default: '100000' },
      times: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const figures = await benchSnapshot(
    { products: Number(values.products), times: Number(values.times) },
    (message) => process.stderr.write(`${message}\n`),
  );
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : snapshotText(figures));
}
