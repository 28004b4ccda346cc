/**
 * Orders paid by card through a provider that collects, declines, is late, says it twice or never
 * answers; and the money of one going back.
 */
import { randomUUID } from 'node:crypto';
import { eventually } from './story-teller.ts';
import type { Teller, Told } from './story-teller.ts';

const PRICE = '4.00';
/** What the provider does, by the account that it is asked to charge. */
const accounts = ['approve', 'decline', 'late', 'twice', 'timeout'] as const;

export async function tellCards(teller: Teller): Promise<readonly string[]> {
  const product = await teller('POST', '/api/products/', {
    sku: 'STORY-2',
    name: 'A print',
    price: PRICE,
  });
  const words: string[] = [];
  let paid = '';
  for (const account of accounts) {
    const order = await confirmedOrder(teller, product.body.product_id);
    words.push(...(await payBy(teller, order, account)));
    if (account === 'approve') paid = order;
  }
  words.push(await refund(teller, paid));
  return words;
}

async function confirmedOrder(teller: Teller, product: string): Promise<string> {
  const { body } = await teller('POST', '/api/salesheaders/', {
    lines: [{ product, quantity: '1' }],
  });
  const order = String(body.sales_header_id);
  const confirmed = await teller('POST', `/api/salesheaders/${order}/confirm/`, {});
  if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  return order;
}

async function payBy(teller: Teller, order: string, account: string): Promise<readonly string[]> {
  const attempt = attemptOf(order, account);
  const first = await teller('POST', '/api/payment-attempts/', attempt);
  const again = await teller('POST', '/api/payment-attempts/', attempt);
  const words = [
    `card, ${account}: ${first.status} ${wordsOf(first, account)}`,
    `card, ${account}, asked again: ${again.status} ${again.body.payment_attempt_id === attempt.payment_attempt_id}`,
  ];
  if (account === 'decline') {
    const other = await teller('POST', '/api/payment-attempts/', attemptOf(order, 'approve'));
    words.push(`another card: ${other.body.status}`);
  }
  if (account === 'timeout') {
    const path = `/api/payment-attempts/${attempt.payment_attempt_id}/check/`;
    words.push(`asked what became of it: ${(await teller('POST', path, {})).body.status}`);
  }
  const settled = await eventually(
    () => teller('GET', `/api/salesheaders/${order}/`),
    ({ body }) => body.status === 'COMPLETED',
  );
  const tenders = await teller('GET', `/api/sales-payments/?sales_header=${order}`);
  words.push(
    `order: ${settled.body.status}, owes ${settled.body.remaining_balance}, ${tendersOf(tenders)}`,
  );
  return words;
}

/** What is settled a moment later may be settled already when a slow machine looks. */
function wordsOf({ body }: Told, account: string): string {
  const isOpen = body.status === 'PENDING' || body.status === 'SUCCEEDED';
  if (isOpen && (account === 'late' || account === 'twice')) return 'to be settled';
  return [body.status, ...(body.failure_code === null ? [] : [body.failure_code])].join(' ');
}

function attemptOf(order: string, account: string) {
  return {
    payment_attempt_id: randomUUID(),
    sales_header: order,
    provider: 'SIMULATOR',
    method: 'CARD',
    account,
  };
}

function tendersOf({ body }: Told): string {
  return (body as { readonly method: string; readonly amount: string }[])
    .map(({ method, amount }) => `${method} ${amount}`)
    .join();
}

async function refund(teller: Teller, order: string): Promise<string> {
  const asked = await teller('POST', '/api/sales-refunds/', {
    refund_id: randomUUID(),
    sales_header: order,
    amount: '1.50',
    reason: 'DAMAGED',
  });
  const path = `/api/sales-refunds/${asked.body.refund_id}/approve/`;
  const approved = await teller('POST', path, {});
  const again = await teller('POST', path, {});
  const { body } = await teller('GET', `/api/salesheaders/${order}/`);
  const paidOut = await teller('GET', `/api/sales-payments/?sales_refund=${asked.body.refund_id}`);
  return (
    `refund: ${asked.body.status}, ${approved.body.status ?? approved.body.code} by ` +
    `${approved.body.method}, again ${again.status}; ` +
    `order: ${body.status} back ${body.refunded_total}; out: ${tendersOf(paidOut)}`
  );
}
