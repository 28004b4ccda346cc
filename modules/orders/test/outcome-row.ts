/** A row of the outcome table: one odd body, pushed twice, and what became of it each time. */
import type { TestRole } from '@evertill/testing';
import { expect } from 'vitest';
import type { Body, Counter, Result, Sent } from '@evertill/testing';

export const line = (body: Body, index = 0): Body => (body['lines'] as Body[])[index] as Body;
export const withLine = (body: Body, change: Body): Body => ({
  ...body,
  lines: [{ ...line(body), ...change }],
});
export interface Row {
  readonly says: string;
  readonly kind?: 'sale' | 'refund';
  readonly change: (body: Body) => Body;
  readonly flags?: readonly string[];
  readonly code?: string;
  readonly at?: string;
  readonly role?: TestRole;
}

export const payment = (body: Body): Body => (body['payments'] as Body[])[0] as Body;

/** A fresh sale of three, to give back from. */
async function sell(counter: Counter): Promise<string> {
  const { id, outcome } = await counter.settle('sale', counter.saleOf());
  expect(outcome).toBe('APPLIED');
  return id;
}

export interface Settled {
  readonly sent: Sent;
  readonly result: Result;
  readonly again: Result;
}

export async function settleRow(counter: Counter, row: Row): Promise<Settled> {
  const { kind = 'sale', change, at, role } = row;
  const body = change(kind === 'sale' ? counter.saleOf() : counter.refundOf(await sell(counter)));
  const sent = counter.next(kind, body, at === undefined ? {} : { occurred_at: at });
  const answer = await counter.push([sent], role === undefined ? {} : { role });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body.last_seq).toBe(sent.seq);
  const again = await counter.push([sent], role === undefined ? {} : { role });
  return { sent, result: answer.body.results[0], again: again.body.results[0] };
}
