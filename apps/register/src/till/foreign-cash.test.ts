/** Cash of other currencies at the counter: what is due, what is worth, what lies in the drawer. */
import { receiptText } from '@evertill/domain';
import { expect, test } from 'vitest';
import { pretendProducts } from '../pretend/pretend-shop.ts';
import { pretendRates } from '../pretend/pretend-rates.ts';
import { pretendTill } from '../pretend/pretend-till.ts';
import { operationOf } from './bodies.ts';
import { receiptOfRecord } from './receipts.ts';
import type { SaleRecord } from './records.ts';
import { shownLines, xDocument, zDocument } from './session-paper.ts';

const heading = {
  shopName: 'Mama Tumaini Grocers',
  registerName: 'Till 2',
  timeZone: 'Africa/Nairobi',
  language: 'en',
} as const;

/** Something for 450 in the cart, and dollars taken at 129.25. */
async function counter(rateSheet = pretendRates) {
  const { till, catalogue } = pretendTill();
  catalogue.change({ facts: { ...catalogue.facts(), rateSheet } });
  await till.drawer.openSession(100_000);
  const product = pretendProducts.find(({ priceMinor }) => priceMinor === 45_000);
  if (product === undefined) throw new Error('nothing costs 450');
  till.selling.addProduct(product);
  till.paying.startPaying();
  return till;
}

async function soldInDollars() {
  const till = await counter();
  const wish = till.paying.foreignWish('USD', 500);
  if (wish === undefined) throw new Error('no dollars are taken');
  expect(await till.paying.takeTender(wish)).toBe('finished');
  const sale = till.records().find((record): record is SaleRecord => record.kind === 'sale');
  if (sale === undefined) throw new Error('nothing was sold');
  return { till, sale };
}

test('what is due is rounded up to the smallest note, and the next notes stand beside it', async () => {
  const till = await counter();
  const [euro, dollar] = till.paying.foreign(till.paying.figures().openMinor);
  expect(dollar).toEqual({
    currency: 'USD',
    rate: '129.25',
    dueMinor: 400,
    quickMinor: [400, 500, 1_000, 2_000],
  });
  // Three euros and a bit: the shop takes no note below five.
  expect(euro).toMatchObject({ currency: 'EUR', dueMinor: 500 });
});

test('is worth its rate, gives change in shillings, and the server is told all of it', async () => {
  const { sale } = await soldInDollars();
  expect(sale.settlement).toMatchObject({ tenderedMinor: 64_600, changeMinor: 19_600 });
  const { body } = operationOf(sale);
  expect(body).toMatchObject({
    change: '196.00',
    payments: [
      {
        method: 'CASH',
        amount: '646.00',
        foreign: { currency: 'USD', amount: '5.00', rate: '129.25', rate_sheet_version: 7 },
      },
    ],
  });
  const paper = receiptText(receiptOfRecord(sale, heading, { isCopy: false }), 42);
  expect(paper).toMatch(/Cash\n {2}USD 5\.00 x 129\.25 +646\.00\nChange +196\.00/);
});

test('lies in the drawer beside the shillings, and is counted by itself', async () => {
  const { till, sale } = await soldInDollars();
  const figures = till.drawer.sessionFigures();
  if (figures === undefined) throw new Error('no session');
  expect(figures.expectedMinor).toBe(100_000 - 19_600);
  expect(figures.sums.foreign).toEqual([
    { currency: 'USD', receivedMinor: 500, worthMinor: 64_600 },
  ]);
  expect(till.drawer.foreignCurrencies()).toEqual(['EUR', 'USD']);
  const foreign = till.drawer.countedForeign({ USD: 400 });
  const count = { countedMinor: 80_400, denominations: {}, foreign };
  expect(till.drawer.foreignCounts(count)).toEqual([
    { currency: 'USD', expectedMinor: 500, countedMinor: 400, varianceMinor: -100 },
  ]);
  const facts = {
    sessionId: sale.sessionId ?? '',
    openedAtMs: sale.atMs,
    personName: 'Achieng',
    currency: 'KES',
    figures,
    records: till.records(),
    printedAtMs: sale.atMs,
    isCopy: false,
  };
  const blind = receiptText(shownLines(xDocument(facts, heading, { isBlind: true })), 42);
  expect(blind).not.toMatch(/USD/);
  const shown = receiptText(shownLines(xDocument(facts, heading, { isBlind: false })), 42);
  expect(shown).toMatch(/USD\nTaken for \(1\) +KES 646\.00\nExpected +5\.00/);
  const closed = await till.drawer.closeSession(count, 'Gave one back');
  if (closed === undefined) throw new Error('not closed');
  expect(operationOf(closed.closed).body).toMatchObject({
    closing_total: '804.00',
    foreign_totals: [{ currency: 'USD', total: '4.00' }],
  });
  const z = receiptText(shownLines(zDocument(facts, closed, heading)), 42);
  expect(z).toMatch(/USD\nTaken.*\nExpected +5\.00\nCounted +4\.00\nDifference +-1\.00/);
});

test('a close of shillings alone says nothing of other currencies', async () => {
  const till = await counter();
  await till.paying.takeTender({ method: 'CASH', amountMinor: 45_000 });
  const foreign = till.drawer.countedForeign({ USD: 0 });
  expect(foreign).toEqual([]);
  const count = { countedMinor: 145_000, denominations: {}, foreign };
  const closed = await till.drawer.closeSession(count, '');
  if (closed === undefined) throw new Error('not closed');
  expect(operationOf(closed.closed).body).not.toHaveProperty('foreign_totals');
});

test('none is taken where the shop takes none, or its sheet is of another currency', async () => {
  for (const sheet of [
    { ...pretendRates, rates: [] },
    { ...pretendRates, currency: 'UGX' },
  ]) {
    const till = await counter(sheet);
    expect(till.paying.foreign(45_000)).toEqual([]);
    expect(till.paying.foreignWish('USD', 500)).toBe(undefined);
  }
  const till = await counter();
  expect(till.paying.foreignWish('GBP', 500)).toBe(undefined);
  // A cent is worth more than a shilling; nothing is worth nothing.
  expect(till.paying.foreignWish('USD', 0)).toBe(undefined);
});

test('what is left after some dollars is paid in shillings', async () => {
  const till = await counter();
  const wish = till.paying.foreignWish('USD', 200);
  if (wish === undefined) throw new Error('no dollars are taken');
  expect(await till.paying.takeTender(wish)).toBe('open');
  expect(till.paying.figures().openMinor).toBe(45_000 - 25_800);
  expect(await till.paying.takeTender({ method: 'CASH', amountMinor: 20_000 })).toBe('finished');
});
