/** What a customer is shown: the sale as it is on the till, and nothing else of it. */
import { expect, test } from 'vitest';
import { viewIn } from '../pretend/pretend-views.ts';

test('the basket: the line added last at the end, what is off the whole before it, and the total', async () => {
  const view = await viewIn('display-basket', 'en');
  if (view.kind !== 'basket') throw new Error(view.kind);
  expect(view.lines.at(-1)).toEqual({ name: 'Eggs, tray of 30', amount: '450.00' });
  expect(view.lines.at(-2)).toEqual({ name: 'Discount', amount: '\u221220.00' });
  expect(view.lines).toContainEqual({
    name: 'Jua Maize Meal, 2 kg',
    times: '2 × 185.00',
    amount: '370.00',
  });
  const sum = view.lines.reduce((cents, { amount }) => {
    return cents + Math.round(Number(amount.replace('\u2212', '-').replace(',', '')) * 100);
  }, 0);
  expect(view.total).toBe(`KES ${(sum / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`);
});

test('paid: the change, and thanks in the language of the till', async () => {
  expect(await viewIn('display-paid', 'sw')).toMatchObject({ kind: 'paid', thanks: 'Asante' });
  expect(await viewIn('display-idle', 'en')).toEqual({
    kind: 'idle',
    greeting: 'Welcome to Mama Tumaini Grocers',
  });
});
