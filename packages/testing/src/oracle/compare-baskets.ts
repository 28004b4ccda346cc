/**
 * Holds an implementation of the rules against the oracle, basket by basket.
 *
 * Each basket has a seed of its own, printed with the difference, so that one can be had again
 * without the million before it.
 */
import type { OrderDraft, PriceBook, PricedOrder, RefundRequest } from '@evertill/domain';
import type { PromotionQuestion, PromotionTake, RefundedAmount } from '@evertill/domain';
import type { Settlement, TenderQuestion } from '@evertill/domain';
import { oracleForeign, randomForeign } from './oracle-foreign.ts';
import type { ForeignAnswer, ForeignQuestion } from './oracle-foreign.ts';
import { oraclePrice } from './oracle-price.ts';
import type { OraclePrice } from './oracle-price.ts';
import { oraclePromotions } from './oracle-promotions.ts';
import { oracleRefund, oracleSettle } from './oracle-settle.ts';
import { dice, randomBasket } from './random-basket.ts';
import type { Basket, Dice } from './random-basket.ts';
import { randomRefunds, randomTenders } from './random-counter.ts';
import { randomPromotions } from './random-promotions.ts';

export interface Rules {
  readonly price: (draft: OrderDraft, book: PriceBook) => PricedOrder;
  readonly settle?: (question: TenderQuestion) => Settlement;
  readonly refund?: (request: RefundRequest) => RefundedAmount;
  readonly takeForeign?: (question: ForeignQuestion) => ForeignAnswer;
  readonly promote?: (question: PromotionQuestion) => readonly PromotionTake[];
}

export interface Difference {
  readonly what: 'price' | 'settlement' | 'refund' | 'promotions' | 'foreign cash';
  /** `randomBasket(dice(basketSeed))` gives the basket again. */
  readonly basketSeed: number;
  readonly basket: Basket;
  readonly asked: unknown;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface Comparison {
  readonly compared: number;
  readonly difference?: Difference;
}

/** So many baskets of a seed, beginning with the one of that index. */
export interface Walk {
  readonly seed: number;
  readonly from?: number;
  readonly count: number;
}

export function compareBaskets(
  question: Rules & Walk & { readonly onProgress?: (compared: number) => void },
): Comparison {
  const { seed, from = 0, count, onProgress } = question;
  for (let compared = 0; compared < count; compared += 1) {
    const difference = compareBasket(basketSeedOf(seed, from + compared), question);
    if (difference !== undefined) return { compared, difference };
    if (onProgress !== undefined && (compared + 1) % 1_000 === 0) onProgress(compared + 1);
  }
  return { compared: count };
}

/** One basket through all the rules given. */
export function compareBasket(basketSeed: number, rules: Rules): Difference | undefined {
  const roll = dice(basketSeed);
  const basket = randomBasket(roll);
  const found =
    differenceIn(basket, rules, roll) ??
    promotedApart(basketSeed, rules) ??
    handedApart(basketSeed, rules);
  return found === undefined ? undefined : { basketSeed, basket, ...found };
}

/** The seed of one basket in a run. */
export function basketSeedOf(seed: number, index: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
}

type Found = Pick<Difference, 'what' | 'asked' | 'expected' | 'actual'>;

function differenceIn({ book, draft }: Basket, rules: Rules, roll: Dice): Found | undefined {
  const expected = oraclePrice(draft, book);
  const actual = attempt(() => numbersOf(rules.price(draft, book)));
  if (!isSame(expected, actual)) return { what: 'price', asked: draft, expected, actual };

  const { settle, refund } = rules;
  if (settle !== undefined) {
    const tenders = randomTenders(roll, expected.totalMinor);
    const { cashRoundingMinor } = book;
    const asked = { totalMinor: expected.totalMinor, cashRoundingMinor, tenders };
    const [right, given] = [oracleSettle(asked), attempt(() => settle(asked))];
    if (!isSame(right, given)) {
      return { what: 'settlement', asked, expected: right, actual: given };
    }
  }
  if (refund === undefined) return undefined;
  for (const asked of randomRefunds(roll, draft, expected).requests) {
    const [right, given] = [oracleRefund(asked), attempt(() => refund(asked))];
    if (!isSame(right, given)) return { what: 'refund', asked, expected: right, actual: given };
  }
  return undefined;
}

/** A cart of its own, from lots of its own: baskets stay what they were under their seeds. */
function promotedApart(basketSeed: number, { promote }: Rules): Found | undefined {
  if (promote === undefined) return undefined;
  const asked = randomPromotions(dice(basketSeed ^ 0x5ca1ab1e));
  const expected = oraclePromotions(asked);
  const actual = attempt(() => promote(asked));
  return isSame(expected, actual) ? undefined : { what: 'promotions', asked, expected, actual };
}

/** Likewise: notes of another currency, from lots of their own. */
function handedApart(basketSeed: number, { takeForeign }: Rules): Found | undefined {
  if (takeForeign === undefined) return undefined;
  const asked = randomForeign(dice(basketSeed ^ 0x0ddba11));
  const expected = oracleForeign(asked);
  const actual = attempt(() => takeForeign(asked));
  return isSame(expected, actual) ? undefined : { what: 'foreign cash', asked, expected, actual };
}

/** Without what the oracle has no opinion on. */
function numbersOf(priced: PricedOrder): OraclePrice {
  const { lines, subtotalMinor, discountMinor, taxMinor, taxes, totalMinor } = priced;
  return { lines, subtotalMinor, discountMinor, taxMinor, taxes, totalMinor };
}

function attempt(compute: () => unknown): unknown {
  try {
    return compute();
  } catch (error) {
    return `threw ${String(error)}`;
  }
}

/** The same values under the same names, in whatever order; and zero is not minus zero. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Object.is(one, other);
  }
  const [names, otherNames] = [Object.keys(one), Object.keys(other)];
  if (names.length !== otherNames.length) return false;
  const theirs = new Map(Object.entries(other));
  return Object.entries(one).every(
    ([name, value]) => theirs.has(name) && isSame(value, theirs.get(name)),
  );
}
