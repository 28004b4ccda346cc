/**
 * How long a register waits for the snapshot of a large catalogue: built for the first time, served
 * as it lies there, served while much changed since, and asked for again by who has it.
 *
 *   bench --snapshot [--products 100000] [--times 20] [--json]
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
import http from 'node:http';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

interface SnapshotFigures {
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

async function benchSnapshot(
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
    const bytes = gunzipSync(first.compressed);
    return {
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
      products: openSnapshot(bytes).heading.products,
      bytes: bytes.length,
      compressedBytes: first.compressed.length,
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
  /** From the request to the last byte; unpacking is the register's own. */
  readonly ms: number;
  readonly compressed: Buffer;
  readonly etag: string;
}

function load(url: string, shop: Shop, etag?: string): Promise<Loaded> {
  const begin = performance.now();
  const wanted = etag === undefined ? 200 : 304;
  const headers = {
    authorization: `Bearer ${shop.token()}`,
    'accept-encoding': 'gzip',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
  };
  return new Promise((resolve, reject) => {
    const request = http.get(new URL('/api/sync/snapshot/', url), { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const ms = performance.now() - begin;
        const { statusCode } = response;
        if (statusCode !== wanted) reject(new Error(`${statusCode} instead of ${wanted}`));
        else resolve({ ms, compressed: Buffer.concat(parts), etag: response.headers.etag ?? '' });
      });
    });
    request.on('error', reject);
  });
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
function snapshotText(figures: SnapshotFigures): string {
  const mib = (bytes: number): string => `${Math.round(bytes / 104_857.6) / 10} MiB`;
  const ms = (value: number): string => `${Math.round(value)} ms`;
  return [
    `machine                    ${figures.machine}`,
    `products                   ${figures.products}`,
    `bytes, compressed          ${mib(figures.bytes)}, ${mib(figures.compressedBytes)}`,
    `built for the first time   ${ms(figures.firstMs)}`,
    `served, p50 and p99        ${ms(figures.servedMsP50)}, ${ms(figures.servedMsP99)}`,
    `served far behind          ${ms(figures.farBehindMs)}`,
    `not changed (304), p50     ${ms(figures.unchangedMsP50)}`,
    '',
  ].join('\n');
}

/** What was found, as text for whoever asked by these words. */
export async function snapshotReport(
  words: readonly string[],
  onProgress: Progress,
): Promise<string> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      products: { type: 'string', default: '100000' },
      times: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const question = { products: Number(values.products), times: Number(values.times) };
  const figures = await benchSnapshot(question, onProgress);
  return values.json ? `${JSON.stringify(figures)}\n` : snapshotText(figures);
}
