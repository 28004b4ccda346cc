/**
 * What is bundled for the browser: golden receipts and random baskets through the domain, handed
 * back as one value. Node runs the very same file, so that the two can be compared.
 *
 * A long walk is compared with the oracle where it is: in the page, a slice at a time.
 */
import { applyPromotions, priceOrder, refundLine, settleTender } from '@evertill/domain';
import { basketSeedOf, compareBasket, compareBaskets } from './compare-baskets.ts';
import type { Comparison, Walk } from './compare-baskets.ts';
import type { GoldenReceipt } from './golden-receipt.ts';
import { dice, randomBasket } from './random-basket.ts';
import { replayGolden } from './replay-golden.ts';
import { takeForeign } from './take-foreign.ts';

export interface Work {
  readonly golden: readonly GoldenReceipt[];
  readonly seed: number;
  readonly baskets: number;
}

const rules = {
  price: priceOrder,
  settle: settleTender,
  refund: refundLine,
  promote: applyPromotions,
  takeForeign,
};

export function workThrough({ golden, seed, baskets }: Work) {
  const seeds = Array.from({ length: baskets }, (_, index) => basketSeedOf(seed, index));
  return {
    golden: golden.map(replayGolden),
    priced: seeds.map((basketSeed) => {
      const { draft, book } = randomBasket(dice(basketSeed));
      return priceOrder(draft, book);
    }),
    differences: seeds.filter((basketSeed) => compareBasket(basketSeed, rules) !== undefined),
  };
}

export function compareSlice(slice: Walk): Comparison {
  return compareBaskets({ ...slice, ...rules });
}
