/** A demo shop's counter, told over HTTP: it sells, and sends again what a server does not have. */
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import { saleBodyOf } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import { readDemoFile } from '../src/demo.ts';

export interface LeftShop {
  readonly registerId: string;
  /** Sells so often; answers the operations. */
  readonly sell: (count: number) => Promise<readonly object[]>;
  /** To a server that was put back: with a lease of that one. Answers the outcomes. */
  readonly sendAgain: (url: string, operations: readonly object[]) => Promise<readonly string[]>;
}

interface Asked {
  readonly token?: string;
  readonly key?: string;
  readonly body?: unknown;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;

async function ask(url: string, method: string, { token, key, body }: Asked): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'x-register-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: Answer = await response.json();
  if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`);
  return answer;
}

export async function openLeft(url: string, home: string): Promise<LeftShop> {
  const tenant = readDemoFile(home)?.tenants[0];
  if (tenant === undefined) throw new Error('the demo made no shop');
  const logIn = async (at: string): Promise<string> =>
    (await ask(`${at}/api/token/`, 'POST', { body: tenant.owner })).access;
  const token = await logIn(url);
  const code = { enrolment_code: tenant.enrolment_code };
  const enrolled = await ask(`${url}/api/registers/enrol/`, 'POST', { token, body: code });
  const { register_id: registerId, device_key: key, epoch } = enrolled;
  const leaseAt = async (at: string, as: string): Promise<number> => {
    const path = `${at}/api/registers/${String(registerId)}/lease/`;
    return (await ask(path, 'POST', { token: as, key, body: {} })).fencing;
  };
  const made = { sku: 'LEFT-1', name: 'A mug', price: '8.50' };
  const { product_id: product } = await ask(`${url}/api/products/`, 'POST', { token, body: made });
  const found = await ask(`${url}/api/price-books/current/`, 'GET', { token });
  const book = priceBookOf(codecOf(priceBookView).read(found).value as never);
  const fencing = await leaseAt(url, token);
  let seq = 0;
  const push = async (
    at: string,
    as: { readonly token: string; readonly fencing: number },
    operations: readonly object[],
  ): Promise<readonly string[]> => {
    const body = { register_id: registerId, epoch, fencing: as.fencing, operations };
    const { results } = await ask(`${at}/api/sync/push/`, 'POST', { token: as.token, key, body });
    return results.map((one: { outcome: string }) => one.outcome);
  };
  const next = (): object => {
    seq += 1;
    return {
      seq,
      id: randomUUID(),
      kind: 'sale',
      occurred_at: new Date().toISOString(),
      body: saleBodyOf({
        book,
        receiptNumber: `L-${seq}`,
        lines: [{ product, unitPriceMinor: 850, quantityMilli: 2000 }],
      }),
    };
  };
  return {
    registerId,
    sell: async (count) => {
      const operations = Array.from({ length: count }, next);
      const outcomes = await push(url, { token, fencing }, operations);
      if (outcomes.some((one) => one !== 'APPLIED')) throw new Error(outcomes.join());
      return operations;
    },
    sendAgain: async (at, operations) => {
      const own = await logIn(at);
      return push(at, { token: own, fencing: await leaseAt(at, own) }, operations);
    },
  };
}
