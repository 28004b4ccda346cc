/** Receipts that are taken to a customer, by their id or by what is printed on them. */
import { receiptLinkToken } from '@evertill/domain';
import { newUuid, openCounter, startTestShop } from '@evertill/testing';
import type { Body, Counter, TestShop } from '@evertill/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskAt, said } from './return-desk.ts';
import type { ReturnDesk } from './return-desk.ts';

let shop: TestShop;
let counter: Counter;
let desk: ReturnDesk;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
  desk = deskAt(counter);
});
afterAll(() => shop.close());

/** Another one each time. */
async function buyer(tenant?: number): Promise<string> {
  const at = tenant === undefined ? {} : { tenant };
  const body = { name: 'Somebody' };
  return (await desk.ask('POST', '/api/customers/', { body, ...at })).body.customer_id as string;
}

type Role = 'cashier' | 'manager';
const link = (body: Body, role: Role = 'manager', tenant?: number) =>
  desk.ask('POST', '/api/receipt/link/', {
    body,
    role,
    ...(tenant === undefined ? {} : { tenant }),
  });
const linkByToken = (link_token: string, customer: string, tenant?: number) =>
  desk.ask('POST', '/api/receipt/link-token/', {
    body: { link_token, customer },
    role: 'cashier',
    ...(tenant === undefined ? {} : { tenant }),
  });
const taken = [409, 'receipt_linked'];
const missing = [404, 'not_found'];

test('by its id: once, and the same customer again changes nothing', async () => {
  const [sale, customer] = [await desk.sell(), await buyer()];
  const body = { receipt_id: sale, customer };
  const first = await link(body);
  expect(first.body).toMatchObject({
    receipt_id: sale,
    customer,
    link_token: receiptLinkToken(sale),
  });
  expect(
    (await link({ receipt_id: sale.toUpperCase(), customer: customer.toUpperCase() })).body,
  ).toEqual(first.body);
  expect(said(await link({ ...body, customer: await buyer() }))).toEqual(taken);
  const listed = await desk.ask('GET', `/api/receipts/?customer=${customer}`);
  expect(listed.body).toEqual([first.body]);
  await shop.running.assembly.drain();
  const logs = await desk.ask('GET', `/api/audit-logs/?action=RECEIPT_LINKED&object_id=${sale}`);
  expect(logs.body).toHaveLength(1);
});

test('by the printed token, as people type it, whoever sold it', async () => {
  const [sale, customer] = [await desk.sell(), await buyer()];
  // It was a manager's sale: a cashier does not see it, but has the paper.
  expect(said(await link({ receipt_id: sale, customer }, 'cashier'))).toEqual(missing);
  const token = receiptLinkToken(sale).toLowerCase();
  const typed = `${token.slice(0, 4)} ${token.slice(4, 8)}-${token.slice(8)}`;
  expect((await linkByToken(typed, customer)).body).toMatchObject({ receipt_id: sale, customer });
  expect(said(await linkByToken(token, await buyer()))).toEqual(taken);
});

test('what is not there, or is another shop’s, is missing: receipt or customer', async () => {
  const [sale, customer, theirs] = [await desk.sell(), await buyer(), await buyer(1)];
  expect(said(await link({ receipt_id: sale, customer: theirs }))).toEqual(missing);
  expect(said(await link({ receipt_id: sale, customer: newUuid() }))).toEqual(missing);
  expect(said(await link({ receipt_id: newUuid(), customer }))).toEqual(missing);
  expect(said(await link({ receipt_id: sale, customer: theirs }, 'manager', 1))).toEqual(missing);
  expect(said(await linkByToken(receiptLinkToken(sale), theirs, 1))).toEqual(missing);
  for (const odd of [receiptLinkToken(newUuid()), '0', 'U'.repeat(16)]) {
    expect(said(await linkByToken(odd, customer))).toEqual(missing);
  }
});

test('a sale that had a customer has it still', async () => {
  const customer = await buyer();
  const body = { ...counter.saleOf(), customer };
  const { id } = await counter.settle('sale', body);
  expect((await link({ receipt_id: id, customer })).body).toMatchObject({ customer });
  expect(said(await link({ receipt_id: id, customer: await buyer() }))).toEqual(taken);
});

test('of ten customers at once one has it', async () => {
  const sale = await desk.sell();
  const buyers = await Promise.all(Array.from({ length: 10 }, () => buyer()));
  const answers = await Promise.all(buyers.map((customer) => link({ receipt_id: sale, customer })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'receipt_linked')).toHaveLength(9);
});
