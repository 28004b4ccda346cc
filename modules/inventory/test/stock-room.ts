/** What the tests of stock share: a shop, its products with something on the shelf, its levels. */
import { inventory } from '@evertill/contract';
import type { InputOf } from '@evertill/contract';
import { Refusal } from '@evertill/kernel';
import { newUuid, startTestShop } from '@evertill/testing';
import type { TestAnswer, TestRole, TestShop } from '@evertill/testing';

export interface StockRoom {
  readonly shop: TestShop;
  readonly call: (
    method: string,
    path: string,
    body?: object,
    role?: TestRole,
  ) => Promise<TestAnswer>;
  /** A product of the first shop, with this much on the shelf from the start. */
  readonly productWith: (quantity: string, change?: object) => Promise<string>;
  /** Corrects what is on hand, by the owner. */
  readonly adjust: (product: string, quantity: string, change?: object) => Promise<void>;
  readonly level: (product: string) => Promise<Level>;
  readonly eventsOf: (type: string, id: string) => Promise<readonly Record<string, unknown>[]>;
  /** The code of the refusal, or undefined where stock was promised. */
  readonly reserve: (input: Partial<Reserve>) => Promise<string | undefined>;
  readonly release: (reservationId: string) => Promise<void>;
}

export type Reserve = InputOf<typeof inventory.reserve>;

export interface Level {
  readonly on_hand: string;
  readonly reserved: string;
  readonly available: string;
}

let made = 0;

export async function openStockRoom(): Promise<StockRoom> {
  const shop = await startTestShop();
  const [{ tokens }] = shop.tenants;
  const { assembly } = shop.running;
  const call: StockRoom['call'] = (method, path, body, role = 'manager') =>
    shop.call(method, path, {
      token: tokens[role],
      ...(body === undefined ? {} : { body }),
    });
  const sure = async (asked: Promise<TestAnswer>): Promise<TestAnswer> => {
    const answer = await asked;
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer;
  };
  return {
    shop,
    call,
    productWith: async (quantity, change = {}) => {
      made += 1;
      const product = { sku: `SKU-R${made}`, name: `Thing R${made}`, price: '1.00', ...change };
      const { body } = await sure(call('POST', '/api/products/', product));
      const id = body.product_id as string;
      await assembly.drain();
      if (quantity === '') return id;
      await sure(call('POST', '/api/stock-movements/initial/', { product: id, quantity }));
      return id;
    },
    adjust: async (product, quantity, change = {}) => {
      const body = {
        adjustment_id: newUuid(),
        product,
        adjustment_type: 'CORRECTION',
        quantity_adjusted: quantity,
        reason: 'counted',
        ...change,
      };
      await sure(call('POST', '/api/stock-adjustments/', body, 'owner'));
      const path = `/api/stock-adjustments/${body.adjustment_id}/approve/`;
      await sure(call('POST', path, undefined, 'owner'));
    },
    level: async (product) => {
      const { body } = await call('GET', `/api/stock-levels/?product=${product}`);
      return body[0] as Level;
    },
    eventsOf: (type, id) =>
      shop.sql(
        `SELECT payload FROM inventory.outbox WHERE type = $1 AND aggregate_id = $2
         ORDER BY xid, id`,
        [type, id],
      ),
    ...promisesOf(shop),
  };
}

function promisesOf({ running, tenants }: TestShop): Pick<StockRoom, 'reserve' | 'release'> {
  const { assembly } = running;
  const context = () => assembly.ownContext(tenants[0].tenantId);
  return {
    reserve: async (input) => {
      const whole = { reservationId: newUuid(), items: [], expiresAt: later, ...input };
      try {
        await assembly.ask(inventory.reserve, context(), whole);
        return undefined;
      } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw error;
      }
    },
    release: async (reservationId) => {
      await assembly.ask(inventory.release, context(), { reservationId });
    },
  };
}

export const later = '2999-01-01T00:00:00Z';
export const longAgo = '2001-01-01T00:00:00Z';
