/** Every operation has an example, and each is what the operation really takes and gives. */
import { describe, expect, test } from 'vitest';
import * as contract from '../src/index.ts';
import type { Casing, Operation } from '../src/index.ts';
import { withoutExample } from './without-example.ts';

const { audit, auth, catalog, customers, inventory, orders, payments, purchasing } = contract;
const operations = [auth, catalog, customers, inventory, orders, payments, purchasing, audit]
  .flatMap((module): readonly Operation[] => Object.values(module))
  .filter(({ http }) => http !== undefined);
const named = operations.map((operation) => [operation.name, operation] as const);

test('every operation has an example, but for those on the list that only gets shorter', () => {
  const missing = named.flatMap(([name, one]) => (contract.exampleOf(one) ? [] : [name]));
  expect(missing.toSorted()).toEqual(withoutExample.toSorted());
});

test('no example is of an operation that is not there', () => {
  const names = new Set(named.map(([name]) => name));
  expect(contract.exampleNames.filter((name) => !names.has(name))).toEqual([]);
});

/** The example as a casing has it, which must mean the same. */
function meaningOf(type: Operation['input'], native: unknown, casing: Casing): unknown {
  const { value } = contract.codecOf(type).read(native);
  const wire = contract.codecOf(type, casing).write(value);
  return contract.codecOf(type, casing).read(JSON.parse(JSON.stringify(wire)));
}

function expectFits(type: Operation['input'], native: unknown): void {
  const { value, unknown } = contract.codecOf(type).read(native);
  expect(unknown).toEqual([]);
  const parsed = type.safeParse(value);
  expect(parsed.error?.issues ?? []).toEqual([]);
  for (const casing of contract.casings) {
    expect(meaningOf(type, native, casing)).toEqual({ value, unknown: [], flaws: [] });
  }
}

describe('the example of', () => {
  test.each(named)('%s', (_, operation) => {
    const example = contract.exampleOf(operation);
    if (example === undefined) return;
    expectFits(operation.input, example.request ?? {});
    const isSilent = operation.http?.success === 204 || operation.http?.produces !== undefined;
    expect(example.response === undefined).toBe(isSilent);
    if (isSilent) return;
    const page = { items: example.response, total_count: 1, next_cursor: null };
    expectFits(operation.output, operation.isList === true ? page : example.response);
  });

  test('a body of a queued operation is one that would be booked', () => {
    const bodies = [orders.recordSale, orders.recordRefund].map((one) => contract.exampleOf(one));
    const [sale, refund] = bodies.map((one) => (one?.request as { body: unknown }).body);
    expectFits(contract.saleBody, sale);
    expectFits(contract.refundBody, refund);
  });
});

/** As AsiriaPOS documents them, field by field. */
const documented = [
  [orders.closeCashSession, { closing_total: 125000.0 }],
  [
    orders.splitPayment,
    {
      payments: [
        { method: 'CASH', amount: 500.0 },
        { method: 'CARD', amount: 1250.0, reference: 'TX-123' },
      ],
    },
  ],
  [orders.reserveLine, { expiry_days: 2 }],
] as const;

test.each(documented.map(([operation, payload]) => [operation.name, operation, payload] as const))(
  '%s takes the payload AsiriaPOS documents',
  (_, operation, payload) => {
    expect(contract.exampleOf(operation)?.request).toMatchObject(payload);
  },
);
