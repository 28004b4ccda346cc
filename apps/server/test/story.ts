/**
 * The story every deployment is told: a log-in, a sale, the same again, a refund, a bad one, what
 * the shop reads afterwards, a day off the line, and orders paid by card. It answers in words, so
 * that two deployments can be compared.
 */
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import { refundBodyOf, saleBodyOf } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import type { DemoTenant } from '../src/demo.ts';
import { tellCards } from './story-cards.ts';
import { tellDay } from './story-day.ts';
import { eventually } from './story-teller.ts';
import type { Teller, Till, Told } from './story-teller.ts';

/** Where each part of the API is answered. */
export interface Deployment {
  readonly ordersUrl: string;
  readonly restUrl: string;
  readonly tenant: DemoTenant;
}

const ORDERS = /^\/api\/(?:registers|sync\/push|sales|refunds|receipts|checkout|cash-sessions)/;

export async function tellStory(deployment: Deployment): Promise<readonly string[]> {
  const words: string[] = [];
  const teller = await logIn(deployment, words);
  const { till, deviceKey } = await openTill(deployment, teller, words);
  const { product, book } = await stockShelf(teller, words);
  const at = new Date().toISOString();
  const saleId = randomUUID();
  const body = saleBodyOf({
    book,
    receiptNumber: 'S-1',
    lines: [{ product, unitPriceMinor: 850, quantityMilli: 3000 }],
    tenders: [{ method: 'CASH', amountMinor: 3000 }],
  });
  const sale = { seq: 1, id: saleId, kind: 'sale', occurred_at: at, body };
  const refund = refundBodyOf({
    book,
    receiptNumber: 'S-2',
    saleId,
    line: { product, quantityMilli: 1000, totalMinor: 850, taxMinor: 142 },
  });
  for (const operations of [
    [sale],
    [sale],
    [{ ...sale, body: { ...body, note: 'another body' } }],
    [
      { seq: 2, id: randomUUID(), kind: 'refund', occurred_at: at, body: refund },
      { seq: 3, id: randomUUID(), kind: 'sale', occurred_at: at, body: { nonsense: true } },
    ],
  ]) {
    const answer = await till('/api/sync/push/', { operations });
    for (const one of answer.body.results) {
      words.push(`push ${one.seq}: ${one.outcome} ${one.code ?? ''} [${one.flags.join()}]`);
    }
  }
  const alone = saleBodyOf({
    book,
    receiptNumber: 'S-4',
    lines: [{ product, unitPriceMinor: 850 }],
  });
  const { kind: _, ...head } = sale;
  const single = { ...head, seq: 4, id: randomUUID(), body: alone };
  for (let time = 1; time <= 2; time += 1) {
    const answer = await till('/api/sales/', single);
    words.push(`alone, time ${time}: ${answer.status} ${answer.body.outcome}`);
  }
  await meetCustomer({ teller, till, product, at }, words);
  await readBack(teller, { saleId, product }, words);
  words.push(...(await pullAt(teller, { deviceKey, product })));
  words.push(...(await tellDay({ teller, till, product, book })));
  words.push(...(await tellCards(teller)));
  return words;
}

async function logIn({ ordersUrl, restUrl, tenant }: Deployment, words: string[]) {
  let token = '';
  const teller: Teller = async (method, path, body, key) => {
    const base = ORDERS.test(path) || path.startsWith('/api/sales') ? ordersUrl : restUrl;
    const response = await fetch(new URL(path, base), {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'x-register-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const wrong = await teller('POST', '/api/token/', { ...tenant.owner, password: 'wrong' });
  words.push(`wrong password: ${wrong.status} ${wrong.body.code}`);
  words.push(`no token: ${(await teller('GET', '/api/salesheaders/')).body.code}`);
  const answer = await teller('POST', '/api/token/', tenant.owner);
  words.push(`log-in: ${answer.status}`);
  token = answer.body.access;
  return teller;
}

async function openTill({ tenant }: Deployment, teller: Teller, words: string[]) {
  const enrolled = await teller('POST', '/api/registers/enrol/', {
    enrolment_code: tenant.enrolment_code,
  });
  words.push(`enrol: ${enrolled.status}, epoch ${enrolled.body.epoch}`);
  const { register_id, device_key, epoch } = enrolled.body;
  const leased = await teller('POST', `/api/registers/${register_id}/lease/`, {}, device_key);
  words.push(`lease: ${leased.status}, last seq ${leased.body.last_seq}`);
  const { fencing } = leased.body;
  const till: Till = (path, body) =>
    teller('POST', path, { register_id, epoch, fencing, ...body }, device_key);
  return { till, deviceKey: String(device_key) };
}

async function stockShelf(teller: Teller, words: string[]) {
  const created = await teller('POST', '/api/products/', {
    sku: 'STORY-1',
    name: 'A mug',
    price: '8.50',
  });
  words.push(`product: ${created.status} ${created.body.price}`);
  const again = await teller('POST', '/api/products/', { sku: 'STORY-1', name: 'B', price: 1 });
  words.push(`same sku: ${again.status} ${again.body.code}`);
  const found = await teller('GET', '/api/price-books/current/');
  const book = priceBookOf(codecOf(priceBookView).read(found.body).value as never);
  return { product: created.body.product_id as string, book };
}

interface Meeting {
  readonly teller: Teller;
  readonly till: Till;
  readonly product: string;
  readonly at: string;
}

/** A customer whom the till met offline is the one whom a checkout finds, and customers knows. */
async function meetCustomer(
  { teller, till, product, at }: Meeting,
  words: string[],
): Promise<void> {
  const id = randomUUID();
  const body = { name: 'Ann Story', phone: '07700 900123' };
  const create = { seq: 5, id, kind: 'customer_create', occurred_at: at, body };
  for (let time = 1; time <= 2; time += 1) {
    const answer = await till('/api/sync/push/', { operations: [create] });
    words.push(`customer, time ${time}: ${answer.body.results[0].outcome}`);
  }
  const order = await teller('POST', '/api/checkout/initialize/', {
    items: [{ product_id: product, qty: 1 }],
    payment_method: 'CASH',
    phone: '+44 7700 900123',
  });
  words.push(`checkout: ${order.status}, met before: ${order.body.customer_id === id}`);
  const told = await teller('GET', `/api/customers/${id}/export/`);
  words.push(`export: ${told.status} ${told.body.customer.name}, ${told.body.sales_count} sales`);
}

async function readBack(
  teller: Teller,
  { saleId, product }: { readonly saleId: string; readonly product: string },
  words: string[],
): Promise<void> {
  const sale = await teller('GET', `/api/salesheaders/${saleId}/`);
  words.push(`sale: ${sale.body.status} ${sale.body.total_price} back ${sale.body.refunded_total}`);
  const receipt = await teller('GET', `/api/receipts/${saleId}/`);
  words.push(
    ...String(receipt.body.text)
      .split('\n')
      .filter((line) => !line.startsWith('Date')),
  );
  // Four sold, one back: what was told arrives in its own time.
  const moves = await eventually(
    () => teller('GET', `/api/stock-movements/?product=${product}`),
    (answer) => answer.body.length === 3,
  );
  words.push(`movements: ${quantitiesOf(moves.body)}`);
  const level = await teller('GET', `/api/stock-levels/?product=${product}`);
  words.push(`on hand: ${level.body[0].on_hand}`);
  const log = await eventually(
    () => teller('GET', '/api/audit-logs/?action=REFUND'),
    (answer) => answer.body.length === 1,
  );
  words.push(`audit: ${log.body[0].action} ${log.body[0].reason}`);
}

/** What an enrolled device copies: each module adds its part, wherever it lives. */
async function pullAt(
  teller: Teller,
  { deviceKey, product }: { readonly deviceKey: string; readonly product: string },
): Promise<readonly string[]> {
  const { body } = await eventually(
    () => teller('GET', '/api/sync/pull/?limit=1000', undefined, deviceKey),
    (answer) => levelsOf(answer.body, product).length > 0,
  );
  const strange = await teller('GET', '/api/sync/pull/', undefined, 'no key');
  return [
    `pull: missing [${body.sections_missing}], ${body.settings.storename}, ${body.staff.length} people`,
    `pulled level: ${levelsOf(body, product).join()}`,
    `pull with a wrong key: ${strange.status} ${strange.body.code}`,
  ];
}

function levelsOf(body: Told['body'], product: string): readonly string[] {
  return (body.stock_levels as { product: string; on_hand: string }[])
    .filter((one) => one.product === product)
    .map((one) => one.on_hand);
}

function quantitiesOf(movements: readonly { readonly quantity: string }[]): string {
  return movements
    .map((one) => one.quantity)
    .sort()
    .join();
}
