/** A sale undone, on paper: which, why, who let it pass, and what went back over the counter. */
import { receiptText } from '@evertill/domain';
import { expect, test } from 'vitest';
import { pretendRates } from '../pretend/pretend-rates.ts';
import { pretendPeople, pretendProducts } from '../pretend/pretend-shop.ts';
import { pretendTill } from '../pretend/pretend-till.ts';
import { paperTitle, receiptOfRecord } from './receipts.ts';
import type { SaleRecord, VoidRecord } from './records.ts';
import { shownLines, xDocument } from './session-paper.ts';

const heading = {
  shopName: 'Mama Tumaini Grocers',
  registerName: 'Till 2',
  timeZone: 'Africa/Nairobi',
  language: 'en',
} as const;

/** Something for 450 in the cart of an open session. */
async function counter() {
  const pretend = pretendTill();
  const { till, catalogue } = pretend;
  catalogue.change({ facts: { ...catalogue.facts(), rateSheet: pretendRates } });
  await till.drawer.openSession(100_000);
  const product = pretendProducts.find(({ priceMinor }) => priceMinor === 45_000);
  if (product === undefined) throw new Error('nothing costs 450');
  till.selling.addProduct(product);
  till.paying.startPaying();
  const sold = (): SaleRecord => {
    const sale = till.records().find((record) => record.kind === 'sale');
    if (sale === undefined) throw new Error('nothing was sold');
    return sale;
  };
  return { ...pretend, sold };
}

type Counter = Awaited<ReturnType<typeof counter>>;

/** By the owner's word, as the cashier who stands there asks for it. */
async function undone({ till, sold }: Counter, reason: string): Promise<VoidRecord> {
  const leader = pretendPeople.find(({ role }) => role === 'owner');
  const sale = sold();
  const voidId = till.ports.world.newId();
  const { amountMinor } = till.voiding.needsLeader({ voidId, sale });
  const { personId: approverId = '', name: by = '' } = leader ?? {};
  const given = { action: 'VOID', approverId, by, atMs: sale.atMs, amountMinor } as const;
  const record = await till.voiding.undo({ voidId, sale }, reason, [{ ...given, token: null }]);
  if (record === undefined) throw new Error('not undone');
  expect(till.voiding.voidOf(sale)).toEqual(record);
  return record;
}

const linesOf = (record: VoidRecord, isCopy = false, language: 'en' | 'sw' = 'en') =>
  receiptText(receiptOfRecord(record, { ...heading, language }, { isCopy }), 42)
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim());

test('says what went back of each tender, cash without the change, and who let it pass', async () => {
  const here = await counter();
  const { paying } = here.till;
  await paying.takeTender({ method: 'MOBILE', amountMinor: 20_000, reference: 'TKL4H7Q2ZN' });
  await paying.takeTender({ method: 'CASH', amountMinor: 50_000 });
  const { receiptNumber } = here.sold();
  const record = await undone(here, 'The customer left');
  const leader = record.words?.[0]?.by ?? '';
  const lines = linesOf(record);
  expect(lines.slice(0, 2)).toEqual(['Mama Tumaini Grocers', 'VOID']);
  expect(lines).toContain(`Voided receipt ${receiptNumber}`);
  expect(lines).toContain(`Served by ${record.cashierName}`);
  expect(leader).not.toBe('');
  expect(lines).toContain(`Approved by ${leader}`);
  expect(lines.slice(-5)).toEqual([
    'Reason: The customer left',
    '-'.repeat(42),
    'GIVEN BACK KES 450.00',
    'Mobile money 200.00',
    'Cash 250.00',
  ]);
  expect(linesOf(record, true)).toContain('COPY');
  expect(linesOf(record, false, 'sw')).toContain(`Risiti iliyobatilishwa ${receiptNumber}`);
  expect(paperTitle(record, 'en')).toBe(`VOID ${receiptNumber}`);
});

test('of a sale in dollars shillings go back, and the dollars are expected in the drawer', async () => {
  const here = await counter();
  const { till } = here;
  const wish = till.paying.foreignWish('USD', 500);
  if (wish === undefined) throw new Error('no dollars are taken');
  await till.paying.takeTender(wish);
  const record = await undone(here, 'Rung up by mistake');
  expect(linesOf(record).slice(-2)).toEqual(['GIVEN BACK KES 450.00', 'Cash 450.00']);
  const figures = till.drawer.sessionFigures();
  if (figures === undefined) throw new Error('no session');
  // A float of 1,000, less 196 of change, less what went back.
  expect(figures.expectedMinor).toBe(100_000 - 19_600 - 45_000);
  expect(figures.foreign).toEqual([
    { currency: 'USD', receivedMinor: 500, worthMinor: 64_600, takingsCount: 1 },
  ]);
  const { sessionId, atMs } = here.sold();
  const facts = {
    ...{ sessionId: sessionId ?? '', openedAtMs: atMs, personName: '', currency: 'KES', figures },
    ...{ records: till.records(), printedAtMs: atMs, isCopy: false },
  };
  const x = receiptText(shownLines(xDocument(facts, heading, { isBlind: false })), 42);
  expect(x).toMatch(/Voids \(1\) +-450\.00/);
  expect(x).toMatch(/Expected +354\.00\n +USD\nTaken for \(1\) +KES 646\.00\nExpected +5\.00/);
});
