/**
 * Holds an implementation of the rules against the oracle, basket by basket.
 *
 * Each basket has a seed of its own, printed with the difference, so that one can be had again
 * without the million before it.
 */
import type { OrderDraft, PriceBook, PricedOrder, RefundRequest } from '@evertill/domain';
import type { RefundedAmount, Settlement, Tender, TenderQuestion } from '@evertill/domain';
import { oraclePrice } from './oracle-price.ts';
import type { OraclePrice } from './oracle-price.ts';
import { oracleRefund, oracleSettle } from './oracle-settle.ts';
import { between, dice, oneOf, randomBasket } from './random-basket.ts';
import type { Basket, Dice } from './random-basket.ts';

export interface Rules {
  readonly price: (draft: OrderDraft, book: PriceBook) => PricedOrder;
  readonly settle?: (question: TenderQuestion) => Settlement;
  readonly refund?: (request: RefundRequest) => RefundedAmount;
}

export interface Difference {
  readonly what: 'price' | 'settlement' | 'refund';
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

export function compareBaskets(
  question: Rules & {
    readonly seed: number;
    readonly count: number;
    readonly onProgress?: (compared: number) => void;
  },
): Comparison {
  const { seed, count, onProgress } = question;
  for (let index = 0; index < count; index += 1) {
    const difference = compareBasket(basketSeedOf(seed, index), question);
    if (difference !== undefined) return { compared: index, difference };
    if (onProgress !== undefined && (index + 1) % 1_000 === 0) onProgress(index + 1);
  }
  return { compared: count };
}

/** One basket through all the rules given. */
export function compareBasket(basketSeed: number, rules: Rules): Difference | undefined {
  const roll = dice(basketSeed);
  const basket = randomBasket(roll);
  const found = differenceIn(basket, rules, roll);
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
  for (const asked of randomRefunds(roll, draft, expected)) {
    const [right, given] = [oracleRefund(asked), attempt(() => refund(asked))];
    if (!isSame(right, given)) return { what: 'refund', asked, expected: right, actual: given };
  }
  return undefined;
}

/** Without what the oracle has no opinion on. */
function numbersOf(priced: PricedOrder): OraclePrice {
  const { lines, subtotalMinor, discountMinor, taxMinor, taxes, totalMinor } = priced;
  return { lines, subtotalMinor, discountMinor, taxMinor, taxes, totalMinor };
}

function randomTenders(roll: Dice, totalMinor: number): Tender[] {
  const tenders: Tender[] = [];
  let open = totalMinor;
  for (const method of ['CARD', 'MOBILE', 'STORE_CREDIT'] as const) {
    if (roll() < 0.6) continue;
    const amountMinor = roll() < 0.2 ? open : between(roll, { min: 0, max: open });
    tenders.push({ method, amountMinor });
    open -= amountMinor;
  }
  for (let count = oneOf(roll, [0, 1, 1, 2]); count > 0; count -= 1) {
    const amountMinor = oneOf(roll, [0, open, open + 1, Math.max(0, open - 2), open + 4_999]);
    tenders.push({ method: 'CASH', amountMinor });
  }
  return tenders;
}

/** A walk through one line: some comes back, then some more, at the end perhaps all of it. */
function randomRefunds(roll: Dice, draft: OrderDraft, priced: OraclePrice): RefundRequest[] {
  const index = between(roll, { min: 0, max: draft.lines.length - 1 });
  const { quantityMilli } = draft.lines[index]!;
  const { totalMinor, taxMinor } = priced.lines[index]!;
  const line = { quantityMilli, totalMinor, taxMinor };
  const requests: RefundRequest[] = [];
  let refundedMilli = 0;
  for (let steps = between(roll, { min: 1, max: 4 }); steps > 0; steps -= 1) {
    const left = quantityMilli - refundedMilli;
    if (left === 0) break;
    const now = roll() < 0.3 ? left : between(roll, { min: 1, max: left });
    requests.push({ line, refundedMilli, quantityMilli: now });
    refundedMilli += now;
  }
  return requests;
}

function attempt(compute: () => unknown): unknown {
  try {
    return compute();
  } catch (error) {
    return `threw ${String(error)}`;
  }
}

/** The same values under the same names, in whatever order; and zero is not minus zero. */
function isSame(one: unknown, other: unknown): boolean {
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
