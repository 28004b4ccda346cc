/** Leaders' words at a till: who is asked for what, and what of it travels with the operation. */
import { codecOf, operationBodies } from '@evertill/contract';
import { expect, test } from 'vitest';
import { askLeader } from '../app/ask-leader.ts';
import type { LeaderAsked } from '../app/ask-leader.ts';
import type { Office } from '../app/office.ts';
import { pretendOffice } from '../pretend/pretend-office.ts';
import { pretendPeople, pretendProducts } from '../pretend/pretend-shop.ts';
import { pretendTill } from '../pretend/pretend-till.ts';
import type { PretendTill } from '../pretend/pretend-till.ts';
import { roleLimitDefaults } from '../shop-words.ts';

const [cashier, , leader] = pretendPeople as readonly [
  (typeof pretendPeople)[0],
  (typeof pretendPeople)[0],
  (typeof pretendPeople)[0],
];
const half = { lineId: null, discount: { kind: 'rate', ratePpm: 500_000 } } as const;

async function openTill(): Promise<PretendTill> {
  const pretend = pretendTill();
  await pretend.till.drawer.openSession(100_000);
  const eggs = pretendProducts.find(({ name }) => name.startsWith('Eggs'));
  await pretend.till.selling.scan(eggs?.barcode ?? '');
  return pretend;
}

function appOf(
  { till }: PretendTill,
  giveWord?: Office['giveWord'],
): Parameters<typeof askLeader>[0] {
  const office = pretendOffice({ registerName: 'Till', isSignedIn: true });
  const { nowMs } = till.ports.world;
  return {
    till,
    nowMs,
    office: { ...office, ...(giveWord === undefined ? {} : { giveWord }) },
  };
}

const asked = (pretend: PretendTill, digits: string): LeaderAsked => ({
  ...{ leader, digits, reason: 'x' },
  wish: pretend.till.selling.needsLeader(half),
});

const approvalsOf = ({ journal }: PretendTill, kind: string): readonly unknown[] =>
  journal.bodies().flatMap((one) => {
    if (one.kind !== kind) return [];
    const uuid = '20000000-0000-4000-8000-000000000000';
    const schema = operationBodies[one.kind as 'sale'];
    const approvals = one.body['approvals'] as readonly Record<string, unknown>[] | undefined;
    const named = approvals?.map((word) => ({ ...word, approver: uuid }));
    const body = {
      ...one.body,
      cashier: uuid,
      ...(named === undefined ? {} : { approvals: named }),
    };
    expect(codecOf(schema).read(body).unknown).toEqual([]);
    expect(schema.safeParse(codecOf(schema).read(body).value).error).toBeUndefined();
    return [approvals ?? 'none'];
  });

test('a ticket beyond its cashier is not paid before a leader said so, for so much', async () => {
  const pretend = await openTill();
  const { selling, paying } = pretend.till;
  const wish = selling.needsLeader(half);
  expect(wish).toMatchObject({ actions: ['DISCOUNT'], amountMinor: 22_500 });
  selling.changeTerms(half);
  expect(paying.startPaying()).toBe(false);
  const answer = await askLeader(appOf(pretend), asked(pretend, '1234'));
  if (answer.kind !== 'given') throw new Error(answer.kind);
  selling.letPass(answer.words);
  expect(paying.startPaying()).toBe(true);
  paying.stopPaying();
  // Twice as much on the ticket is twice the discount: that was not let pass.
  const { lastLineId } = pretend.till.store.getState().cart;
  selling.changeQuantity(lastLineId ?? '', 2000);
  expect([paying.startPaying(), selling.needsWord().amountMinor]).toEqual([false, 45_000]);
  selling.changeQuantity(lastLineId ?? '', 1000);
  await paying.takeTender({ method: 'CASH', amountMinor: 22_500 });
  expect(approvalsOf(pretend, 'sale')).toMatchObject([[{ action: 'DISCOUNT', approver: 'owner' }]]);
});

test('while the server answers, it is asked, and its token travels with the sale', async () => {
  const pretend = await openTill();
  const questions: unknown[] = [];
  const app = appOf(pretend, async (question) => {
    questions.push(question);
    return { kind: 'ok', value: { token: 'a token' } };
  });
  const answer = await askLeader(app, asked(pretend, '9999'));
  expect(answer).toMatchObject({ kind: 'given', words: [{ token: 'a token', by: leader.name }] });
  const { cartId } = pretend.till.store.getState().cart;
  expect(questions).toMatchObject([{ approver: 'owner', subject: cartId, amountMinor: 22_500 }]);
  pretend.till.selling.changeTerms(half, answer.kind === 'given' ? answer.words : []);
  await pretend.till.paying.takeTender({ method: 'CASH', amountMinor: 22_500 });
  expect(approvalsOf(pretend, 'sale')).toMatchObject([[{ token: 'a token' }]]);
});

test.each([
  ['pin_wrong', 'wrong'],
  ['account_locked', 'locked'],
  ['approver_may_not', 'may_not'],
  ['token_invalid', 'given'],
])('the server’s %s is %s at the till', async (code, kind) => {
  const pretend = await openTill();
  const app = appOf(pretend, async () => ({ kind: 'refused', code }));
  expect(await askLeader(app, asked(pretend, '1234'))).toMatchObject({ kind });
});

test('five wrong PINs lock it at this till, also for switching, until a quarter of an hour is over', async () => {
  const pretend = await openTill();
  const app = appOf(pretend);
  const kinds = [];
  for (let time = 0; time < 5; time += 1) {
    kinds.push((await askLeader(app, asked(pretend, '9999'))).kind);
  }
  expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked']);
  expect(await askLeader(app, asked(pretend, '1234'))).toMatchObject({ kind: 'locked' });
  expect(await pretend.till.people.checkPin(leader, '1234')).toMatchObject({ kind: 'locked' });
  expect(await pretend.till.people.checkPin(cashier, '1234')).toEqual({ kind: 'right' });
  pretend.advance(15 * 60_000);
  expect((await askLeader(app, asked(pretend, '1234'))).kind).toBe('given');
});

test('a leader who stands here needs nobody, and the sale says whose word it was', async () => {
  const pretend = await openTill();
  const { people, selling, paying } = pretend.till;
  people.stepUp(leader);
  selling.changeTerms(half);
  expect(paying.startPaying()).toBe(true);
  await paying.takeTender({ method: 'CASH', amountMinor: 22_500 });
  expect(approvalsOf(pretend, 'sale')).toMatchObject([[{ action: 'DISCOUNT', approver: 'owner' }]]);
});

test('what comes back late, or without a receipt, is for a leader; so much of it, for anybody', async () => {
  const pretend = await openTill();
  const { till, catalogue } = pretend;
  await till.paying.takeTender({ method: 'CASH', amountMinor: 45_000 });
  const sale = till.records().find((record) => record.kind === 'sale')!;
  const why = { isRestocked: true, reason: 'OTHER', note: '' } as const;
  const wish = { sale, quantitiesMilli: [1000], refundId: till.ports.world.newId(), ...why };
  const { facts } = { facts: catalogue.facts() };
  const returnPolicy = { windowDays: 14, isReceiptRequired: false };
  catalogue.change({ facts: { ...facts, returnPolicy } });
  expect(till.givingBack.needsLeader(wish).actions).toEqual([]);
  pretend.advance(15 * 86_400_000);
  expect(till.givingBack.needsLeader(wish).actions).toEqual(['RETURN_WINDOW']);
  const answer = await askLeader(appOf(pretend), {
    ...{ leader, digits: '1234', reason: 'x' },
    wish: till.givingBack.needsLeader(wish),
  });
  await till.givingBack.refund(wish, answer.kind === 'given' ? answer.words : []);
  expect(approvalsOf(pretend, 'refund')).toMatchObject([[{ action: 'RETURN_WINDOW' }]]);
  till.selling.newSale();
  await till.selling.scan(pretendProducts[0]?.barcode ?? '');
  const loose = { refundId: till.ports.world.newId(), ...why };
  expect(till.givingBack.needsLeaderLoose(loose)).toMatchObject({
    actions: ['REFUND_WITHOUT_SALE'],
    amountMinor: 18_500,
  });
  const record = await till.givingBack.refundLoose(loose, []);
  expect(record).toMatchObject({
    saleId: null,
    payouts: [{ method: 'CASH', amountMinor: 18_500 }],
  });
  expect(till.store.getState().cart.lines).toEqual([]);
});

test('who may not open the drawer without a sale asks; a leader says it with what they do', async () => {
  const pretend = await openTill();
  const { till, catalogue } = pretend;
  const { people, drawer, ports } = till;
  const { cashier: before, ...others } = roleLimitDefaults;
  const limits = { ...others, cashier: { ...before, mayOpenDrawer: false } };
  catalogue.change({ facts: { ...catalogue.facts(), limits } });
  const wish = drawer.needsLeader('NO_SALE', 0, ports.world.newId());
  expect(wish.actions).toEqual(['NO_SALE']);
  people.stepUp(leader);
  expect(drawer.needsLeader('NO_SALE', 0, ports.world.newId()).actions).toEqual([]);
  await drawer.moveCash('NO_SALE', 0, 'to check');
  expect(approvalsOf(pretend, 'cash_movement')).toMatchObject([[{ action: 'NO_SALE' }]]);
});
