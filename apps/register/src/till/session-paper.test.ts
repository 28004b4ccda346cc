/** X and Z of a session on paper: what adds up, and what who counts blind shall not know. */
import { receiptText } from '@evertill/domain';
import { expect, test } from 'vitest';
import { pretendProducts } from '../pretend/pretend-shop.ts';
import { pretendTill } from '../pretend/pretend-till.ts';
import { shownLines, xDocument, zDocument } from './session-paper.ts';
import type { SessionFacts } from './session-paper.ts';

const heading = {
  shopName: 'Mama Tumaini Grocers',
  registerName: 'Till 2',
  timeZone: 'Africa/Nairobi',
  language: 'en',
} as const;

async function shift() {
  const { till } = pretendTill();
  await till.drawer.openSession(100_000);
  for (const product of pretendProducts.slice(5, 7)) {
    till.selling.addProduct(product);
    till.paying.startPaying();
    await till.paying.takeTender({ method: 'CASH', amountMinor: product.priceMinor });
    till.selling.newSale();
  }
  const { session } = till.store.getState();
  const figures = till.drawer.sessionFigures();
  if (session === null || figures === undefined) throw new Error('no session');
  const { sessionId, openedAtMs } = session;
  const facts: SessionFacts = {
    ...{ sessionId, openedAtMs, figures, personName: 'Achieng', currency: 'KES' },
    records: till.records().filter((record) => record.sessionId === sessionId),
    printedAtMs: openedAtMs,
    isCopy: false,
  };
  return { till, facts };
}

test('an X tells who counts blind how much was done, and nothing of the cash', async () => {
  const { facts } = await shift();
  const blind = receiptText(shownLines(xDocument(facts, heading, { isBlind: true })), 42);
  expect(blind).toMatch(/Sales +2/);
  expect(blind).not.toMatch(/515|1,?515|Expected|Opening float/);
  const open = receiptText(shownLines(xDocument(facts, heading, { isBlind: false })), 42);
  expect(open).toMatch(/Expected +1515\.00/);
});

test('a Z has what was counted, the difference with its reason, taxes and receipts', async () => {
  const { till, facts } = await shift();
  const closed = await till.drawer.closeSession(
    { countedMinor: 151_000, denominations: {} },
    'Coins',
  );
  if (closed === undefined) throw new Error('not closed');
  const text = receiptText(shownLines(zDocument(facts, closed, heading)), 42);
  expect(text).toMatch(/Counted +1510\.00/);
  expect(text).toMatch(/Difference +-5\.00/);
  expect(text).toMatch(/Reason +Coins/);
  // 65 and 450 with 16 % in them.
  expect(text).toMatch(/VAT +71\.04/);
  expect(text).toMatch(/Receipts T2-\d+ - T2-\d+/);
});
