/** What promotions took off the sales of a call, as the columns `record_promoted_sales` takes. */
import { isWritable } from './promotion-facts.ts';
import type { PromotionFacts } from './promotion-facts.ts';
import type { PricedSale } from './sale-batch.ts';

interface Promoted {
  /** Its place in the call, from one. */
  readonly sale: number;
  readonly promotions: PromotionFacts;
  readonly limits: PricedSale['couponLimits'];
}

/** The sales of a call from which something was taken; what cannot be written down is flagged. */
export function promotedOf(sales: readonly PricedSale[]): readonly Promoted[] {
  return sales.flatMap(({ facts, couponLimits }, index) => {
    const { promotions } = facts;
    if (promotions === null || promotions.takes.length === 0 || !isWritable(facts)) return [];
    return [{ sale: index + 1, promotions, limits: couponLimits }];
  });
}

export function promotionColumns(promoted: readonly Promoted[]): readonly unknown[] {
  const takes = promoted.flatMap(({ sale, promotions }) =>
    promotions.takes.flatMap(({ promotionId, couponCode, lines }) =>
      lines.map((line) => ({ ...line, sale, promotionId, couponCode })),
    ),
  );
  const uses = promoted.flatMap(({ sale, promotions, limits }) =>
    usedCodes(promotions).map((code) => ({ sale, code, limits: limits.get(code) })),
  );
  return [
    promoted.map(({ sale }) => sale),
    promoted.map(({ promotions }) => promotions.version),
    promoted.map(({ promotions }) => promotions.reckonedAt),
    JSON.stringify(
      promoted.map(({ promotions: { coupons, categories, promotable } }) => {
        return { coupons, categories, promotable };
      }),
    ),
    takes.map(({ sale }) => sale),
    takes.map(({ lineNumber }) => lineNumber),
    takes.map(({ promotionId }) => promotionId),
    takes.map(({ couponCode }) => couponCode),
    takes.map(({ amountMinor }) => amountMinor),
    uses.map(({ sale }) => sale),
    uses.map(({ code }) => code),
    uses.map(({ limits }) => limits?.redemptionsMax ?? null),
    uses.map(({ limits }) => limits?.customerRedemptionsMax ?? null),
  ];
}

function usedCodes({ takes }: PromotionFacts): string[] {
  return [...new Set(takes.flatMap(({ couponCode }) => couponCode ?? []))];
}
