/**
 * What a register says that promotions took off a sale, and what we think of it. The customer has
 * paid and gone: what differs from our own reckoning is flagged, and a person looks.
 */
import type { Flag, SaleBody } from '@evertill/contract';
import { applyPromotions, checkOrder, sum } from '@evertill/domain';
import type { PriceBook, PromotionSet } from '@evertill/domain';
import type { SaleFacts } from './sale-facts.ts';

export interface PromotionFacts {
  readonly version: number;
  readonly reckonedAt: Date;
  readonly coupons: readonly string[];
  readonly takes: readonly TakeFact[];
  /** One a line. */
  readonly categories: readonly (string | null)[];
  readonly promotable: readonly boolean[];
}

export interface TakeFact {
  readonly promotionId: string;
  readonly couponCode: string | null;
  readonly lines: readonly { readonly lineNumber: number; readonly amountMinor: number }[];
}

/** How long before it is paid a cart may have been reckoned, and how far clocks may be apart. */
const RECKONED_BEFORE_MS_MAX = 60 * 60_000;
const RECKONED_AFTER_MS_MAX = 60_000;

/** Null where the register speaks of no promotions. Throws what `amount` throws. */
export function promotionFactsOf(
  { promotions, lines }: SaleBody,
  amount: (decimal: string, field: string) => number,
): PromotionFacts | null {
  if (promotions === undefined) return null;
  return {
    version: promotions.version,
    reckonedAt: new Date(promotions.reckonedAt),
    coupons: promotions.coupons ?? [],
    takes: promotions.takes.map((take, index) => ({
      promotionId: take.promotion.toLowerCase(),
      couponCode: take.coupon ?? null,
      lines: take.lines.map((line, place) => ({
        lineNumber: line.lineNumber,
        amountMinor: amount(line.amount, `promotions.takes.${index}.lines.${place}.amount`),
      })),
    })),
    categories: lines.map(({ category }) => category?.toLowerCase() ?? null),
    promotable: lines.map(({ isPromotable }) => isPromotable ?? true),
  };
}

/** What is said to have been taken off each line, as far as the line says it was discounted. */
export function takenMinor(facts: Pick<SaleFacts, 'lines' | 'promotions'>): number[] {
  const taken = facts.lines.map(() => 0);
  for (const { lines } of facts.promotions?.takes ?? []) {
    for (const { lineNumber, amountMinor } of lines) {
      const place = lineNumber - 1;
      const off = facts.lines[place]?.discountMinor ?? 0;
      if (place < taken.length) taken[place] = Math.min(off, (taken[place] ?? 0) + amountMinor);
    }
  }
  return taken;
}

/** A take that is nothing, twice the same, or of a line that is not there is not written down. */
export function isWritable({
  lines,
  promotions,
}: Pick<SaleFacts, 'lines' | 'promotions'>): boolean {
  const places = (promotions?.takes ?? []).flatMap(({ promotionId, lines: of }) =>
    of.map(({ lineNumber, amountMinor }) => ({ promotionId, lineNumber, amountMinor })),
  );
  const named = new Set(places.map((one) => `${one.promotionId} ${one.lineNumber}`));
  return (
    named.size === places.length &&
    places.every((one) => one.amountMinor > 0 && one.lineNumber <= lines.length)
  );
}

export function promotionFlags(
  facts: SaleFacts,
  against: {
    readonly set: PromotionSet | undefined;
    readonly book: PriceBook | undefined;
    readonly occurredAt: Date;
  },
): Flag[] {
  const { set, book, occurredAt } = against;
  if (facts.promotions === null) return [];
  if (set === undefined || book === undefined) return ['promotions_unknown'];
  const waitedMs = occurredAt.getTime() - facts.promotions.reckonedAt.getTime();
  const isTimely = waitedMs <= RECKONED_BEFORE_MS_MAX && waitedMs >= -RECKONED_AFTER_MS_MAX;
  return isTimely && isSame(facts, facts.promotions, set, book) ? [] : ['promotion_differs'];
}

function isSame(
  facts: SaleFacts,
  said: PromotionFacts,
  set: PromotionSet,
  book: PriceBook,
): boolean {
  // Beyond the limits nothing can be reckoned; the sale itself is flagged for it too.
  const plain = { lines: facts.lines.map((line) => ({ ...line, discountMinor: 0 })) };
  if (checkOrder({ ...plain, discountMinor: 0 }, book).length > 0) return false;
  const taken = takenMinor(facts);
  const takes = applyPromotions({
    set,
    lines: facts.lines.map((line, index) => ({
      productId: line.productId,
      categoryId: said.categories[index] ?? null,
      unitPriceMinor: line.unitPriceMinor,
      quantityMilli: line.quantityMilli,
      discountMinor: line.discountMinor - (taken[index] ?? 0),
      isExcluded: !(said.promotable[index] ?? true),
    })),
    coupons: said.coupons,
    atMs: said.reckonedAt.getTime(),
    rounding: book.rounding,
  });
  const ours = takes.map(({ promotionId, couponCode, amountsMinor }) => ({
    promotionId,
    couponCode,
    lines: amountsMinor.flatMap((amountMinor, index) =>
      amountMinor === 0 ? [] : [{ lineNumber: index + 1, amountMinor }],
    ),
  }));
  return isWritable(facts) && wordsOf(ours) === wordsOf(said.takes);
}

/** The same for the same takes, in whatever order they are told. */
function wordsOf(takes: readonly TakeFact[]): string {
  return takes
    .flatMap(({ promotionId, couponCode, lines }) =>
      lines.map(({ lineNumber, amountMinor }) =>
        [promotionId, couponCode ?? '', lineNumber, amountMinor].join(' '),
      ),
    )
    .sort()
    .join('\n');
}

/** What was given by hand: all that promotions did not take. */
export function byHandMinor(facts: SaleFacts): number {
  return facts.discountMinor - sum(takenMinor(facts), (minor) => minor);
}
