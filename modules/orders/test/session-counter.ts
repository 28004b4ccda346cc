/** Sessions as a test meets them: opened and closed over HTTP, or by a register's queue. */
import { enrolRegister, counterAt, newUuid } from '@evertill/testing';
import type {
  Body,
  Counter,
  Result,
  Sent,
  TestAnswer,
  TestRole,
  TestShop,
} from '@evertill/testing';
import { expect } from 'vitest';

export const CASH_SESSIONS = '/api/cash-sessions/';

/** Asks about one session, or about all of them. */
export async function ask(
  { shop, tenant }: Pick<Counter, 'shop' | 'tenant'>,
  method: string,
  path: string,
  { role = 'cashier', body }: { readonly role?: TestRole; readonly body?: Body } = {},
): Promise<TestAnswer> {
  const call = { token: tenant.tokens[role], ...(body === undefined ? {} : { body }) };
  return shop.call(method, `${CASH_SESSIONS}${path}`, call);
}

/** Another register of the same shop, selling the same things. */
export async function beside(counter: Counter, name: string): Promise<Counter> {
  const { shop, tenant } = counter;
  return counterAt({ ...counter, register: await enrolRegister(shop, tenant, name) });
}

export async function openAt(at: Counter, openingFloat = '100.00'): Promise<string> {
  const body = { register: at.register.registerId, opening_float: openingFloat };
  const answer = await ask(at, 'POST', '', { body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.session_id as string;
}

export async function close(at: Counter, session: string, body: Body): Promise<TestAnswer> {
  return ask(at, 'POST', `${session}/close/`, { body });
}

/** A sale of 25.50 in cash that names a session. */
export const saleIn = (at: Counter, session: string, change: Body = {}): Sent =>
  at.next('sale', { ...at.saleOf(), session, ...change });

export async function resultsOf(at: Counter, sent: readonly Sent[]): Promise<readonly Result[]> {
  for (let tried = 0; tried < 20; tried += 1) {
    const { status, body } = await at.push(sent);
    const results = (status === 200 ? body.results : []) as readonly Result[];
    const isSettled = results.every(({ outcome }) => outcome !== 'RETRY_LATER');
    if (status === 200 && isSettled) return results;
  }
  throw new Error('the queue does not drain');
}

export const openBody = (session: string, change: Body = {}): Body => ({
  session,
  currency: 'GBP',
  opening_float: '100',
  ...change,
});

export const moveBody = (session: string, change: Body = {}): Body => ({
  session,
  kind: 'PAY_IN',
  amount: '10',
  reason: 'change from the bank',
  ...change,
});

/** A session opened by the queue of a register. */
export async function openByQueue(at: Counter): Promise<string> {
  const session = newUuid();
  const result = await at.settle('session_open', openBody(session));
  expect(result).toMatchObject({ outcome: 'APPLIED', flags: [] });
  return session;
}

/** What the books say of a shop's sessions, past the API. */
export async function sessionRow(shop: TestShop, session: string) {
  const [row] = await shop.sql('SELECT * FROM orders.cash_sessions WHERE session_id = $1', [
    session,
  ]);
  return row as Record<string, unknown>;
}
