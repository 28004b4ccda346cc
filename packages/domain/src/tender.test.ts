import { describe, expect, it } from 'vitest';
import { checkTender, roundToCash, settleTender } from './tender.ts';
import type { Tender } from './tender.ts';

const cash = (amountMinor: number): Tender => ({ method: 'CASH', amountMinor });
const card = (amountMinor: number): Tender => ({ method: 'CARD', amountMinor });
const mobile = (amountMinor: number): Tender => ({ method: 'MOBILE', amountMinor });

// One row is one settlement:  total, coin, tenders  ->  rounding, due, paid, change, balance.
// prettier-ignore
const settlements = [
  [  517,   0, [cash(600)],                            0,   517,   517,  83,     0],
  [1_003,   5, [cash(2_000)],                          2, 1_005, 1_005, 995,     0],
  [1_002,   5, [cash(1_000)],                         -2, 1_000, 1_000,   0,     0],
  [1_003,   5, [card(1_003)],                          0, 1_003, 1_003,   0,     0],
  [2_502,   5, [card(2_000), cash(1_000)],            -2, 2_500, 2_500, 500,     0],
  [1_003,   5, [cash(500)],                            0, 1_003,   500,   0,   503],
  [1_003,   5, [cash(500), card(503)],                 0, 1_003, 1_003,   0,     0],
  [1_003,   5, [cash(1_003)],                          2, 1_005, 1_003,   0,     2],
  [1_003,   5, [],                                     0, 1_003,     0,   0, 1_003],
  [    2,   5, [cash(0)],                             -2,     0,     0,   0,     0],
  [    0,   5, [],                                     0,     0,     0,   0,     0],
  [    0,   0, [cash(100)],                            0,     0,     0, 100,     0],
  [9_950, 100, [cash(10_000)],                        50, 10_000, 10_000, 0,     0],
  [1_444,   0, [mobile(500), card(400), cash(600)],    0, 1_444, 1_444,  56,     0],
] as const;

describe('settleTender', () => {
  it.each(settlements)(
    '%i in coins of %i by %j',
    (totalMinor, cashRoundingMinor, tenders, rounding, due, paid, change, balance) => {
      const settlement = settleTender({ totalMinor, cashRoundingMinor, tenders });
      expect(settlement).toMatchObject({
        roundingMinor: rounding,
        dueMinor: due,
        paidMinor: paid,
        changeMinor: change,
        balanceMinor: balance,
      });
    },
  );

  it('says what lies in the drawer', () => {
    const question = { totalMinor: 2_502, cashRoundingMinor: 5 };
    const settlement = settleTender({ ...question, tenders: [card(2_000), cash(1_000)] });
    expect(settlement).toMatchObject({ tenderedMinor: 3_000, cashMinor: 500 });
  });

  it('asserts that nothing but cash exceeds the total', () => {
    const question = { totalMinor: 100, cashRoundingMinor: 0, tenders: [card(101)] };
    expect(() => settleTender(question)).toThrow('not cash');
  });
});

describe('checkTender', () => {
  const codes = (tenders: readonly Tender[], more: { isComplete?: boolean } = {}) =>
    checkTender({ totalMinor: 1_000, cashRoundingMinor: 5, tenders, ...more }).map(
      (flaw) => flaw.code,
    );

  it('lets a first part, an exact split and too much cash through', () => {
    expect(codes([])).toEqual([]);
    expect(codes([card(400)])).toEqual([]);
    expect(codes([card(400), mobile(600)])).toEqual([]);
    expect(codes([card(1_000), cash(50)])).toEqual([]);
  });

  it('says no to a card that pays more than is due, alone or together', () => {
    expect(codes([card(1_001)])).toEqual(['tender_exceeds_due']);
    expect(codes([card(600), mobile(401), cash(10)])).toEqual(['tender_exceeds_due']);
  });

  it('says no to amounts and methods that cannot be', () => {
    expect(codes([card(0)])).toEqual(['tender_amount_out_of_range']);
    expect(codes([cash(-1)])).toEqual(['tender_amount_out_of_range']);
    expect(codes([card(0.5)])).toEqual(['tender_amount_out_of_range']);
    expect(codes([{ method: 'CHEQUE' as 'OTHER', amountMinor: 5 }])).toEqual([
      'tender_method_unknown',
    ]);
    expect(codes(Array.from({ length: 51 }, () => cash(1)))).toEqual(['tenders_too_many']);
  });

  it('asks for all of it only where it must be complete', () => {
    expect(codes([cash(995)], { isComplete: true })).toEqual(['tender_short']);
    expect(codes([cash(1_000)], { isComplete: true })).toEqual([]);
    expect(
      checkTender({ totalMinor: 0, cashRoundingMinor: 5, tenders: [], isComplete: true }),
    ).toEqual([]);
  });
});

describe('roundToCash', () => {
  it('goes to the nearest coin, a tie away from zero', () => {
    expect([1_002, 1_003, 1_000].map((amount) => roundToCash(amount, 5))).toEqual([
      1_000, 1_005, 1_000,
    ]);
    expect([50, -50, 49].map((amount) => roundToCash(amount, 100))).toEqual([100, -100, 0]);
    expect(roundToCash(1_003, 1)).toBe(1_003);
    expect(roundToCash(1_003, 0)).toBe(1_003);
  });
});
