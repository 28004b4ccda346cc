/**
 * What the real server would not book, and a person at the till who sees to it without a shell: in
 * plain words, with the buttons that are there. Each test goes on where the one before it ended.
 */
import { addCustomer, openMenu, payInCash, refundNewest, scan } from '@evertill/rig';
import { openDrawer, takeCashOut } from '@evertill/rig';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PIN, openTillPage, startShift } from './till-page.ts';
import type { TillPage } from './till-page.ts';

const EGGS = '6161100000035';
const TAKEN = '+254711222333';

// Servers and browsers start and die here, also where much else is at work.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let till: TillPage;
beforeAll(async () => {
  till = await openTillPage();
  till.page.setDefaultTimeout(20_000);
  await startShift(till);
});
afterAll(async () => {
  await till.close();
});

const pill = (name: string | RegExp) => till.page.getByRole('button', { name });
const main = () => till.page.getByRole('main');

async function untilParked(count: number): Promise<void> {
  await pill(count === 1 ? '1 needs a person' : `${count} need a person`).waitFor();
}

/** Opens the screen, and of what waits there the one that is called so. */
async function look(title: RegExp): Promise<void> {
  await openMenu(till.page, 'Needs attention');
  await till.page.getByRole('navigation').getByRole('button', { name: title }).click();
  await main().getByRole('heading', { name: title }).waitFor();
}

async function choose(choice: string): Promise<void> {
  await main().getByRole('button', { name: choice }).click();
}

/** A leader types their PIN, is asked why, says it, and types it again. */
async function decide(choice: string, reason: string): Promise<void> {
  await choose(choice);
  const dialog = till.page.getByRole('dialog');
  const typePin = async (): Promise<void> => {
    await dialog.getByRole('group', { name: 'PIN of manager' }).focus();
    await till.page.keyboard.type(PIN, { delay: 60 });
    await till.page.keyboard.press('Enter');
  };
  await typePin();
  // Nothing is decided without a reason.
  await dialog.getByText('Say in a few words why.').first().waitFor();
  await dialog.getByLabel('Reason').fill(reason);
  await typePin();
  await dialog.waitFor({ state: 'detached' });
}

async function parkedOnServer(): Promise<readonly unknown[]> {
  const rows = await till.shop.sql(
    `SELECT kind, code FROM orders.unbooked_operations u WHERE orders.still_waits(
       u.tenant_id, u.register_id, u.operation_id, u.body_hash) AND kind <> 'withheld' ORDER BY seq`,
  );
  return rows.map(({ kind, code }) => `${String(kind)} ${String(code)}`);
}

test('a discount beyond the cashier, with a word of a leader, waits for nobody', async () => {
  const { page } = till;
  await scan(page, EGGS);
  // There is a discount where there is a line.
  await expect.poll(() => page.getByRole('button', { name: 'Pay' }).isEnabled()).toBe(true);
  await page.keyboard.press('F3');
  await page.getByLabel('Per cent', { exact: true }).last().fill('50');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Give discount/ })
    .click();
  await page.getByRole('group', { name: 'PIN of manager' }).focus();
  await page.keyboard.type(PIN, { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await payInCash(page);
  await refundNewest(page);
  await pill('All saved').waitFor();
  expect(await parkedOnServer()).toEqual([]);
  const token = till.tenant.tokens.owner;
  const approved = await till.shop.call('GET', '/api/approved-operations/', { token });
  expect(approved.body).toEqual([expect.objectContaining({ action: 'DISCOUNT' })]);
});

test('a customer whose phone is somebody else’s is changed and sent, or given up', async () => {
  const { page, shop, tenant } = till;
  const body = { name: 'Achieng Otieno', phone: TAKEN };
  const made = await shop.call('POST', '/api/customers/', { token: tenant.tokens.owner, body });
  expect(made.status).toBe(201);
  await openMenu(page, 'Sell');
  await scan(page, EGGS);
  await addCustomer(page, 'Wanjiru Kamau', TAKEN);
  await untilParked(1);
  await look(/Wanjiru/);
  await main().getByText('This phone number already belongs to a customer.').waitFor();
  await choose('Change and send');
  await page.getByLabel(/^Phone number/).fill('+254711222444');
  await page.getByRole('dialog').getByRole('button', { name: 'Change and send' }).click();
  await pill('All saved').waitFor();
  await openMenu(page, 'Sell');
  await addCustomer(page, 'Kamau Njoroge', TAKEN);
  await untilParked(1);
  await look(/Kamau/);
  await decide('Accept', 'It is the customer we know');
  await pill('All saved').waitFor();
  const listed = await shop.call('GET', '/api/customers/', { token: tenant.tokens.owner });
  const items = listed.body as readonly { readonly name: string }[];
  expect(items.map(({ name }) => name).sort()).toEqual(['Achieng Otieno', 'Wanjiru Kamau']);
});

test('a drawer that somebody else opened: what hangs on it is voided, it is tried again', async () => {
  const { page, shop, tenant } = till;
  await openMenu(page, 'Sell');
  await payInCash(page);
  await page.keyboard.press('Enter');
  await openMenu(page, 'Close session');
  await page.getByLabel('How many of 1,000').fill('2');
  await page.getByRole('button', { name: 'Submit count' }).click();
  await page.getByRole('button', { name: 'Close session' }).last().click();
  await page.getByText('Session closed. Saved on this device.').waitFor();
  await pill('All saved').waitFor();
  const [{ register_id: register } = {}] = await shop.sql(
    "SELECT register_id FROM orders.registers WHERE kind = 'COUNTER'",
  );
  const token = tenant.tokens.owner;
  const opening = { register, opening_float: '10.00' };
  const opened = await shop.call('POST', '/api/cash-sessions/', { token, body: opening });
  expect(opened.status).toBe(201);
  await page.getByRole('button', { name: 'Open the next session' }).click();
  await openDrawer(page, '500');
  await untilParked(1);
  await takeCashOut(page, '100');
  await untilParked(2);
  await look(/Take out/);
  await main().getByText('It depends on something that waits for a person.').waitFor();
  await decide('Void', 'Put back into the drawer');
  await untilParked(1);
  await look(/Session opened/);
  await main().getByText('Another session of this till is open.').waitFor();
  const close = `/api/cash-sessions/${opened.body.session_id}/close/`;
  const closing = { closing_total: '10.00' };
  const closed = await shop.call('POST', close, { token, body: closing });
  expect([closed.status, closed.body.code]).toEqual([200, undefined]);
  await choose('Try again');
  await pill('All saved').waitFor();
  // The server has no word yet for what was decided here: it keeps what it parked.
  expect(await parkedOnServer()).toEqual([
    'customer_create name_taken',
    'customer_create name_taken',
    'cash_movement dependency_parked',
  ]);
});
