/** Odd bodies of sales and refunds: right ones with some fields gone wrong, and pure nonsense. */
import fc from 'fast-check';
import type { Body, Counter } from '@evertill/testing';
import { newUuid } from '@evertill/testing';

/** Stands for a number that JSON can write and no computer can hold. */
export const HUGE = '@huge@';

const words = [
  '',
  ' ',
  'STD',
  'toString',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\u202e\u2066',
  '😀'.repeat(30),
  'x'.repeat(3_000),
  "'; DROP TABLE orders.sales; --",
  '$1',
  '\\',
  '{"a":1}',
  '../../etc/passwd',
  'GBP',
  'USD',
  'KWD',
  'ZZZ',
  'CASH',
  'CARD',
  'IMPORT',
  '2147483647',
];

const amounts = [
  '0',
  '0.00',
  '0.01',
  '-0',
  '-1',
  '-0.01',
  '1.005',
  '25.50',
  '8.5',
  '1000000000000',
  '999999999999.99',
  '999999999999999',
  '999999999999999.999999',
  '99999999999999999999',
  '1e5',
  'NaN',
  'Infinity',
  '0x10',
  '00',
  '1.',
  '.5',
  '١',
];

const numbers = [0, -0, 1, -1, 0.1, 1e-7, 1e21, 25.5, 2_147_483_648, 9_007_199_254_740_991, 1e308];

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...amounts) },
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...words) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...numbers, HUGE) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2_147_483_647 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null]) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** Values that the schema lets through at such a key, and that are odd all the same. */
const fitting: Readonly<Record<string, readonly unknown[]>> = {
  currency: ['USD', 'ZZZ', 'KWD', 'JPY'],
  user_client: ['00000000-0000-4000-8000-000000000000'],
  tax_code: ['toString', '__proto__', 'constructor', '😀', ' '],
  receipt_number: ['R-1', '\u202e', 'x'],
  price_book_version: [1, 2, 2_147_483_647],
  rules_version: [1, 2, 1_000_000],
  product: ['00000000-0000-4000-8000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
  sales_header: [null, '00000000-0000-4000-8000-000000000000'],
  sale_line_number: [1, 2, 2_000],
  method: ['CASH', 'CARD', 'STORE_CREDIT'],
  reason: ['OTHER'],
  source: ['IMPORT', 'REGISTER'],
  sku: ['', '\u0300'],
  name: ['', '😀'.repeat(100), 'كوب'],
  payments: [[]],
  note: ['', '\ufffe'],
};
const fittingAmounts = ['0', '0.00', '0.01', '1', '8.50', 25.5, '99', '12345.67', '1000000000000'];

const oddChange = fc.record({
  where: fc.nat(),
  inside: fc.nat(),
  how: fc.oneof(
    { weight: 12, arbitrary: fc.constant('fit') },
    { weight: 2, arbitrary: fc.constant('replace') },
    { weight: 1, arbitrary: fc.constantFrom('drop', 'add') },
  ),
  value: oddValue,
  name: fc.constantFrom(
    ...['tenant_id', 'status', 'note', 'customer', '__proto__', 'constructor'],
    ...['a\u0000b', '"', '\\', 'x'.repeat(500)],
  ),
});
type OddChange = typeof oddChange extends fc.Arbitrary<infer Value> ? Value : never;

function changed(body: Body, change: OddChange): Body {
  const keys = Object.keys(body);
  const key = keys[change.where % keys.length] ?? 'total';
  const { [key]: old, ...rest } = body;
  if (change.how === 'drop') return rest;
  if (change.how === 'add') return { ...body, [change.name]: change.value };
  const right = fitting[key] ?? fittingAmounts;
  const value = change.how === 'fit' ? right[change.inside % right.length] : change.value;
  const isList = Array.isArray(old) && old.length > 0 && change.inside % 8 !== 0;
  if (!isList) return { ...body, [key]: value };
  const items = [...(old as Body[])];
  const at = change.inside % items.length;
  items[at] = changed(items[at] as Body, { ...change, where: change.inside, inside: 0 });
  return { ...body, [key]: items };
}

const oddBody = fc.record({
  changes: fc.array(oddChange, { maxLength: 3 }),
  discountPercent: fc.constantFrom(0, 0, 0, 5, 10, 50),
  isMine: fc.option(fc.constantFrom(false, true), { freq: 5 }),
  lines: fc.oneof(
    { weight: 250, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom(1_999, 2_000, 2_001) },
  ),
  unitPriceMinor: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 100, max: 9_999 }),
    fc.integer({ min: 0, max: 1_000_000 }),
  ),
  quantityMilli: fc.oneof(
    fc.integer({ min: 500, max: 5_000 }),
    fc.integer({ min: 1, max: 100_000_000 }),
  ),
  nonsense: fc.option(fc.dictionary(fc.string(), oddValue), { freq: 25 }),
});

/** Bodies of sales, the same ones for the same seed. */
export function oddSales(
  counter: Counter,
  { count, seed }: { count: number; seed: number },
): Body[] {
  return fc.sample(oddBody, { numRuns: count, seed }).map((odd) => {
    if (odd.nonsense !== null) return odd.nonsense;
    const { product } = counter;
    const { unitPriceMinor, quantityMilli } = odd;
    const line = { product, unitPriceMinor, quantityMilli };
    const lines = Array.from({ length: odd.lines }, () => line);
    const pieces = Math.floor(quantityMilli / 1000) * odd.lines;
    const discountMinor = Math.floor((unitPriceMinor * pieces * odd.discountPercent) / 100);
    const body = counter.saleOf({ lines, discountMinor });
    return odd.changes.reduce(changed, { ...body, ...shopOf(counter, odd.isMine) });
  });
}

/** A body may name its shop: the right one in capitals, or somebody else's. */
function shopOf({ shop, tenant }: Counter, isMine: boolean | null): Body {
  if (isMine === null) return {};
  return { user_client: isMine ? tenant.tenantId.toUpperCase() : shop.tenants[1].tenantId };
}

export interface OddRefunds {
  readonly saleIds: readonly string[];
  readonly count: number;
  readonly seed: number;
}

/** Bodies of refunds, of sales that may be odd themselves or not be there at all. */
export function oddRefunds(counter: Counter, { saleIds, count, seed }: OddRefunds): Body[] {
  return fc.sample(oddBody, { numRuns: count, seed }).map((odd, index) => {
    const saleId = saleIds[index % saleIds.length] ?? newUuid();
    return odd.changes.slice(0, 2).reduce(changed, counter.refundOf(saleId));
  });
}
