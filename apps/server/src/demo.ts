/**
 * Makes the demo shops, and the file that says how to log in to them.
 *
 * Ids and passwords are written down before anything is made with them, so that a demo that was
 * killed half-way is finished by the next start, and never made twice.
 */
import { auth, catalog, orders } from '@evertill/contract';
import type { Operation, InputOf, OutputOf } from '@evertill/contract';
import { derivedId, newId } from '@evertill/kernel';
import type { World } from '@evertill/kernel';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Assembly } from './assemble.ts';
import { demoShops } from './demo-goods.ts';
import type { DemoShop } from './demo-goods.ts';

interface Login {
  readonly phone_number: string;
  readonly password: string;
}

export interface DemoTenant {
  readonly tenant_id: string;
  readonly name: string;
  readonly owner: Login;
  readonly manager: Login;
  readonly cashier: Login;
  /** Empty until the shop is made; it enrols one device, once. */
  readonly enrolment_code: string;
}

export interface DemoFile {
  readonly url: string;
  readonly tenants: readonly DemoTenant[];
}

const roles = ['owner', 'manager', 'cashier'] as const;

export function demoFilePath(home: string): string {
  return path.join(home, 'demo.json');
}

export function readDemoFile(home: string): DemoFile | undefined {
  try {
    return JSON.parse(readFileSync(demoFilePath(home), 'utf8')) as DemoFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all: written beside, then put in its place. */
function writeDemoFile(home: string, file: DemoFile): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const target = demoFilePath(home);
  writeFileSync(`${target}.new`, `${JSON.stringify(file, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  renameSync(`${target}.new`, target);
}

export interface DemoOptions {
  readonly home: string;
  readonly world: World;
  readonly assembly: Assembly;
  readonly url: string;
  readonly onProgress: (message: string) => void;
}

export async function makeDemo(options: DemoOptions): Promise<DemoFile> {
  const { home, world, url, onProgress } = options;
  let file = readDemoFile(home) ?? { url, tenants: demoShops.map((shop) => plan(world, shop)) };
  if (file.url !== url || file.tenants.some((tenant) => tenant.enrolment_code === '')) {
    file = { ...file, url };
    writeDemoFile(home, file);
  }
  for (const [index, tenant] of file.tenants.entries()) {
    const shop = demoShops[index];
    if (shop === undefined || tenant.enrolment_code !== '') continue;
    onProgress(`making the demo shop ${shop.name}`);
    const enrolmentCode = await makeShop(options, tenant, shop);
    const tenants = file.tenants.with(index, { ...tenant, enrolment_code: enrolmentCode });
    file = { ...file, tenants };
    writeDemoFile(home, file);
  }
  return file;
}

function plan(world: World, shop: DemoShop): DemoTenant {
  const login = (last: number): Login => ({
    phone_number: `${shop.phonePrefix}${1000 + last}`,
    password: world.randomness.bytes(9).toString('base64url'),
  });
  return {
    tenant_id: newId(world),
    name: shop.name,
    owner: login(1),
    manager: login(2),
    cashier: login(3),
    enrolment_code: '',
  };
}

/** Every step may be taken again under the same ids. Answers the register's enrolment code. */
async function makeShop(
  { assembly }: DemoOptions,
  tenant: DemoTenant,
  shop: DemoShop,
): Promise<string> {
  const tenantId = tenant.tenant_id;
  const ask = async <O extends Operation>(operation: O, input: InputOf<O>): Promise<OutputOf<O>> =>
    assembly.ask(operation, assembly.ownContext(tenantId), input);
  await ask(auth.createTenant, {
    tenantId,
    name: shop.name,
    currency: shop.currency,
    timeZone: shop.timeZone,
    mfaPolicy: 'OPTIONAL',
    users: roles.map((role) => ({
      userId: derivedId(tenantId, `demo:user:${role}`),
      clientName: `Demo ${role}`,
      phoneNumber: tenant[role].phone_number,
      password: tenant[role].password,
      role,
    })),
  });
  const categoryId = (name: string): string => derivedId(tenantId, `demo:category:${name}`);
  for (const name of new Set(shop.goods.map(([, , , category]) => category))) {
    await ask(catalog.createCategory, { categoryId: categoryId(name), name });
  }
  for (const [sku, name, price, category] of shop.goods) {
    const productId = derivedId(tenantId, `demo:product:${sku}`);
    await ask(catalog.createProduct, {
      productId,
      sku,
      name,
      price,
      category: categoryId(category),
    });
  }
  const registerId = derivedId(tenantId, 'demo:register:1');
  const { enrolmentCode } = await ask(orders.createRegister, { registerId, name: 'Till 1' });
  return enrolmentCode;
}
