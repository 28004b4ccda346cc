/** The demo shops with a catalogue of some size, and the registers that are to sell it. */
import { openSnapshot } from '@evertill/contract';
import type { PromotionSet } from '@evertill/domain';
import { callerOf, mustAnswer, openShop } from '@evertill/rig';
import type { Home, Shop } from '@evertill/rig';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPromotions } from './promotions.ts';
import type { Settings } from './settings.ts';

const program = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
const SHOPS = 2;

export interface Till {
  readonly shop: Shop;
  readonly promotions: PromotionSet;
  /** Of each sale. */
  readonly lines: number;
  readonly registerId: string;
  readonly epoch: number;
  readonly fencing: number;
  readonly deviceKey: string;
  /** The last sequence number that was given out. */
  seq: number;
}

/** Registers in turn of the one shop and the other. */
export async function openTills(
  { url, home }: { readonly url: string; readonly home: Home },
  { clients, products, lines }: Pick<Settings, 'clients' | 'products' | 'lines'>,
): Promise<readonly Till[]> {
  const call = callerOf(url);
  const shops: { readonly shop: Shop; readonly promotions: PromotionSet }[] = [];
  for (let place = 0; place < SHOPS; place += 1) {
    const opened = await openShop(call, home.home, place);
    await importProducts(home, opened.tenantId, products);
    const goods = await goodsOf(url, opened);
    const shop = { ...(await openShop(call, home.home, place)), goods };
    shops.push({ shop, promotions: await openPromotions(call, shop, shop.book.currency) });
  }
  const tills: Till[] = [];
  for (let number = 0; number < clients; number += 1) {
    const { shop, promotions } = shops[number % SHOPS] as (typeof shops)[number];
    const pass = await shop.makeRegister(`Bench ${number + 1}`);
    const { fencing } = await mustAnswer<{ fencing: number }>(call, {
      method: 'POST',
      path: `/api/registers/${pass.registerId}/lease/`,
      token: shop.token(),
      registerKey: pass.deviceKey,
      body: {},
    });
    tills.push({ shop, promotions, lines, ...pass, fencing, seq: 0 });
  }
  return tills;
}

async function importProducts(home: Home, tenantId: string, products: number): Promise<void> {
  const file = path.join(home.root, 'goods.csv');
  const rows = Array.from({ length: products }, (_, index) => {
    const price = (100 + ((index * 37) % 9000)) / 100;
    return `BENCH-${index},Product ${index},${price.toFixed(2)},STD`;
  });
  await writeFile(file, ['sku,name,price,tax_code', ...rows].join('\n'));
  await promisify(execFile)(
    process.execPath,
    [program, 'import', 'products', file, '--tenant', tenantId],
    { env: { PATH: process.env['PATH'], HOME: home.root, EVERTILL_HOME: home.home } },
  );
}

/** As a register loads them: by the snapshot. */
async function goodsOf(url: string, shop: Shop): Promise<Shop['goods']> {
  const response = await fetch(new URL('/api/sync/snapshot/', url), {
    headers: { authorization: `Bearer ${shop.token()}` },
  });
  if (!response.ok) throw new Error(`no snapshot: ${response.status}`);
  const snapshot = openSnapshot(new Uint8Array(await response.arrayBuffer()));
  const ids = snapshot.numbers('productId');
  const prices = snapshot.numbers('priceMinor');
  const codes = snapshot.numbers('taxCode');
  const standard = snapshot.heading.taxCodes.indexOf('STD');
  return Array.from({ length: snapshot.heading.products }, (_, row) => row)
    .filter((row) => codes[row] === standard)
    .map((row) => ({
      product: uuidOf(ids.subarray(row * 16, row * 16 + 16) as Uint8Array),
      sku: snapshot.text('sku', row),
      name: snapshot.text('name', row),
      unitPriceMinor: prices[row] ?? 0,
    }));
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
