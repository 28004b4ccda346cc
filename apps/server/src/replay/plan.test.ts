/** Small invoices made by hand, one for every rule of what a file becomes. */
import { expect, test } from 'vitest';
import { textOfProducts } from './exact-decimal.ts';
import { planner } from './plan.ts';
import type { Plan, PlannedOperation } from './plan.ts';

type Fields = readonly [
  invoiceNo: string,
  stockCode: string,
  quantity: string,
  price: string,
  customer?: string,
  description?: string,
  date?: string,
];

function planOf(...rows: readonly Fields[]): Plan {
  const drafting = planner('GBP');
  for (const [index, row] of rows.entries()) {
    const [invoiceNo, stockCode, quantity, price, customer, description, date] = row;
    drafting.add({
      line: index + 2,
      isWhole: true,
      invoice_no: invoiceNo,
      stock_code: stockCode,
      quantity,
      unit_price: price,
      customer_id: customer ?? '17850',
      description: description ?? 'A THING',
      invoice_date: date ?? '2010-12-01T08:26',
    });
  }
  return drafting.finish();
}

const shortly = ({ operations }: Plan): string[] =>
  operations.map((operation: PlannedOperation) => {
    const { kind, invoiceNo, saleInvoiceNo, totalMinor, lines } = operation;
    const of = kind === 'sale' ? '' : ` of ${saleInvoiceNo ?? 'nothing'}`;
    const numbers = lines.map(({ saleLineNumber, row }) => saleLineNumber ?? row.quantityMilli);
    return `${kind} ${invoiceNo}${of}: ${totalMinor} (${numbers.join(' ')})`;
  });

const reasons = ({ refused }: Plan): string[] =>
  refused.map(({ line, reason }) => `${line} ${reason}`);

test('an invoice is one sale; equal rows stay separate; its time is its first row', () => {
  const plan = planOf(
    ['1', 'A', '6', '2.550', '7', 'x', '2011-06-30T20:08'],
    ['1', 'A', '6', '2.550', '7', 'x', '2011-06-30T20:09'],
    ['1', 'FREE', '1', '0.000', '7'],
  );
  expect(shortly(plan)).toEqual(['sale 1: 3060 (6000 6000 1000)']);
  expect(plan.operations[0]?.occurredAt).toBe('2011-06-30T20:08:00Z');
});

test('codes differ by case; a name is the first with words, a price the first of all', () => {
  const plan = planOf(
    ['1', '85123A', '1', '0.00', '7', ''],
    ['1', '85123a', '1', '3.00', '7', ' '],
    ['1', '85123A', '1', '2.00', '7', 'HEART'],
    ['1', '85123A', '1', '2.00', '7', 'heart'],
  );
  expect(plan.products).toEqual([
    { stockCode: '85123A', name: 'HEART', priceMinor: 0 },
    { stockCode: '85123a', name: '85123a', priceMinor: 300 },
  ]);
});

test('a credit goes back to the latest earlier sale that has a line with enough left', () => {
  const plan = planOf(
    ['1', 'A', '6', '2.00'],
    ['2', 'A', '3', '2.00'],
    ['C3', 'A', '-5', '2.00'],
    ['C3', 'A', '-2', '2.00'],
    ['C4', 'A', '-2', '2.00'],
    ['C5', 'A', '-1', '2.00'],
    ['C6', 'A', '-1', '2.00'],
    ['7', 'A', '9', '2.00'],
  );
  expect(shortly(plan)).toEqual([
    'sale 1: 1200 (6000)',
    'sale 2: 600 (3000)',
    'refund C3 of 1: 1000 (1)',
    'refund C3 of 2: 400 (1)',
    'refund C4 of nothing: 400 (2000)',
    'refund C5 of 2: 200 (1)',
    'refund C6 of 1: 200 (1)',
    'sale 7: 1800 (9000)',
  ]);
  expect(plan.operations.map((one) => one.receiptNumber).slice(2, 4)).toEqual(['C3', 'C3/2']);
});

test('another customer, code or price is another thing; nobody is nobody', () => {
  const plan = planOf(
    ['1', 'A', '9', '2.00', '7'],
    ['2', 'A', '9', '2.00', ''],
    ['C3', 'A', '-1', '2.00', '8'],
    ['C4', 'a', '-1', '2.00', '7'],
    ['C5', 'A', '-1', '2.01', '7'],
    ['C6', 'A', '-1', '2.00', ''],
  );
  expect(shortly(plan).slice(2)).toEqual([
    'refund C3 of nothing: 200 (1000)',
    'refund C4 of nothing: 200 (1000)',
    'refund C5 of nothing: 201 (1000)',
    'refund C6 of nothing: 200 (1000)',
  ]);
});

test('a credit is not split over two lines that are too small for it', () => {
  const plan = planOf(['1', 'A', '2', '2.00'], ['1', 'A', '3', '2.00'], ['C2', 'A', '-4', '2.00']);
  expect(shortly(plan)[1]).toBe('refund C2 of nothing: 800 (4000)');
});

test('a refund stands behind its sale, also where rows of invoices are mixed', () => {
  const plan = planOf(
    ['C1', 'B', '-1', '1.00'],
    ['2', 'A', '1', '2.00'],
    ['C1', 'A', '-1', '2.00'],
    ['2', 'A', '1', '2.00'],
  );
  expect(shortly(plan)).toEqual([
    'refund C1 of nothing: 100 (1000)',
    'sale 2: 400 (1000 1000)',
    'refund C1 of 2: 200 (1)',
  ]);
});

test('any other negative quantity is a stock adjustment, numbered within its invoice', () => {
  const plan = planOf(['1', 'A', '-7', '0.00', ''], ['1', 'B', '2', '1.00'], ['1', 'A', '-1', '0']);
  expect(plan.adjustments.map(({ row, number }) => [row.quantityMilli, number])).toEqual([
    [-7000, 1],
    [-1000, 2],
  ]);
  expect(shortly(plan)).toEqual(['sale 1: 200 (2000)']);
});

test('what cannot be represented is refused by row, and the rows beside it go on', () => {
  const plan = planOf(
    ['1', 'A', '1', '0.001'],
    ['1', 'A', '1', '1.00'],
    ['1', ' ', '1', '1.00'],
    ['1', 'A', '0', '1.00'],
    ['1', 'A', '1', '-1.00'],
    ['1', 'A', '1,5', '1.00'],
    ['1', 'A', '1', '£1'],
    ['C2', 'A', '1', '1.00'],
    ['1', 'A', '1', '1.00', '17850', 'x', '2010-02-30T08:00'],
    ['1', 'A', '1', '1.00', '17850', 'x', '01/12/2010 08:26'],
    ['1', 'A', '1', '1.00', '17850', 'two\nlines'],
    ['1', 'A', '1', '1.00', '99999'],
    ['', 'A', '1', '1.00'],
    ['1', 'A', '0.5', '0.01'],
    ['1', 'A', '0.0005', '20.00'],
    ['1', 'A', '100001', '1.00'],
  );
  expect(shortly(plan)).toEqual(['sale 1: 100 (1000)']);
  expect(reasons(plan)).toEqual([
    '2 the price has a fraction of a penny',
    '4 no stock code',
    '5 the quantity is zero',
    '6 the price is below zero',
    '7 the quantity is no number',
    '8 the price is no number',
    '9 a credit with a positive quantity',
    '10 the date is unreadable',
    '11 the date is unreadable',
    '12 a character that is no text',
    "13 another customer than the invoice's first line",
    '14 no invoice number',
    '15 the value has a fraction of a penny',
    '16 the quantity is finer than a thousandth',
    '17 the quantity is too large',
  ]);
});

test('a sale has no more lines than a sale may have', () => {
  const plan = planOf(...Array.from({ length: 2001 }, (): Fields => ['1', 'A', '1', '1.00']));
  expect(plan.operations[0]?.lines).toHaveLength(2000);
  expect(reasons(plan)).toEqual(['2002 more than 2000 lines in one invoice']);
});

test('the sums of the file are exact, and only sales count as refused sales', () => {
  const { figures } = planOf(
    ['1', 'A', '3', '0.001'],
    ['1', 'A', '2', '1.10'],
    ['1', 'A', '1', '-9.00'],
    ['1', 'A', '-1', '9.00'],
    ['C2', 'A', '-2', '0.105'],
    ['C2', 'A', '2', '5.00'],
    ['3', '', '1', '1.00'],
  );
  expect(figures).toMatchObject({ rows: 7, invoices: 3 });
  expect(textOfProducts(figures.saleUnits)).toBe('3.203');
  expect(textOfProducts(figures.refusedSaleUnits)).toBe('1.003');
  expect(textOfProducts(figures.creditUnits)).toBe('0.21');
  expect(textOfProducts(figures.refusedCreditUnits)).toBe('0.21');
  expect(textOfProducts(0n)).toBe('0.00');
});
