/** Goods back and goods out in one go: two facts, and the money between them. */
import { expect, test } from 'vitest';
import { pretendProducts } from '../pretend/pretend-shop.ts';
import { pretendTill } from '../pretend/pretend-till.ts';
import type { PretendTill } from '../pretend/pretend-till.ts';
import type { RefundWish } from './giving-back.ts';
import { receiptOfRecord } from './receipts.ts';

const scan = async ({ till }: PretendTill, name: string): Promise<void> =>
  till.selling.scan(pretendProducts.find((one) => one.name.startsWith(name))?.barcode ?? '');

/** Eggs for 450.00, paid in cash, and one of them to come back. */
async function soldEggs(): Promise<{ pretend: PretendTill; wish: RefundWish }> {
  const pretend = pretendTill();
  const { till } = pretend;
  await till.drawer.openSession(100_000);
  await scan(pretend, 'Eggs');
  await till.paying.takeTender({ method: 'CASH', amountMinor: 45_000 });
  const sale = till.records().find((record) => record.kind === 'sale')!;
  till.selling.newSale();
  const refundId = till.ports.world.newId();
  const why = { isRestocked: true, reason: 'OTHER', note: '' } as const;
  return { pretend, wish: { sale, quantitiesMilli: [1000], refundId, ...why } };
}

const bodiesOf = ({ journal }: PretendTill): readonly Record<string, unknown>[] =>
  journal
    .bodies()
    .map(({ kind, body }) => ({ kind, total: body['total'], paid: body['payments'] }));

test('dearer goods: what comes back pays its part, the customer the rest', async () => {
  const { pretend, wish } = await soldEggs();
  const { till } = pretend;
  till.exchanging.begin(wish);
  await scan(pretend, 'Eggs');
  await scan(pretend, 'Jua');
  expect(till.paying.startPaying()).toBe(true);
  expect(till.paying.figures()).toMatchObject({ openMinor: 18_500, isSettled: false });
  // Going back and forth does not make it come back twice; and it cannot be taken off by hand.
  till.paying.stopPaying();
  till.paying.startPaying();
  const [credit] = till.store.getState().payment?.tenders ?? [];
  till.paying.removeTender(credit?.tenderId ?? '');
  expect(till.paying.figures()).toMatchObject({ openMinor: 18_500 });
  expect(await till.paying.takeTender({ method: 'CASH', amountMinor: 20_000 })).toBe('finished');
  const reference = `exchange:${wish.refundId}`;
  const into = { method: 'OTHER', amount: '450.00', reference };
  expect(bodiesOf(pretend).slice(2)).toMatchObject([
    { kind: 'refund', total: '450.00', paid: [into] },
    { kind: 'sale', total: '635.00', paid: [into, { method: 'CASH', amount: '200.00' }] },
  ]);
  const { finished } = till.store.getState();
  expect(till.drawer.handedMinor(finished!)).toBe(1_500);
  expect(till.drawer.sessionFigures()?.expectedMinor).toBe(100_000 + 45_000 + 18_500);
  const heading = { shopName: 'S', registerName: 'T', timeZone: 'UTC', language: 'en' } as const;
  const paper = JSON.stringify(receiptOfRecord(finished!, heading, { isCopy: false }));
  expect(paper).toContain(wish.sale.receiptNumber);
  expect(paper).toContain('Jua Maize Meal');
});

test('cheaper goods: nothing is to be paid, and the rest goes back as it was paid', async () => {
  const { pretend, wish } = await soldEggs();
  const { till } = pretend;
  till.exchanging.begin(wish);
  await scan(pretend, 'Jua');
  till.paying.startPaying();
  expect([till.paying.figures().isSettled, till.exchanging.overMinor()]).toEqual([true, 26_500]);
  expect(await till.paying.closeSale()).toBe('finished');
  expect(bodiesOf(pretend).slice(2)).toMatchObject([
    {
      kind: 'refund',
      total: '450.00',
      paid: [
        { method: 'OTHER', amount: '185.00' },
        { method: 'CASH', amount: '265.00' },
      ],
    },
    { kind: 'sale', total: '185.00', paid: [{ method: 'OTHER', amount: '185.00' }] },
  ]);
  expect(till.drawer.handedMinor(till.store.getState().finished!)).toBe(26_500);
  expect(till.drawer.sessionFigures()?.expectedMinor).toBe(100_000 + 45_000 - 26_500);
});

test('written down to half, it is finished with the next try, and nothing comes back twice', async () => {
  const { pretend, wish } = await soldEggs();
  const { till, journal } = pretend;
  till.exchanging.begin(wish);
  await scan(pretend, 'Jua');
  till.paying.startPaying();
  let written = 0;
  const { record } = journal;
  Object.assign(till.ports.journal, {
    record: async (one: Parameters<typeof record>[0]) => {
      written += 1;
      if (written === 2) throw new Error('the disk is full');
      return record(one);
    },
  });
  expect(await till.paying.closeSale()).toBe('not_saved');
  expect(await till.paying.closeSale()).toBe('finished');
  expect(bodiesOf(pretend).map(({ kind }) => kind)).toEqual([
    'session_open',
    'sale',
    'refund',
    'sale',
  ]);
});

test('an exchange that is called off is a sale again', async () => {
  const { pretend, wish } = await soldEggs();
  const { till } = pretend;
  till.exchanging.begin(wish);
  await scan(pretend, 'Jua');
  till.exchanging.end();
  till.paying.startPaying();
  expect(till.paying.figures()).toMatchObject({ openMinor: 18_500 });
});
