/** A till in a real browser, at a real server, as a cashier meets it. */
import { enrolDevice, enterPin, openChromium, openDrawer, signIn } from '@evertill/rig';
import { startTestShop } from '@evertill/testing';
import type { TestShop, TestTenant } from '@evertill/testing';
import type { BrowserContext, Page } from 'playwright-core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildRegister } from '../../../scripts/build-register.mjs';

export interface TillPage {
  readonly shop: TestShop;
  readonly tenant: TestTenant;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page complained of: it should be nothing. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

export const PIN = '2468';

const goods = [
  ['MILK', 'Mlima Fresh Milk, 500 ml', '65.00', '6161100000011'],
  ['BREAD', 'Asubuhi White Bread, 400 g', '70.00', '6161100000028'],
  ['EGGS', 'Eggs, tray of 30', '450.00', '6161100000035'],
  // What the shop's scale calls item 123, by the kilogram.
  ['TOMATO', 'Tomatoes', '120.00', '00123'],
] as const;

/** Opens the page of the till; nothing is enrolled, nobody signed in. The words go to Chromium. */
export async function openTillPage(words: readonly string[] = []): Promise<TillPage> {
  await buildRegister(fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, ''));
  const shop = await startTestShop();
  const tenant = shop.tenants[1];
  await furnish(shop, tenant);
  const profile = await mkdtemp(path.join(tmpdir(), 'evertill-till-'));
  const context = await openChromium(profile, words);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${shop.running.url}/register/`);
  return {
    shop,
    tenant,
    context,
    page,
    complaints,
    close: async () => {
      await context.close();
      await shop.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Goods with barcodes, and PINs. */
export async function furnish(shop: TestShop, { tokens, phones }: TestTenant): Promise<void> {
  const { owner: token } = tokens;
  for (const [sku, name, price, barcode] of goods) {
    const body = { sku, name, price, barcode };
    const made = await shop.call('POST', '/api/products/', { token, body });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  }
  const people = await shop.call('GET', '/api/clients/', { token });
  for (const role of ['cashier', 'manager'] as const) {
    const person = people.body.find((one: Record<string, unknown>) => {
      return one['phone_number'] === phones[role];
    });
    const route = `/api/clients/${person.user_client_id}/set-pin/`;
    const answer = await shop.call('POST', route, { token, body: { pin: PIN } });
    if (answer.status !== 204) throw new Error(JSON.stringify(answer.body));
  }
}

/** A one-time code for a till of the shop. */
async function enrolmentCode({ shop, tenant }: TillPage): Promise<string> {
  const token = tenant.tokens.manager;
  const made = await shop.call('POST', '/api/registers/', { token, body: { name: 'Till 1' } });
  return made.body.enrolment_code as string;
}

/** From a blank device to an open drawer with a float of 1,000. */
export async function startShift(till: TillPage): Promise<void> {
  const { page, tenant } = till;
  await enrolDevice(page, await enrolmentCode(till));
  await signIn(page, { phoneNumber: tenant.phones.cashier, password: tenant.password });
  await enterPin(page, 'cashier', PIN);
  await openDrawer(page, '1000');
}

/** The server does not answer, whatever is asked: as when somebody pulls the cable. */
export async function cutTheLine({ context }: TillPage, isCut: boolean): Promise<void> {
  await context.setOffline(isCut);
}

/** What went to the server of this shop, by kind. */
export async function countOnServer({ shop }: TillPage): Promise<Record<string, unknown>> {
  const [row] = await shop.sql(`SELECT
    (SELECT count(*) FROM orders.sales)::int AS sales,
    (SELECT count(*) FROM orders.cash_sessions)::int AS sessions,
    (SELECT count(*) FROM orders.cash_sessions WHERE closed_at IS NOT NULL)::int AS closed,
    (SELECT count(*) FROM orders.cash_movements)::int AS movements,
    (SELECT count(*) FROM orders.flags)::int AS flags,
    (SELECT count(*) FROM orders.unbooked_operations)::int AS unbooked`);
  return row ?? {};
}

export async function salesOnServer({
  shop,
  tenant,
}: TillPage): Promise<Record<string, unknown>[]> {
  const answer = await shop.call('GET', '/api/salesheaders/', { token: tenant.tokens.manager });
  return answer.body as Record<string, unknown>[];
}
