import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from './amount.ts';
import { applyPromotions, promotedMinor } from './apply-promotions.ts';
import type { PromotionQuestion } from './apply-promotions.ts';
import { checkOrder } from './check-order.ts';
import { grossMinorOf, priceOrder } from './price-order.ts';
import type { PriceBook } from './price-book.ts';
import type { PromotionEffect } from './promotion.ts';

const runs = { seed: 20_260_115, numRuns: 500 };

const rate = fc.constantFrom(1, 100_000, 333_333, 1_000_000);
const amount = fc.integer({ min: 1, max: 3_000 });
const few = fc.integer({ min: 1, max: 4 });
const effect: fc.Arbitrary<PromotionEffect> = fc.oneof(
  fc.record({ kind: fc.constant('percent_off' as const), ratePpm: rate }),
  fc.record({ kind: fc.constant('amount_off' as const), amountMinor: amount }),
  fc.record({
    kind: fc.constant('buy_get' as const),
    buyPieces: few,
    getPieces: few,
    ratePpm: rate,
  }),
  fc.record({ kind: fc.constant('bundle' as const), pieces: few, priceMinor: amount }),
  fc.record({ kind: fc.constant('order_percent' as const), ratePpm: rate }),
  fc.record({ kind: fc.constant('order_amount' as const), amountMinor: amount }),
);
const product = fc.constantFrom('a', 'b', 'c', 'd');
const promotion = fc.record({
  promotionId: fc.uuid(),
  name: fc.constant('Offer'),
  priority: fc.integer({ min: 1, max: 2 }),
  isCombinable: fc.boolean(),
  isCouponNeeded: fc.constant(false),
  effect,
  productIds: fc.uniqueArray(product, { maxLength: 2 }),
  categoryIds: fc.constant([]),
  minimumMilli: fc.constantFrom(0, 2_000),
  minimumMinor: fc.constantFrom(0, 500),
  schedule: fc.constant({
    fromMs: null,
    untilMs: null,
    weekdays: [],
    fromMinute: 0,
    untilMinute: 0,
  }),
});
const cart: fc.Arbitrary<PromotionQuestion> = fc.record({
  set: fc.record({
    version: fc.constant(1),
    timeZone: fc.constant('UTC'),
    promotions: fc.uniqueArray(promotion, { maxLength: 6, selector: (one) => one.promotionId }),
    coupons: fc.constant([]),
  }),
  lines: fc.array(
    fc.record({
      productId: product,
      categoryId: fc.constant(null),
      unitPriceMinor: fc.oneof(fc.nat(9), fc.nat(99_999)),
      quantityMilli: fc.oneof(
        fc.integer({ min: 1, max: 9 }).map((pieces) => pieces * 1_000),
        fc.integer({ min: 1, max: 9_999 }),
      ),
      discountMinor: fc.constant(0),
      isExcluded: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  coupons: fc.constant([]),
  atMs: fc.constant(0),
  rounding: fc.constantFrom('half_up' as const, 'half_even' as const, 'down' as const),
});

const book = (rounding: PriceBook['rounding']): PriceBook => ({
  version: 1,
  currency: 'KES',
  isTaxIncluded: true,
  taxRounding: 'line',
  rounding,
  cashRoundingMinor: 100,
  taxes: { A: { kind: 'zero', components: [] } },
});

describe('any promotions on any cart', () => {
  it('take something each, nothing below zero, and no line costs less than nothing', () => {
    const holds = fc.property(cart, (question) => {
      const takes = applyPromotions(question);
      for (const { amountsMinor } of takes) {
        expect(amountsMinor.every((minor) => Number.isSafeInteger(minor) && minor >= 0)).toBe(true);
        expect(sum(amountsMinor, (minor) => minor)).toBeGreaterThan(0);
      }
      const off = promotedMinor(takes, question.lines.length);
      for (const [index, line] of question.lines.entries()) {
        expect(off[index]).toBeLessThanOrEqual(grossMinorOf(line, question.rounding));
      }
      expect(new Set(takes.map((take) => take.promotionId)).size).toBe(takes.length);
    });
    fc.assert(holds, runs);
  });

  it('make an order without flaws, whose discount is theirs to the cent', () => {
    const prices = fc.property(cart, (question) => {
      const takes = applyPromotions(question);
      const off = promotedMinor(takes, question.lines.length);
      const lines = question.lines.map((line, index) => {
        return { ...line, discountMinor: off[index]!, taxCode: 'A' };
      });
      const draft = { lines, discountMinor: 0 };
      expect(checkOrder(draft, book(question.rounding))).toEqual([]);
      const { discountMinor } = priceOrder(draft, book(question.rounding));
      expect(discountMinor).toBe(sum(takes, (one) => sum(one.amountsMinor, (minor) => minor)));
    });
    fc.assert(prices, runs);
  });

  it('take the same in whatever order lines were scanned and promotions made', () => {
    const turned = fc.property(cart, (question) => {
      const back = {
        ...question,
        lines: [...question.lines].reverse(),
        set: { ...question.set, promotions: [...question.set.promotions].reverse() },
      };
      const gist = (asked: PromotionQuestion) =>
        applyPromotions(asked).map(({ promotionId, amountsMinor }) => ({
          promotionId,
          taken: amountsMinor
            .map((minor, index) => `${JSON.stringify(asked.lines[index])} ${minor}`)
            .sort(),
        }));
      expect(gist(back)).toEqual(gist(question));
    });
    fc.assert(turned, runs);
  });

  it('share a line only where all of them may be combined', () => {
    const alone = fc.property(cart, (question) => {
      const takes = applyPromotions(question);
      const byId = new Map(question.set.promotions.map((one) => [one.promotionId, one]));
      for (const index of question.lines.keys()) {
        const takers = takes.filter(({ amountsMinor }) => amountsMinor[index]! > 0);
        const isShared = takers.length > 1;
        expect(isShared && takers.some((one) => !byId.get(one.promotionId)!.isCombinable)).toBe(
          false,
        );
      }
    });
    fc.assert(alone, runs);
  });
});
