/**
 * The people's side of the till, in a real browser at a real server: leaders' words, customers with
 * the line down, exchanges; and a whole shift by keyboard alone. Each test goes on where the one
 * before it ended.
 */
import { scan } from '@evertill/rig';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PIN, cutTheLine, openTillPage, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';

let till: TillPage;
beforeAll(async () => {
  till = await openTillPage();
  const body = { name: 'Wanjiru Kamau', phone: '+254722111222' };
  const made = await till.shop.call('POST', '/api/customers/', { token: owner(), body });
  customerId = made.body.customer_id as string;
  await startShift(till);
});
afterAll(async () => {
  await till.close();
});

let customerId = '';
const owner = (): string => till.tenant.tokens.owner;
const paid = 'Paid. Saved on this device.';
const page = (): TillPage['page'] => till.page;
const button = (name: string | RegExp) => page().getByRole('button', { name });

async function allSaved(): Promise<void> {
  await button('All saved').waitFor();
}

/** As a person types: quicker, and it would be a scan. */
async function type(text: string): Promise<void> {
  await page().keyboard.type(text, { delay: 60 });
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page().keyboard.press(key);
}

/** Until the line is on the ticket: keys that come before it would find nothing. */
async function scanned(code: string, name: string): Promise<void> {
  await scan(page(), code);
  await page().getByRole('list', { name: 'Lines of the ticket' }).getByText(name).waitFor();
}

async function discountOfHalf(): Promise<void> {
  await press('F3');
  await page().getByRole('textbox', { name: 'Per cent' }).fill('50');
  await press('Enter');
  await page().getByRole('group', { name: 'PIN of manager' }).waitFor();
}

const wordsOnServer = (): Promise<Record<string, unknown>[]> =>
  till.shop.sql(
    `SELECT action, way, is_fit FROM orders.operation_approvals ORDER BY recorded_at, word_number`,
  );
const flagsOnServer = (): Promise<Record<string, unknown>[]> =>
  till.shop.sql('SELECT flag FROM orders.flags ORDER BY raised_at');

test('a manager’s PIN lets a discount pass: the server checked it, and keeps who it was', async () => {
  await scanned('6161100000035', 'Eggs');
  await discountOfHalf();
  await type('1111');
  await press('Enter');
  await page().getByText('That is not the PIN. Try again.').waitFor();
  await type(PIN);
  await press('Enter');
  await page().getByRole('dialog').waitFor({ state: 'detached' });
  await press('F9', 'Enter');
  await page().getByText(paid).waitFor();
  await allSaved();
  expect(await wordsOnServer()).toEqual([{ action: 'DISCOUNT', way: 'SERVER', is_fit: true }]);
  expect(await flagsOnServer()).toEqual([]);
  await till.shop.running.assembly.drain();
  const { body } = await till.shop.call('GET', '/api/audit-logs/?action=APPROVAL_REFUSED', {
    token: owner(),
  });
  expect(body).toMatchObject([{ reason: 'pin_wrong' }]);
});

test('with the line down the device checks it, says so, and locks after five wrong ones', async () => {
  await press('Enter');
  await cutTheLine(till, true);
  await scanned('6161100000035', 'Eggs');
  await button(/Offline/)
    .first()
    .waitFor();
  await discountOfHalf();
  await type(PIN);
  await press('Enter');
  await page().getByRole('dialog').waitFor({ state: 'detached' });
  await press('F9', 'Enter');
  await page().getByText(paid).waitFor();
  await press('Enter');
  await scanned('6161100000035', 'Eggs');
  await discountOfHalf();
  for (let time = 0; time < 5; time += 1) {
    await type('1111');
    await press('Enter');
    await expect.poll(() => page().locator('.pin-dots .full').count()).toBe(0);
  }
  await page()
    .getByText(/Too many wrong PINs. manager is locked at this till until/)
    .waitFor();
  await press('Escape');
  await cutTheLine(till, false);
  await allSaved();
  expect(await wordsOnServer()).toMatchObject([
    { way: 'SERVER' },
    { action: 'DISCOUNT', way: 'DEVICE', is_fit: true },
  ]);
  expect(await flagsOnServer()).toEqual([]);
});

test('customers are found with the line down, and forgotten by the device when they are erased', async () => {
  await cutTheLine(till, true);
  await press('F2');
  const dialog = page().getByRole('dialog');
  await dialog.getByLabel('Name or phone').fill('kam');
  await dialog.getByRole('button', { name: /Wanjiru Kamau.*•••• 1222/ }).click();
  await page().getByText('•••• 1222').waitFor();
  await press('F2');
  await dialog.getByLabel('Name or phone').fill('0722 111 222');
  await dialog.getByRole('button', { name: /Wanjiru Kamau/ }).waitFor();
  await press('Escape');
  await press('F4');
  await scanned('6161100000035', 'Eggs');
  await press('F2');
  await dialog.getByLabel('Name or phone').fill('kam');
  await dialog.getByRole('button', { name: /Wanjiru Kamau/ }).click();
  await page().getByText('•••• 1222').waitFor();
  await press('F9');
  await page().getByText('Amount due').first().waitFor();
  await press('Enter');
  await page().getByText(paid).waitFor();
  await press('Enter');
  await cutTheLine(till, false);
  await allSaved();
  expect(await journalText()).toContain('Wanjiru');
  const path = `/api/customers/${customerId}/erase/`;
  await till.shop.call('POST', path, { token: owner(), body: { reason: 'asked to' } });
  await expect.poll(keptCustomers, { timeout: 30_000 }).toEqual([]);
  // And so do the tickets that were parked with them.
  const parked = await page().evaluate(() => JSON.stringify(localStorage));
  expect(parked).not.toContain('Wanjiru');
  // And what was sold to them says that it was to somebody, and to whom no more.
  await expect.poll(journalText).not.toContain('Wanjiru');
});

/** All that the journal has of operations, wherever the browser keeps it. */
function journalText(): Promise<string> {
  return page().evaluate(async () => {
    const buckets = (navigator as unknown as { storageBuckets?: Buckets }).storageBuckets;
    const factories = [indexedDB];
    for (const name of (await buckets?.keys()) ?? []) {
      const bucket = await buckets?.open(name);
      if (bucket !== undefined) factories.push(bucket.indexedDB);
    }
    const all: unknown[] = [];
    for (const factory of factories) {
      for (const { name = '' } of await factory.databases()) {
        if (name.startsWith('evertill-catalogue')) continue;
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = factory.open(name);
          opening.onsuccess = () => resolve(opening.result);
        });
        for (const store of database.objectStoreNames) {
          const asked = database.transaction(store).objectStore(store).getAll();
          all.push(await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result))));
        }
        database.close();
      }
    }
    return JSON.stringify(all);
  });
}

interface Buckets {
  readonly keys: () => Promise<readonly string[]>;
  readonly open: (name: string) => Promise<{ readonly indexedDB: IDBFactory }>;
}

/** What lies in the device's own database, whatever the screen shows; asks for a pull first. */
async function keptCustomers(): Promise<unknown> {
  await page().evaluate(() => window.dispatchEvent(new Event('online')));
  return page().evaluate(async () => {
    const found: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('evertill-catalogue')) continue;
      found.push(
        ...(await new Promise<unknown[]>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => {
            const database = opening.result;
            const all = database.transaction('customers').objectStore('customers').getAll();
            all.onsuccess = () => {
              database.close();
              resolve(all.result as unknown[]);
            };
            all.onerror = () => reject(new Error('no customers'));
          };
          opening.onerror = () => reject(new Error('no database'));
        })),
      );
    }
    return found;
  });
}

test('goods back for other goods, with the line down: two facts, and one paper that says both', async () => {
  await cutTheLine(till, true);
  await press('F10');
  await page().getByRole('dialog').getByRole('button', { name: 'Sales and receipts' }).click();
  await button('Take goods back').first().click();
  await button(/^Eggs, tray of 30.*can come back/).click();
  await button('Exchange for other goods').click();
  await page()
    .getByText(/Comes back from receipt/)
    .waitFor();
  await scanned('6161100000011', 'Mlima Fresh Milk');
  await press('F9');
  await page().getByText('To give back').waitFor();
  expect(await page().getByTestId('money-change').textContent()).toBe('KES 385.00');
  await press('Enter');
  await page().getByText(paid).waitFor();
  const paper = page().getByRole('document', { name: 'Receipt' });
  expect(await paper.textContent()).toMatch(/Eggs[\s\S]*Mlima Fresh Milk/);
  await cutTheLine(till, false);
  await allSaved();
  const [booked] = await till.shop.sql(
    `SELECT (SELECT count(*) FROM orders.payments WHERE reference LIKE 'exchange:%')::int AS halves,
            (SELECT count(*) FROM orders.refunds)::int AS refunds,
            (SELECT count(*) FROM orders.unbooked_operations)::int AS unbooked`,
  );
  expect(booked).toEqual({ halves: 2, refunds: 1, unbooked: 0 });
  expect(await flagsOnServer()).toEqual([]);
});

test('a sale, a refund and the close of the shift, by keyboard alone', async () => {
  await press('Enter');
  await page().getByText('Ready for the next sale').waitFor();
  await type('/');
  await type('bread');
  await button(/Asubuhi/)
    .first()
    .waitFor();
  await press('Enter', 'F9');
  await page().getByText('Amount due').first().waitFor();
  await press('Enter');
  await page().getByText(paid).waitFor();
  await press('Enter', 'F10');
  await reach('Sales and receipts', 'Enter');
  await reach(/Take goods back/, 'Enter');
  await reach(/Asubuhi White Bread.*can come back/, 'Enter');
  await reach('Refund and finish', 'Enter');
  await page().getByText('Refunded. Saved on this device.').waitFor();
  await press('Enter', 'F10');
  await reach('Close session', 'Enter');
  await reach('How many of 1,000', '1');
  for (let field = 0; field < 20 && (await isInField()); field += 1) await press('Enter');
  await page()
    .getByText(/^(Over by|Short by|It is exactly right)/)
    .first()
    .waitFor();
  await reach('Close session', 'Enter');
  await page().getByText('Session closed. Saved on this device.').waitFor();
  await allSaved();
  const [closed] = await till.shop.sql(
    'SELECT count(*)::int AS sessions FROM orders.cash_sessions WHERE closed_at IS NOT NULL',
  );
  expect(closed).toEqual({ sessions: 1 });
});

const isInField = (): Promise<boolean> =>
  page().evaluate(() => document.activeElement instanceof HTMLInputElement);

/** By Tab to whatever is called so, and then a key: as somebody without a mouse gets there. */
async function reach(name: string | RegExp, key: string): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    await press('Tab');
    const named = await page().evaluate(() => {
      const on = document.activeElement;
      return (on?.getAttribute('aria-label') ?? on?.textContent ?? '').trim();
    });
    const isThere = typeof name === 'string' ? named === name : name.test(named);
    if (isThere) return press(key);
  }
  throw new Error(`no way by keyboard to ${String(name)}`);
}
