/** A counter with its register, for tests: what it sells and gives back is pushed like a till's. */
import { codecOf, priceBookOf, priceBookView } from '@evertill/contract';
import type { PriceBook } from '@evertill/domain';
import { newId, realWorld } from '@evertill/kernel';
import { refundBodyOf, saleBodyOf } from './sale-builder.ts';
import type { BuiltSale } from './sale-builder.ts';
import { enrolRegister } from './test-shop.ts';
import type { TestAnswer, TestRegister, TestRole, TestShop, TestTenant } from './test-shop.ts';

export type Body = Record<string, unknown>;

export interface Sent {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly occurred_at: string;
  readonly body: Body;
}

export interface Result {
  readonly seq: number;
  readonly id: string;
  readonly outcome: string;
  readonly body_hash: string;
  readonly code?: string;
  readonly detail?: string;
  readonly flags: readonly string[];
}

/** Changes to what a push carries beside its operations. */
export interface PushChange {
  readonly role?: TestRole;
  readonly token?: string;
  readonly deviceKey?: string;
  readonly register?: Partial<TestRegister>;
}

export interface Counter {
  readonly shop: TestShop;
  readonly tenant: TestTenant;
  readonly book: PriceBook;
  readonly product: string;
  readonly register: TestRegister;
  readonly saleOf: (change?: Partial<BuiltSale>) => Body;
  readonly refundOf: (saleId: string, change?: Body) => Body;
  /** The next operation of the queue. */
  readonly next: (kind: string, body: Body, change?: Partial<Sent>) => Sent;
  readonly push: (operations: readonly Sent[], change?: PushChange) => Promise<TestAnswer>;
  /** Pushes the next operation and answers what became of it. */
  readonly settle: (kind: string, body: Body, change?: PushChange) => Promise<Result>;
}

export const newUuid = (): string => newId(realWorld());
const rightNow = (): string => realWorld().clock.now().toISOString();
let counters = 0;

export async function productOf(shop: TestShop, tenant: TestTenant): Promise<string> {
  counters += 1;
  const body = { sku: `SKU-${counters}`, name: `Thing ${counters}`, price: '1.00' };
  const { tokens } = tenant;
  const made = await shop.call('POST', '/api/products/', { token: tokens.manager, body });
  return made.body.product_id as string;
}

async function bookOfShop(shop: TestShop, tenant: TestTenant): Promise<PriceBook> {
  const token = tenant.tokens.cashier;
  const { body } = await shop.call('GET', '/api/price-books/current/', { token });
  return priceBookOf(codecOf(priceBookView).read(body).value as never);
}

export async function openCounter(shop: TestShop, tenant = shop.tenants[0]): Promise<Counter> {
  const product = await productOf(shop, tenant);
  const book = await bookOfShop(shop, tenant);
  const register = await enrolRegister(shop, tenant, `Till of ${product}`);
  return counterAt({ shop, tenant, book, product, register });
}

/** A counter whose register is enrolled already: its queue starts at one. */
export function counterAt(
  at: Pick<Counter, 'shop' | 'tenant' | 'book' | 'product' | 'register'>,
): Counter {
  const { shop, tenant, book, product, register } = at;
  let seq = 0;
  let receipts = 0;
  const receiptNumber = (): string => `R-${(receipts += 1)}`;
  const next: Counter['next'] = (kind, body, change = {}) => {
    seq += 1;
    return { seq, id: newUuid(), kind, occurred_at: rightNow(), body, ...change };
  };
  const push: Counter['push'] = (operations, change = {}) => {
    const { registerId, epoch, fencing, deviceKey } = { ...register, ...change.register };
    return shop.call('POST', '/api/sync/push/', {
      token: change.token ?? tenant.tokens[change.role ?? 'cashier'],
      headers: { 'x-register-key': change.deviceKey ?? deviceKey },
      body: { register_id: registerId, epoch, fencing, operations },
    });
  };
  return {
    ...at,
    next,
    push,
    saleOf: (change = {}) =>
      saleBodyOf({
        book,
        receiptNumber: receiptNumber(),
        lines: [{ product, unitPriceMinor: 850, quantityMilli: 3000 }],
        ...change,
      }),
    refundOf: (saleId, change = {}) => ({
      ...refundBodyOf({
        book,
        receiptNumber: receiptNumber(),
        saleId,
        line: { product, quantityMilli: 1000, totalMinor: 850, taxMinor: 142 },
      }),
      ...change,
    }),
    settle: async (kind, body, change = {}) => {
      const answer = await push([next(kind, body)], change);
      if (answer.status !== 200) throw new Error(`push: ${JSON.stringify(answer.body)}`);
      return answer.body.results[0] as Result;
    },
  };
}

/** What stands in the database about one operation's flags, in order. */
export async function flagsOf(shop: TestShop, id: string): Promise<readonly string[]> {
  const rows = await shop.sql('SELECT flag FROM orders.flags WHERE subject_id = $1', [id]);
  return rows.map((row) => row['flag'] as string).sort();
}

/** Sequences of a register, as it stands in the database. */
export async function lastSeqOf({ shop, register }: Counter): Promise<number> {
  const { registerId } = register;
  const sql = 'SELECT last_seq FROM orders.registers WHERE register_id = $1';
  const [row] = await shop.sql(sql, [registerId]);
  return Number(row?.['last_seq']);
}
