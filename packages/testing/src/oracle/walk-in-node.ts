/** The rules as Node runs them, against the oracle. */
import { applyPromotions, priceOrder, refundLine, settleTender } from '@evertill/domain';
import { compareBaskets } from './compare-baskets.ts';
import { takeForeign } from './take-foreign.ts';
import type { WalkResult, WalkRun } from './walk-result.ts';

export function walkInNode(walk: WalkRun): WalkResult {
  const rules = {
    price: priceOrder,
    settle: settleTender,
    refund: refundLine,
    promote: applyPromotions,
    takeForeign,
  };
  const { compared, difference } = compareBaskets({ ...walk, ...rules });
  if (difference === undefined) return { compared };
  return { compared, found: { index: walk.from + compared, difference } };
}
