/**
 * What the real server would not book, and a person at the till who sees to it without a shell: in
 * plain words, with the buttons that are there. Each test goes on where the one before it ended.
 */
import { addCustomer, openMenu, payInCash, refundNewest, scan } from '@evertill/rig';
import { openDrawer, takeCashOut, tryNow } from '@evertill/rig';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { en } from '../src/words/en.ts';
import { attentionHands } from './attention-hands.ts';
import { holdPushes } from './hold-pushes.ts';
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

const { pill, main, untilParked, look, choose, typePin, parkedOnServer } = attentionHands(
  () => till,
);

/** A leader types their PIN, is asked why, says it, and types it again. */
async function decide(choice: string, reason: string): Promise<void> {
  await choose(choice);
  const dialog = till.page.getByRole('dialog');
  await typePin();
  // Nothing is decided without a reason.
  await dialog.getByText('Say in a few words why.').first().waitFor();
  await dialog.getByLabel('Reason').fill(reason);
  await typePin();
  await dialog.waitFor({ state: 'detached' });
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
  // Who decided, and why, is with the server too: there nothing waits any more.
  expect(await parkedOnServer()).toEqual([]);
  const decided = await shop.call('GET', '/api/sync/decisions/', { token });
  expect(decided.body.map((one: Record<string, unknown>) => one['reason'])).toEqual([
    'Put back into the drawer',
    'It is the customer we know',
    '',
  ]);
  const people = await shop.call('GET', '/api/clients/', { token });
  const manager = people.body.find((one: Record<string, unknown>) => {
    return one['phone_number'] === tenant.phones.manager;
  });
  expect(decided.body[0]).toMatchObject({
    ...{ decision: 'VOIDED', is_fit: true, way: 'REGISTER' },
    decided_by: manager.user_client_id,
  });
});

test('what the back office decided is decided at the till', async () => {
  const { page, shop, tenant } = till;
  const token = tenant.tokens.owner;
  const held = await holdPushes(page);
  await takeCashOut(page, '7');
  await held.parkAll(shop, () => 'tenant_mismatch');
  await untilParked(1);
  const listed = await shop.call('GET', '/api/sync/parked/', { token });
  const [{ id, register_id: register }] = listed.body;
  const body = { register, decision: 'VOIDED', reason: 'Seen in the office' };
  const made = await shop.call('POST', `/api/sync/parked/${id}/decide/`, { token, body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await tryNow(page);
  await pill('All saved').waitFor();
});

/** What a person does about each, where it is not simply tried again. */
const resolutions: Readonly<Record<string, 'void' | 'amend'>> = {
  ...{ id_reused: 'void', tenant_mismatch: 'void', currency_foreign: 'void' },
  ...{ dependency_parked: 'amend', input_invalid: 'amend', session_closed: 'amend' },
};

test('every reason there is, seen to by a person at the screen', { timeout: 400_000 }, async () => {
  const { page, shop, tenant } = till;
  const own = new Set(['fault', 'strange_answer', 'other']);
  const codes = Object.keys(en).flatMap((key) => {
    const code = key.startsWith('why.') ? key.slice('why.'.length) : '';
    return code === '' || own.has(code) ? [] : [code];
  });
  const forLeader = ['discount_needs_manager', 'sale_not_found'];
  const others = codes.filter((code) => !forLeader.includes(code));
  const held = await holdPushes(page);
  await openMenu(page, 'Sell');
  await scan(page, EGGS);
  await payInCash(page);
  await refundNewest(page);
  await page.keyboard.press('Enter');
  for (const index of others.keys()) await takeCashOut(page, String(11 + index));
  await held.parkAll(shop, (index) => [...forLeader, ...others][index] ?? 'not_found');
  await untilParked(codes.length);
  const file = await savedFile();
  expect(file.items.map(({ trouble }) => trouble.code)).toEqual([...forLeader, ...others]);
  // The sale with a leader's word for its discount, the refund as one without its sale.
  for (const title of [/^Sale/, /^Refund/]) {
    await look(title);
    await choose('Change and send');
    await typePin();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  for (const [index, code] of others.entries()) {
    await page
      .getByRole('navigation')
      .getByText(`${11 + index}.00`, { exact: true })
      .click();
    await main()
      .getByText(en[`why.${code}` as keyof typeof en], { exact: true })
      .waitFor();
    const resolution = resolutions[code];
    if (resolution === 'void') await decideAtOnce('Void', `seen: ${code}`);
    else if (resolution === 'amend') await amendReason(`mended: ${code}`);
    else await choose('Try again');
    await main()
      .getByText(en[`why.${code}` as keyof typeof en], { exact: true })
      .waitFor({
        state: 'detached',
      });
  }
  await pill('All saved').waitFor();
  expect(await parkedOnServer()).toEqual([]);
  const token = tenant.tokens.owner;
  const decided = await shop.call('GET', '/api/sync/decisions/?limit=100', { token });
  const reasons = (decided.body as Record<string, unknown>[]).map(({ reason }) => reason);
  for (const [code, resolution] of Object.entries(resolutions)) {
    if (resolution === 'void') expect(reasons).toContain(`seen: ${code}`);
  }
  const booked = await shop.sql(
    "SELECT reason FROM orders.cash_movements WHERE reason LIKE 'mended%'",
  );
  expect(booked).toHaveLength(3);
  const loose = await shop.sql('SELECT FROM orders.refunds WHERE sale_id IS NULL');
  expect(loose).toHaveLength(1);
});

async function decideAtOnce(choice: string, reason: string): Promise<void> {
  await choose(choice);
  await till.page.getByRole('dialog').getByLabel('Reason').fill(reason);
  await typePin();
}

async function amendReason(reason: string): Promise<void> {
  await choose('Change and send');
  const dialog = till.page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Change and send' }).click();
}

interface SavedFile {
  readonly items: readonly { readonly trouble: { readonly code: string } }[];
}

async function savedFile(): Promise<SavedFile> {
  const { page } = till;
  await openMenu(page, 'Needs attention');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), 'utf8')) as SavedFile;
}
