import { expect, it } from 'vitest';
import type { TillRecord } from './records.ts';
import { withoutPeople } from './without-person.ts';

const customer = { customerId: 'a', name: 'Wanjiru', phone: '+254722111222' };
const record = (one: unknown): TillRecord => one as TillRecord;
const gone = new Set(['a']);

it('takes them off sales, refunds, exchanges, and what made them', () => {
  const exchanged = { kind: 'refund', customer };
  const all = [
    { kind: 'customer', id: 'a', name: 'Wanjiru', phone: '1' },
    { kind: 'refund', customer },
    { kind: 'sale', customer },
    { kind: 'sale', customer: null, exchanged },
  ];
  const left = JSON.stringify(all.map((one) => withoutPeople(record(one), gone)));
  expect(left).not.toMatch(/Wanjiru|254722|"a","name":"W/);
});

it('leaves everybody else', () => {
  const other = { ...customer, customerId: 'b' };
  expect(withoutPeople(record({ kind: 'sale', customer: other }), gone)).toBeUndefined();
  expect(withoutPeople(record({ kind: 'sale', customer: null }), gone)).toBeUndefined();
  expect(withoutPeople(record({ kind: 'customer', id: 'b' }), gone)).toBeUndefined();
  expect(withoutPeople(record({ kind: 'movement' }), gone)).toBeUndefined();
});
