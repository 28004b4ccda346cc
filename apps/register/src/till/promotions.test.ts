/** Promotions and coupons at a till, without a browser: what comes off, and what is told of it. */
import { codecOf, operationBodies } from '@evertill/contract';
import { receiptText } from '@evertill/domain';
import { expect, test } from 'vitest';
import { pretendSet } from '../pretend/pretend-promotions.ts';
import { pretendProducts } from '../pretend/pretend-shop.ts';
import { pretendTill } from '../pretend/pretend-till.ts';
import type { PretendTill } from '../pretend/pretend-till.ts';
import { operationOf } from './bodies.ts';
import { receiptOfRecord } from './receipts.ts';
import type { SaleRecord } from './records.ts';

const barcodeOf = (name: string): string =>
  pretendProducts.find((one) => one.name.startsWith(name))?.barcode ?? '';

async function openTill(...names: readonly string[]): Promise<PretendTill> {
  const pretend = pretendTill();
  await pretend.till.drawer.openSession(100_000);
  const { catalogue, till } = pretend;
  catalogue.change({ facts: { ...catalogue.facts(), promotionSet: pretendSet } });
  for (const name of names) await till.selling.scan(barcodeOf(name));
  return pretend;
}

const milk = ['Mlima', 'Mlima', 'Mlima'];

test('takes off what is promoted while things are scanned, by name', async () => {
  const { till } = await openTill('Mlima', 'Mlima');
  expect(till.priced()?.totalMinor).toBe(13_000);
  await till.selling.scan(barcodeOf('Mlima'));
  expect(till.priced()?.totalMinor).toBe(13_000);
  expect(till.priced()?.lines[0]).toMatchObject({
    grossMinor: 19_500,
    discountMinor: 6_500,
    byHandMinor: 0,
    promotions: [{ name: 'Milk: buy 2, get 1', amountMinor: 6_500 }],
  });
});

test('asks no leader for what is promoted, and gives nothing on a typed price', async () => {
  const { till } = await openTill(...milk);
  const lineId = till.store.getState().cart.lastLineId;
  const tenth = { lineId: null, discount: { kind: 'rate', ratePpm: 100_000 } } as const;
  expect(till.selling.needsLeader(tenth).actions).toEqual([]);
  till.selling.changeTerms({ lineId, unitPriceMinor: 6_000 });
  expect(till.priced()?.lines[0]?.promotions).toEqual([]);
  till.selling.undo();
  till.selling.changeTerms({ lineId, unitPriceMinor: 6_500 });
  till.selling.changeTerms({ lineId, discount: { kind: 'rate', ratePpm: 50_000 } });
  expect(till.priced()?.lines[0]).toMatchObject({ byHandMinor: 975, promotions: [] });
});

test('says why a coupon is not taken, and takes it once it takes something off', async () => {
  const { till } = await openTill(...milk);
  const { selling } = till;
  expect(selling.addCoupon('NOPE')).toBe('unknown');
  expect(selling.addCoupon('karibu')).toBe('minimum');
  await selling.scan(barcodeOf('Eggs'));
  expect(selling.addCoupon(' kari-bu ')).toBeUndefined();
  expect(selling.addCoupon('KARIBU')).toBe('already');
  expect(till.priced()?.promotions).toMatchObject([{ amountMinor: 5_000 }]);
  expect(till.priced()?.totalMinor).toBe(13_000 + 45_000 - 5_000);
  selling.removeCoupon('KARIBU');
  expect(till.priced()?.totalMinor).toBe(13_000 + 45_000);
});

test.each([
  ['expired', { untilMs: 1 }],
  ['not_yet', { fromMs: Date.parse('2100-01-01T00:00:00Z') }],
] as const)('knows a coupon that is %s', async (flaw, span) => {
  const { till, catalogue } = await openTill(...milk, 'Eggs');
  const coupons = pretendSet.coupons.map((coupon) => ({ ...coupon, ...span }));
  catalogue.change({
    facts: { ...catalogue.facts(), promotionSet: { ...pretendSet, coupons } },
  });
  expect(till.selling.addCoupon('KARIBU')).toBe(flaw);
});

test('looks at the clock again when paying begins', async () => {
  const { till, catalogue, advance } = await openTill('Zawadi');
  const untilMs = till.ports.world.nowMs() + 60_000;
  const promotions = pretendSet.promotions.map((one) => {
    return { ...one, schedule: { ...one.schedule, untilMs } };
  });
  catalogue.change({
    facts: { ...catalogue.facts(), promotionSet: { ...pretendSet, promotions } },
  });
  expect(till.priced()?.totalMinor).toBe(34_500 - 3_450);
  advance(61_000);
  expect(till.paying.startPaying()).toBe(true);
  expect(till.priced()?.totalMinor).toBe(34_500);
});

test('writes down who took what, tells the server, and prints it', async () => {
  const { till } = await openTill(...milk, 'Zawadi', 'Eggs');
  till.selling.addCoupon('KARIBU');
  const { totalMinor = 0 } = till.priced() ?? {};
  expect(totalMinor).toBe(13_000 + 31_050 + 45_000 - 5_000);
  till.paying.startPaying();
  await till.paying.takeTender({ method: 'CARD', amountMinor: totalMinor, reference: '1' });
  const sale = till.records().find((one): one is SaleRecord => one.kind === 'sale');
  if (sale === undefined) throw new Error('nothing was sold');
  // People of the pretend shop have no ids as the wire wants them.
  const body = { ...operationOf(sale).body, cashier: sale.id };
  const { value, unknown } = codecOf(operationBodies.sale).read(body);
  expect(unknown).toEqual([]);
  expect(operationBodies.sale.safeParse(value).error).toBeUndefined();
  const { promotions, lines } = operationBodies.sale.parse(value);
  const off = (promotions?.takes ?? []).flatMap((take) => take.lines);
  for (const [index, line] of lines.entries()) {
    const taken = off
      .filter(({ lineNumber }) => lineNumber === index + 1)
      .reduce((all, { amount }) => all + Math.round(Number(amount) * 100), 0);
    expect(taken).toBe(Math.round(Number(line.discount) * 100));
  }
  expect(promotions?.takes.map(({ coupon }) => coupon)).toEqual([undefined, undefined, 'KARIBU']);
  const paper = receiptText(
    receiptOfRecord(
      sale,
      { shopName: 'S', registerName: 'T', timeZone: 'UTC', language: 'en' },
      { isCopy: false },
    ),
    42,
  );
  expect(paper).toMatch(/Milk: buy 2, get 1 +-65\.00/);
  expect(paper).toMatch(/Oil week +-34\.50/);
  expect(paper).toMatch(/Welcome: 50 off from 500 +-50\.00/);
  expect(paper).not.toMatch(/Discount/);
});
