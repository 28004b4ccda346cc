/** Instants: only those that are there. Nothing is carried over into the next day or month. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/index.ts';
import type { JsonSchema, Operation } from '../src/index.ts';

const { codecOf, instant, sentInstant } = contract;

const sendable = sentInstant();
const sayable = instant();
const isSendable = (text: string): boolean => sendable.safeParse(text).success;

test.each([
  ['2026-02-28T23:59:59Z', true],
  ['2024-02-29T00:00:00Z', true],
  ['2000-02-29T00:00:00.123456789+14:00', true],
  ['1969-12-31T19:00:00-05:00', true],
  ['2026-01-31T12:00:00-14:00', true],
  ['2026-01-31T12:00:00-00:00', true],
  ['2026-02-29T00:00:00Z', false],
  ['2026-02-30T00:00:00Z', false],
  ['2026-02-31T00:00:00Z', false],
  ['1900-02-29T00:00:00Z', false],
  ['2100-02-29T00:00:00Z', false],
  ['2026-04-31T00:00:00Z', false],
  ['2026-06-31T00:00:00Z', false],
  ['2026-09-31T00:00:00Z', false],
  ['2026-11-31T00:00:00Z', false],
  ['2026-01-32T00:00:00Z', false],
  ['2026-01-00T00:00:00Z', false],
  ['2026-13-01T00:00:00Z', false],
  ['2026-00-01T00:00:00Z', false],
  ['2026-01-01T24:00:00Z', false],
  ['2026-01-01T00:60:00Z', false],
  ['2016-12-31T23:59:60Z', false],
  ['2026-01-01T00:00:00+14:01', false],
  ['2026-01-01T00:00:00-14:30', false],
  ['2026-01-01T00:00:00+15:00', false],
  ['2026-01-01T00:00:00+00:60', false],
  ['2026-01-01T00:00:00', false],
  ['2026-01-01 00:00:00Z', false],
  ['2026-01-01', false],
  ['0000-01-01T00:00:00Z', false],
  ['1899-12-31T23:59:59Z', false],
  ['3000-01-01T00:00:00Z', false],
  ['+002026-01-01T00:00:00Z', false],
  ['2026-01-01T00:00:00Z\n', false],
  ['２026-01-01T00:00:00Z', false],
])('%s may be sent: %s', (text, isFitting) => {
  expect(isSendable(text)).toBe(isFitting);
});

const two = (value: number): string => String(value).padStart(2, '0');

/** Every field a little beyond its bounds, and mostly near the end of a month. */
const fields = fc.record({
  year: fc.oneof(
    fc.integer({ min: 1_890, max: 3_010 }),
    fc.constantFrom(1900, 2000, 2024, 2026, 2100, 2400, 2999),
  ),
  month: fc.integer({ min: 0, max: 13 }),
  day: fc.oneof(fc.integer({ min: 0, max: 33 }), fc.integer({ min: 27, max: 32 })),
  hour: fc.integer({ min: 0, max: 25 }),
  minute: fc.integer({ min: 0, max: 61 }),
  second: fc.integer({ min: 0, max: 61 }),
  isAhead: fc.boolean(),
  offsetHour: fc.integer({ min: 0, max: 16 }),
  offsetMinute: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 61 })),
});
type Fields = typeof fields extends fc.Arbitrary<infer Value> ? Value : never;

/** A calendar that counts: what it has to carry over is not there. */
function isThere(one: Fields): boolean {
  const { year, month, day, hour, minute, second, offsetHour, offsetMinute } = one;
  const counted = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const said = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  const isSame = counted.toISOString().slice(0, 19) === said;
  const isOffset = offsetMinute < 60 && offsetHour * 60 + offsetMinute <= 14 * 60;
  return isSame && isOffset && year >= 1900 && year <= 2999;
}

test('an instant may be sent if the calendar has it, and is then read as it was written', () => {
  let fitting = 0;
  fc.assert(
    fc.property(fields, (one) => {
      const { year, month, day, hour, minute, second } = one;
      const local = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
      const sign = one.isAhead ? '+' : '-';
      const text = `${local}${sign}${two(one.offsetHour)}:${two(one.offsetMinute)}`;
      const isOne = isThere(one);
      if (isSendable(text) !== isOne) throw new Error(`${text} is there: ${isOne}`);
      if (!isOne) return;
      fitting += 1;
      const offsetMs = (one.offsetHour * 60 + one.offsetMinute) * (one.isAhead ? 60_000 : -60_000);
      const read = new Date(text);
      expect(new Date(read.getTime() + offsetMs).toISOString().slice(0, 19)).toBe(local);
      // At the edge of the years, too, we can say it back in UTC.
      expect(sayable.safeParse(read.toISOString()).success, text).toBe(true);
    }),
    { numRuns: 100_000, seed: 20_260_228 },
  );
  expect(fitting).toBeGreaterThan(20_000);
});

test('every day of the calendar, and no other, is there', () => {
  const days = [];
  for (let month = 1; month <= 12; month += 1) {
    for (let day = 1; day <= 31; day += 1) days.push(`${two(month)}-${two(day)}`);
  }
  let count = 0;
  for (let year = 1900; year <= 2999; year += 1) {
    for (const day of days) count += isSendable(`${year}-${day}T00:00:00Z`) ? 1 : 0;
  }
  const between = Date.UTC(3000, 0, 1) - Date.UTC(1900, 0, 1);
  expect(count).toBe(between / 86_400_000);
});

/** Every instant in a schema, with where it stands. */
function* instantsIn(schema: JsonSchema, path = ''): Generator<readonly [string, unknown]> {
  if (schema.format === 'date-time') yield [path, schema['pattern']];
  for (const [name, one] of Object.entries(schema.properties ?? {})) {
    yield* instantsIn(one, `${path}.${name}`);
  }
  const { items, additionalProperties: rest, anyOf = [] } = schema;
  if (items !== undefined) yield* instantsIn(items, `${path}[]`);
  if (typeof rest === 'object') yield* instantsIn(rest, `${path}{}`);
  for (const one of anyOf) yield* instantsIn(one, path);
}

test('whatever comes in from outside is a sendable instant', () => {
  const modules = Object.values(contract).flatMap((one): readonly unknown[] =>
    typeof one === 'object' ? Object.values(one) : [],
  );
  const operations = modules.filter(
    (one): one is Operation =>
      typeof one === 'object' && one !== null && 'http' in one && 'input' in one,
  );
  const inputs = [
    ...operations.map(({ name, input }) => [name, input] as const),
    ...Object.entries(contract.operationBodies),
  ];
  const found = inputs.flatMap(([name, input]) =>
    [...instantsIn(codecOf(input).schema)].map(([path, pattern]) => [name + path, pattern]),
  );
  expect(found.map(([place]) => place)).toEqual(
    expect.arrayContaining(['orders.push.operations[].occurredAt', 'orders.recordSale.occurredAt']),
  );
  const { pattern } = codecOf(sendable).schema;
  expect(found.filter(([, one]) => one !== pattern)).toEqual([]);
});
