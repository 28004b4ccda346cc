/** Suppliers, payment options, expenses and their categories; who may, and who may not. */
import { newUuid } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, openBuyingDesk } from './buying-desk.ts';
import type { BuyingDesk } from './buying-desk.ts';

let desk: BuyingDesk;
let category: string;
beforeAll(async () => {
  desk = await openBuyingDesk();
  const made = await desk.sure('POST', '/api/expensecategories/', { name: 'Rent' });
  category = made.expense_category_id as string;
});
afterAll(() => desk.shop.close());

let counted = 0;
const word = (): string => `Word ${(counted += 1)}`;

const nouns = [
  ['/api/suppliers/', 'supplier_id', () => ({ name: word() })],
  ['/api/paymentsoptions/', 'payment_option_id', () => ({ name: word() })],
  ['/api/expensecategories/', 'expense_category_id', () => ({ name: word() })],
  [
    '/api/expenses/',
    'expense_id',
    () => ({ name: word(), amount: '12.50', expense_category: category }),
  ],
] as const;

describe.each(nouns)('at %s', (path, key, fields) => {
  test('a thing is made, found, changed, listed and deleted', async () => {
    const body = { ...fields(), description: 'first\nsecond' };
    const made = await desk.sure('POST', path, body);
    expect(made).toMatchObject(body);
    const one = `${path}${made[key] as string}/`;
    expect(await desk.sure('GET', one)).toEqual(made);
    const changed = await desk.sure('PATCH', one, { description: 'changed' });
    expect(changed).toEqual({ ...made, description: 'changed' });
    expect(await desk.sure('PATCH', one, { description: 'changed' })).toEqual(changed);
    const other = { ...fields(), name: word() };
    expect(await desk.sure('PUT', one, other)).toEqual({ ...changed, ...other });
    const list = await desk.call('GET', `${path}?search=${encodeURIComponent(other.name)}`);
    expect(list.body).toEqual([{ ...changed, ...other }]);
    expect(list.headers.get('x-total-count')).toBe('1');
    const gone = await desk.call('DELETE', one);
    expect([gone.status, gone.body]).toEqual([204, '']);
    expect(codeOf(await desk.call('GET', one))).toEqual([404, 'not_found']);
    expect(codeOf(await desk.call('DELETE', one))).toEqual([404, 'not_found']);
    const told = await desk.auditOf(made[key] as string);
    expect(told).toHaveLength(3);
    expect(told[2]).toMatchObject({ data: { before: { name: other.name }, after: null } });
  });

  test('the same id and body again is the first answer, also twice at once', async () => {
    const body = { [key]: newUuid(), ...fields() };
    const both = await Promise.all([desk.call('POST', path, body), desk.call('POST', path, body)]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0].body).toEqual(both[1].body);
    const other = { ...body, name: word() };
    expect(codeOf(await desk.call('POST', path, other))).toEqual([409, 'id_reused']);
  });

  test('a cashier may not, another shop sees nothing, and nobody names another shop', async () => {
    const made = await desk.sure('POST', path, fields());
    const one = `${path}${made[key] as string}/`;
    for (const [method, where] of [
      ['POST', path],
      ['PATCH', one],
      ['DELETE', one],
    ] as const) {
      const body = method === 'POST' ? fields() : {};
      const answer = await desk.call(method, where, body, 'cashier');
      expect(codeOf(answer)).toEqual([403, 'capability_missing']);
    }
    const isOpen = path === '/api/paymentsoptions/';
    expect((await desk.call('GET', one, undefined, 'cashier')).status).toBe(isOpen ? 200 : 403);
    const [, theirs] = desk.shop.tenants;
    const token = theirs.tokens.owner;
    expect((await desk.shop.call('GET', one, { token })).status).toBe(404);
    const foreign = await desk.call('POST', path, { ...fields(), user_client: theirs.tenantId });
    expect(codeOf(foreign)).toEqual([403, 'tenant_mismatch']);
  });

  test('unknown fields and empty names are refused', async () => {
    for (const odd of [
      { stock: 1 },
      { name: '' },
      { name: 'x'.repeat(200) },
      { name: 'a\u0000' },
    ]) {
      const answer = await desk.call('POST', path, { ...fields(), ...odd });
      expect(codeOf(answer)).toEqual([400, 'input_invalid']);
    }
  });
});

describe('what is taken stays taken', () => {
  test('e-mail and phone of a supplier, names of options and categories', async () => {
    const contact = { email: 'tea@kericho.example', phone: '+254700000001' };
    await desk.sure('POST', '/api/suppliers/', { name: 'A', ...contact });
    for (const field of ['email', 'phone'] as const) {
      const body = { name: 'A', [field]: contact[field] };
      const taken = await desk.call('POST', '/api/suppliers/', body);
      expect([...codeOf(taken), taken.body.errors[0].field]).toEqual([409, 'name_taken', field]);
    }
    for (const path of ['/api/paymentsoptions/', '/api/expensecategories/']) {
      await desk.sure('POST', path, { name: 'Twin' });
      const taken = await desk.call('POST', path, { name: 'Twin' });
      expect(codeOf(taken)).toEqual([409, 'name_taken']);
      const { body: list } = await desk.call('GET', `${path}?search=Twin`);
      const other = await desk.sure('POST', path, { name: 'Other' });
      const key = Object.keys(other as object).find((name) => name.endsWith('_id')) ?? '';
      const one = `${path}${other[key] as string}/`;
      expect(codeOf(await desk.call('PATCH', one, { name: 'Twin' }))).toEqual([409, 'name_taken']);
      expect(list).toHaveLength(1);
    }
    // Two shops share nothing.
    const { tokens } = desk.shop.tenants[1];
    const body = { name: 'A', ...contact };
    const theirs = await desk.shop.call('POST', '/api/suppliers/', { token: tokens.owner, body });
    expect(theirs.status).toBe(201);
  });

  test('what something refers to is not deleted', async () => {
    const option = await desk.sure('POST', '/api/paymentsoptions/', { name: 'Cheque' });
    const expense = await desk.sure('POST', '/api/expenses/', {
      ...{ name: 'January', amount: '100', expense_category: category },
      payment_option: option.payment_option_id as string,
    });
    await desk.purchase([]);
    const used = [
      `/api/paymentsoptions/${option.payment_option_id as string}/`,
      `/api/expensecategories/${category}/`,
      `/api/suppliers/${desk.supplier}/`,
    ];
    for (const path of used) {
      expect(codeOf(await desk.call('DELETE', path))).toEqual([409, 'in_use']);
    }
    const path = `/api/expenses/${expense.expense_id as string}/`;
    const freed = await desk.sure('PATCH', path, { payment_option: null });
    expect(freed.payment_option).toBeNull();
    expect((await desk.call('DELETE', used[0] ?? '')).status).toBe(204);
  });
});

describe('an expense', () => {
  const make = (change: object) =>
    desk.call('POST', '/api/expenses/', {
      ...{ name: 'Light', amount: '10', expense_category: category, ...change },
    });

  test.each([
    [{ amount: '0' }, 422, 'amount_invalid'],
    [{ amount: '1.001' }, 422, 'amount_invalid'],
    [{ amount: '-1' }, 400, 'input_invalid'],
    [{ amount: '999999999999999' }, 422, 'amount_invalid'],
    [{ expense_category: newUuid() }, 404, 'not_found'],
    [{ payment_option: newUuid() }, 404, 'not_found'],
    [{ expense_date: '2026-02-30' }, 400, 'input_invalid'],
  ])('with %o is refused', async (change, status, code) => {
    expect(codeOf(await make(change))).toEqual([status, code]);
  });

  test('is of today unless it says so, and is found by its day', async () => {
    const today = await make({ name: 'Now' });
    expect(today.body.expense_date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(today.body).toMatchObject({ amount: '10.00', currency: 'GBP', payment_option: null });
    await make({ name: 'Old', expense_date: '2020-01-31' });
    const query = '?start_date=2020-01-01&end_date=2020-12-31&ordering=expense_date';
    const list = await desk.sure('GET', `/api/expenses/${query}`);
    expect(list).toMatchObject([{ name: 'Old', expense_date: '2020-01-31' }]);
    const byAmount = await desk.sure('GET', '/api/expenses/?ordering=-amount&limit=1');
    expect(byAmount).toHaveLength(1);
  });
});
