/** A day at a till, without a browser: what a cashier does, and what is written down of it. */
import { codecOf, operationBodies, roleLimitDefaults } from '@evertill/contract';
import { expect, test } from 'vitest';
import { pretendPeople, pretendProducts } from '../pretend/pretend-shop.ts';
import { memoryKeeper, pretendTill } from '../pretend/pretend-till.ts';
import type { PretendTill } from '../pretend/pretend-till.ts';
import * as words from '../shop-words.ts';
import type { SaleRecord } from './records.ts';

async function openTill(): Promise<PretendTill> {
  const pretend = pretendTill();
  await pretend.till.drawer.openSession(100_000);
  return pretend;
}

const barcodeOf = (name: string): string =>
  pretendProducts.find((one) => one.name.startsWith(name))?.barcode ?? '';

async function sell({ till }: PretendTill, ...names: readonly string[]): Promise<void> {
  for (const name of names) await till.selling.scan(barcodeOf(name));
}

test('adds what is scanned in the order of the scans, and pieces of one thing to one line', async () => {
  const pretend = await openTill();
  const { findByBarcode } = pretend.catalogue;
  let patience = 60;
  // The first answer takes longest, as after a pause.
  const slower = async (barcode: string) => {
    patience -= 10;
    for (let turn = 0; turn < patience; turn += 1) await Promise.resolve();
    return findByBarcode(barcode);
  };
  Object.assign(pretend.catalogue, { findByBarcode: slower });
  const scans = ['Jua', 'Tamu', 'Jua', 'Jua', 'Tomatoes', 'Tomatoes'].map(barcodeOf);
  await Promise.all(scans.map((barcode) => pretend.till.selling.scan(barcode)));
  const { lines } = pretend.till.store.getState().cart;
  expect(lines.map((line) => [line.name.split(',')[0], line.quantityMilli])).toEqual([
    ['Jua Maize Meal', 3000],
    ['Tamu Sugar', 1000],
    ['Tomatoes', 1000],
    ['Tomatoes', 1000],
  ]);
  expect(pretend.till.priced()?.totalMinor).toBe(3 * 18_500 + 16_500 + 2 * 12_000);
});

test('a scan that cannot be looked up is told of, and takes none of the next with it', async () => {
  const pretend = await openTill();
  const { findByBarcode } = pretend.catalogue;
  let asked = 0;
  const failing = (barcode: string) => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('the worker died')) : findByBarcode(barcode);
  };
  Object.assign(pretend.catalogue, { findByBarcode: failing });
  const { selling, store } = pretend.till;
  await selling.scan(barcodeOf('Jua'));
  expect(store.getState().notice).toEqual({ kind: 'scan_unread', barcode: barcodeOf('Jua') });
  await selling.scan(barcodeOf('Tamu'));
  expect(store.getState().cart.lines).toHaveLength(1);
});

test('says so where no product has the barcode, and adds nothing', async () => {
  const { till } = await openTill();
  await till.selling.scan('0000000000000');
  expect(till.store.getState().notice).toEqual({
    kind: 'barcode_unknown',
    barcode: '0000000000000',
  });
  expect(till.store.getState().cart.lines).toEqual([]);
});

test('a line that was removed comes back with undo', async () => {
  const pretend = await openTill();
  await sell(pretend, 'Jua', 'Tamu');
  const before = pretend.till.store.getState().cart;
  pretend.till.selling.removeLine(before.lines[0]?.lineId ?? '');
  expect(pretend.till.store.getState().cart.lines).toHaveLength(1);
  pretend.till.selling.undo();
  expect(pretend.till.store.getState().cart).toEqual(before);
});

test('a discount or a price beyond the cashier asks for a leader', async () => {
  const pretend = await openTill();
  await sell(pretend, 'Jua');
  const lineId = pretend.till.store.getState().cart.lastLineId;
  const { selling } = pretend.till;
  const rate = (ratePpm: number) =>
    ({ lineId: null, discount: { kind: 'rate', ratePpm } }) as const;
  const needed = (wish: Parameters<typeof selling.needsLeader>[0]): readonly string[] =>
    selling.needsLeader(wish).actions;
  expect(needed(rate(100_000))).toEqual([]);
  expect(needed(rate(110_000))).toEqual(['DISCOUNT']);
  expect(needed({ lineId, unitPriceMinor: 1 })).toEqual(['PRICE_OVERRIDE']);
  pretend.till.people.stepUp(pretendPeople[2]!);
  expect(needed(rate(500_000))).toEqual([]);
});

test('a split payment is settled to the cent, gives change, and is written down once', async () => {
  const pretend = await openTill();
  const { till, journal } = pretend;
  await sell(pretend, 'Jua', 'Eggs');
  expect(till.paying.startPaying()).toBe(true);
  const mobile = { method: 'MOBILE', amountMinor: 30_000, reference: 'TKL4' } as const;
  expect(await till.paying.takeTender(mobile)).toBe('open');
  expect(till.paying.figures().openMinor).toBe(33_500);
  expect(await till.paying.takeTender({ method: 'CARD', amountMinor: 40_000 })).toBe('too_much');
  const cash = till.paying.takeTender({ method: 'CASH', amountMinor: 40_000 });
  const again = till.paying.closeSale();
  expect([await cash, await again]).toEqual(['finished', 'open']);
  const sales = journal.bodies().filter(({ kind }) => kind === 'sale');
  expect(sales).toHaveLength(1);
  expect(sales[0]?.body).toMatchObject({ total: '635.00', change: '65.00', rounding: '0.00' });
  expect(till.store.getState()).toMatchObject({ payment: null, cart: { lines: [] } });
});

test('a sale that could not be written down did not happen: the cart and the money stay', async () => {
  const pretend = await openTill();
  await sell(pretend, 'Jua');
  pretend.journal.failNext(new Error('the disk is full'));
  const outcome = await pretend.till.paying.takeTender({ method: 'CASH', amountMinor: 20_000 });
  const { cart, payment, finished, notice } = pretend.till.store.getState();
  expect([outcome, finished, notice]).toEqual(['not_saved', null, { kind: 'not_saved' }]);
  expect([cart.lines.length, payment?.tenders.length]).toEqual([1, 1]);
  expect(await pretend.till.paying.closeSale()).toBe('finished');
});

test('the next scan after a sale begins a new one', async () => {
  const pretend = await openTill();
  await sell(pretend, 'Jua');
  await pretend.till.paying.takeTender({ method: 'CASH', amountMinor: 18_500 });
  expect(pretend.till.store.getState().finished).not.toBeNull();
  await sell(pretend, 'Tamu');
  const { finished, cart } = pretend.till.store.getState();
  expect([finished, cart.lines.map(({ name }) => name)]).toEqual([null, ['Tamu Sugar, 1 kg']]);
});

test('carts are parked and taken up again, each as it was', async () => {
  const pretend = await openTill();
  const { selling, store } = pretend.till;
  await sell(pretend, 'Jua');
  const first = store.getState().cart;
  selling.park();
  await sell(pretend, 'Eggs');
  const second = store.getState().cart;
  selling.resume(first.cartId);
  expect(store.getState().cart).toEqual(first);
  expect(store.getState().parked.map(({ cart }) => cart)).toEqual([second]);
});

test('a reload finds cart, parked carts, money on the counter and who stands there', async () => {
  const keeper = memoryKeeper();
  const pretend = pretendTill({ keeper });
  await pretend.till.drawer.openSession(0);
  await sell(pretend, 'Eggs');
  pretend.till.selling.park();
  await sell(pretend, 'Jua');
  await pretend.till.paying.takeTender({ method: 'CASH', amountMinor: 100 });
  const { journal } = pretend;
  const again = pretendTill({ keeper, journal, isUnattended: true });
  const { cart, parked, payment, session, cashier } = pretend.till.store.getState();
  expect(again.till.store.getState()).toMatchObject({ cart, parked, payment, session, cashier });
});

test('a refund gives back what was paid, piece by piece, and never more than is left', async () => {
  const pretend = await openTill();
  const { till } = pretend;
  await sell(pretend, 'Jua', 'Jua', 'Eggs');
  till.selling.changeTerms({ lineId: null, discount: { kind: 'amount', amountMinor: 1_001 } });
  await till.paying.takeTender({ method: 'CASH', amountMinor: 100_000 });
  const sale = till.records().find((record) => record.kind === 'sale')!;
  const back = (...quantitiesMilli: number[]) =>
    till.givingBack.refund({
      refundId: pretend.till.ports.world.newId(),
      ...{ sale, quantitiesMilli, isRestocked: true },
      ...{ reason: 'OTHER', note: '' },
    });
  const first = await back(1000, 0);
  const second = await back(5000, 1000);
  const third = await back(1000, 1000);
  expect(second?.lines.map((line) => line.quantityMilli)).toEqual([1000, 1000]);
  expect((first?.totalMinor ?? 0) + (second?.totalMinor ?? 0)).toBe(sale.totalMinor);
  expect(third).toBeUndefined();
});

test('what should be in the drawer is float, cash kept, put in, less taken out and given back', async () => {
  const pretend = await openTill();
  const { till } = pretend;
  await sell(pretend, 'Jua');
  await till.paying.takeTender({ method: 'CASH', amountMinor: 20_000 });
  await till.drawer.moveCash('PAY_IN', 5_000, 'change');
  await till.drawer.moveCash('PAY_OUT', 2_000, 'milk');
  await till.drawer.moveCash('NO_SALE', 0, 'change money');
  expect(till.drawer.sessionFigures()?.sums.noSalesCount).toBe(1);
  const count = { countedMinor: 121_000, denominations: { '1000': 1, '200': 1, '10': 1 } };
  expect(till.drawer.maySeeExpected()).toBe(false);
  expect(till.drawer.varianceOf(count)).toEqual({ kind: 'short', byMinor: 500 });
  const closed = await till.drawer.closeSession(count, 'Not known');
  expect(closed?.closed.expectedMinor).toBe(100_000 + 18_500 + 5_000 - 2_000);
  expect(till.store.getState().session).toBeNull();
});

test('a sale is undone as a whole, once, and only while nothing of it came back', async () => {
  const pretend = await openTill();
  const { till } = pretend;
  await sell(pretend, 'Jua');
  await till.paying.takeTender({ method: 'CASH', amountMinor: 20_000 });
  const sale = till.store.getState().finished as SaleRecord;
  const wish = { voidId: till.ports.world.newId(), sale };
  expect(till.voiding.needsLeader(wish)).toMatchObject({ actions: ['VOID'], amountMinor: 18_500 });
  const undone = await till.voiding.undo(wish, 'wrong');
  expect(undone?.payouts).toEqual([{ method: 'CASH', amountMinor: 18_500 }]);
  expect(till.drawer.sessionFigures()).toMatchObject({
    ...{ expectedMinor: 100_000, netMinor: 0, netTaxMinor: 0 },
    sums: { sales: { count: 1 }, voids: { count: 1, totalMinor: 18_500 } },
  });
  expect([till.voiding.isVoided(sale), till.voiding.mayBe(sale)]).toEqual([true, false]);
  expect(await till.voiding.undo(wish, 'wrong')).toBeUndefined();
  till.selling.newSale();
  await sell(pretend, 'Eggs');
  await till.paying.takeTender({ method: 'CASH', amountMinor: 45_000 });
  const other = till.store.getState().finished as SaleRecord;
  expect(till.voiding.mayBe(other)).toBe(true);
  const back = { refundId: till.ports.world.newId(), sale: other, quantitiesMilli: [1000] };
  await till.givingBack.refund({ ...back, isRestocked: true, reason: 'OTHER', note: '' });
  expect(till.voiding.mayBe(other)).toBe(false);
});

test('a count that was handed in stays, for who counts blind; a leader may count again', async () => {
  const keeper = memoryKeeper();
  const { till, journal } = pretendTill({ keeper });
  await till.drawer.openSession(100_000);
  const count = { countedMinor: 1, denominations: { '0.01': 1 } };
  till.drawer.handIn(count);
  expect([till.drawer.handedIn(), till.drawer.countAgain()]).toEqual([count, false]);
  expect(pretendTill({ keeper, journal }).till.drawer.handedIn()).toEqual(count);
  till.people.stepUp(pretendPeople[2]!);
  expect([till.drawer.countAgain(), till.drawer.handedIn()]).toEqual([true, undefined]);
  till.drawer.handIn(count);
  await till.drawer.closeSession(count, 'x');
  await till.drawer.openSession(100_000);
  expect(till.drawer.handedIn()).toBeUndefined();
});

test('every body that is written down fits the contract', async () => {
  const pretend = await openTill();
  const { till } = pretend;
  till.selling.setCustomer((await till.customers.create('Wanjiku Kamau', '+254722000000')) ?? null);
  await sell(pretend, 'Jua', 'Tomatoes', 'Eggs');
  till.selling.changeTerms({ lineId: null, discount: { kind: 'rate', ratePpm: 50_000 } });
  await till.paying.takeTender({ method: 'CASH', amountMinor: 100_000 });
  const sale = till.records().find((record) => record.kind === 'sale')!;
  const wish = {
    refundId: till.ports.world.newId(),
    sale,
    quantitiesMilli: [1000],
    isRestocked: false,
    reason: 'DAMAGED',
    note: 'wet',
  };
  await till.givingBack.refund(wish as Parameters<typeof till.givingBack.refund>[0]);
  await till.drawer.moveCash('PAY_OUT', 2_000, 'milk');
  await till.drawer.moveCash('NO_SALE', 0, 'change money');
  await till.drawer.closeSession({ countedMinor: 1, denominations: { '1': 1 } }, 'x');
  const uuid = '20000000-0000-4000-8000-000000000000';
  const flawed = pretend.journal.bodies().flatMap(({ kind, body }) => {
    const schema = operationBodies[kind as keyof typeof operationBodies];
    const read = codecOf(schema).read({ ...body, cashier: uuid });
    return 'value' in read && read.value !== undefined ? [] : [[kind, read]];
  });
  expect(flawed).toEqual([]);
  expect(pretend.journal.bodies()).toHaveLength(7);
});

test('until it is told otherwise, a till goes by the limits of the contract', () => {
  expect(words.roleLimitDefaults).toEqual(roleLimitDefaults);
});
