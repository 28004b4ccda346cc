import {
  applyPromotions,
  priceOrder,
  promotionKinds,
  refundLine,
  settleTender,
} from '@evertill/domain';
import type { OrderDraft, PriceBook, PricedOrder, PromotionTake } from '@evertill/domain';
import { describe, expect, it } from 'vitest';
import { basketSeedOf, compareBaskets } from './compare-baskets.ts';
import type { ForeignAnswer, ForeignQuestion } from './oracle-foreign.ts';
import { dice, randomBasket } from './random-basket.ts';
import { randomPromotions } from './random-promotions.ts';
import { takeForeign } from './take-foreign.ts';
import { compare, floor, over, rational, round, times } from './rational.ts';

describe('the oracle', () => {
  it('agrees with the domain on 5,000 baskets', { timeout: 20_000 }, () => {
    const rules = {
      price: priceOrder,
      settle: settleTender,
      refund: refundLine,
      promote: applyPromotions,
      takeForeign,
    };
    const { compared, difference } = compareBaskets({ seed: 1, count: 5_000, ...rules });
    expect(difference).toBeUndefined();
    expect(compared).toBe(5_000);
  });

  it('sees one cent in one line, and names a seed that gives the basket again', () => {
    const price = (draft: OrderDraft, book: PriceBook): PricedOrder => {
      const priced = priceOrder(draft, book);
      const [first, ...rest] = priced.lines;
      if (rest.length !== 6) return priced;
      return { ...priced, lines: [{ ...first!, taxMinor: first!.taxMinor + 1 }, ...rest] };
    };
    const { difference } = compareBaskets({ seed: 7, count: 1_000, price });
    expect(difference?.what).toBe('price');
    expect(randomBasket(dice(difference!.basketSeed))).toEqual(difference!.basket);
  });

  it('sees a promotion that takes one cent more', () => {
    const promote = (question: Parameters<typeof applyPromotions>[0]): PromotionTake[] =>
      applyPromotions(question).map(({ amountsMinor, ...take }, index) => ({
        ...take,
        amountsMinor: index === 2 ? amountsMinor.map((amount) => amount + 1) : amountsMinor,
      }));
    const { difference } = compareBaskets({ seed: 7, count: 1_000, price: priceOrder, promote });
    expect(difference?.what).toBe('promotions');
  });

  it('sees foreign cash that is worth a coin more', () => {
    const rounded = (question: ForeignQuestion): ForeignAnswer => {
      const { worthMinor, askedMinor } = takeForeign(question);
      const coin = Math.max(1, question.own.cashRoundingMinor);
      const isOdd = question.handedMinor % 7 === 0 && worthMinor !== undefined;
      return { askedMinor, worthMinor: isOdd ? worthMinor + coin : worthMinor };
    };
    const rules = { price: priceOrder, takeForeign: rounded };
    const { difference } = compareBaskets({ seed: 7, count: 1_000, ...rules });
    expect(difference?.what).toBe('foreign cash');
  });

  it('reports a throw as a difference', () => {
    const price = (): PricedOrder => {
      throw new Error('out of paper');
    };
    const { difference } = compareBaskets({ seed: 1, count: 1, price });
    expect(difference?.actual).toBe('threw Error: out of paper');
  });

  it('draws the same baskets for the same seed, in every shape that matters', () => {
    const baskets = Array.from({ length: 2_000 }, (_, index) =>
      randomBasket(dice(basketSeedOf(3, index))),
    );
    expect(randomBasket(dice(basketSeedOf(3, 77)))).toEqual(baskets[77]);
    const has = (is: (basket: (typeof baskets)[number]) => boolean) => baskets.some(is);
    expect(has(({ draft }) => draft.lines.length > 30)).toBe(true);
    expect(has(({ draft }) => draft.lines.some((line) => line.unitPriceMinor === 0))).toBe(true);
    expect(has(({ draft }) => draft.lines.some((line) => line.taxCode === 'toString'))).toBe(true);
    expect(has(({ draft }) => draft.lines.some((line) => line.taxCode === '__proto__'))).toBe(true);
    expect(has(({ book }) => Object.values(book.taxes).some((tax) => tax.kind === 'zero'))).toBe(
      true,
    );
  });
});

describe('carts with promotions', () => {
  it('are drawn in every shape that matters', () => {
    const drawn = Array.from({ length: 3_000 }, (_, index) =>
      randomPromotions(dice(basketSeedOf(5, index))),
    );
    const takes = drawn.map(applyPromotions);
    const kinds = new Map<string, number>();
    for (const [index, ofCart] of takes.entries()) {
      for (const { promotionId } of ofCart) {
        const promotions = drawn[index]!.set.promotions;
        const { kind } = promotions.find((one) => one.promotionId === promotionId)!.effect;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
    }
    expect([...kinds.keys()].sort()).toEqual([...promotionKinds].sort());
    expect(Math.min(...kinds.values())).toBeGreaterThan(50);
    expect(takes.filter((ofCart) => ofCart.length > 1).length).toBeGreaterThan(300);
    expect(takes.filter((ofCart) => ofCart.some((take) => take.couponCode)).length).toBeGreaterThan(
      50,
    );
  });
});

describe('fractions', () => {
  it('round to both sides of zero', () => {
    const half = (top: number) => rational(top, 2);
    expect([5, -5, 7, -7].map((top) => round(half(top), 'half_up'))).toEqual([3n, -3n, 4n, -4n]);
    expect([5, -5, 7, -7].map((top) => round(half(top), 'half_even'))).toEqual([2n, -2n, 4n, -4n]);
    expect([5, -5].map((top) => round(half(top), 'down'))).toEqual([2n, -2n]);
    expect(floor(half(-5))).toBe(-3n);
  });

  it('are what they are, however written', () => {
    expect(rational(2, -4)).toEqual(rational(-1, 2));
    expect(compare(over(rational(1), rational(3)), rational(2, 6))).toBe(0);
    expect(times(rational(2, 3), rational(3, 2))).toEqual(rational(1));
    expect(() => over(rational(1), rational(0))).toThrow('zero');
  });
});
