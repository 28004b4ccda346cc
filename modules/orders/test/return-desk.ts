/** A back office that takes things back, for tests. */
import type { Body, Counter, TestAnswer, TestRole } from '@evertill/testing';
import { newUuid } from '@evertill/testing';
import { expect } from 'vitest';

export interface ReturnDesk {
  readonly ask: (
    method: string,
    path: string,
    call?: { readonly body?: Body; readonly role?: TestRole; readonly tenant?: number },
  ) => Promise<TestAnswer>;
  /** A sale of three pieces for 25.50, or of what it says. Answers its id. */
  readonly sell: (
    change?: Parameters<Counter['saleOf']>[0],
    at?: { readonly occurred_at?: string },
  ) => Promise<string>;
  readonly askReturn: (sale: string, change?: Body, role?: TestRole) => Promise<TestAnswer>;
  readonly askRefund: (sale: string, change?: Body, role?: TestRole) => Promise<TestAnswer>;
  readonly approve: (path: string, role?: TestRole) => Promise<TestAnswer>;
  /** A leader's token. */
  readonly letPass: (action: string, subject: string, change?: Body) => Promise<string>;
  readonly statusOf: (sale: string) => Promise<string>;
}

export function deskAt(counter: Counter): ReturnDesk {
  const { shop, tenant, product } = counter;
  const ask: ReturnDesk['ask'] = (method, path, { body, role = 'manager', tenant: other } = {}) =>
    shop.call(method, path, {
      token: (other === undefined ? tenant : shop.tenants[other as 0 | 1]).tokens[role],
      ...(body === undefined ? {} : { body }),
    });
  return {
    ask,
    sell: async (change = {}, at = {}) => {
      const sent = counter.next('sale', counter.saleOf(change), at);
      const answer = await counter.push([sent], { role: 'manager' });
      expect(answer.body.results[0].outcome, JSON.stringify(answer.body)).toBe('APPLIED');
      return sent.id;
    },
    askReturn: (sale, change = {}, role = 'cashier') =>
      ask('POST', '/api/sales-returns/', {
        role,
        body: {
          sales_return_id: newUuid(),
          sales_header: sale,
          product,
          quantity: '1',
          reason: 'EXCESS',
          ...change,
        },
      }),
    askRefund: (sale, change = {}, role = 'cashier') =>
      ask('POST', '/api/sales-refunds/', {
        role,
        body: { refund_id: newUuid(), sales_header: sale, amount: '8.50', ...change },
      }),
    approve: (path, role = 'manager') => ask('POST', `${path}approve/`, { role }),
    letPass: async (action, subject, change = {}) => {
      const body = { action, subject, reason: 'a regular', ...change };
      const answer = await ask('POST', '/api/approvals/', { body });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body.token as string;
    },
    statusOf: async (sale) =>
      (await ask('GET', `/api/salesheaders/${sale}/`)).body.status as string,
  };
}

export const returnAt = (answer: TestAnswer): string =>
  `/api/sales-returns/${answer.body.sales_return_id as string}/`;
export const refundAt = (answer: TestAnswer): string =>
  `/api/sales-refunds/${answer.body.refund_id as string}/`;

/** Status and code, for one assertion. */
export const said = ({ status, body }: TestAnswer): readonly unknown[] =>
  status < 400 ? [status] : [status, body.code];
