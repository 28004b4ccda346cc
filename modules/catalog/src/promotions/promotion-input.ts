/** What the fields of a promotion mean inside, and what of them does not fit together. */
import { promotionOf } from '@evertill/contract';
import type { PromotionInSet } from '@evertill/contract';
import { PPM, milliOf, minorOf, ppmOf } from '@evertill/domain';
import type { Coupon, Promotion } from '@evertill/domain';
import { refuse } from '@evertill/kernel';

export type PromotionInput = {
  readonly [Field in keyof PromotionInSet]?: PromotionInSet[Field] | undefined;
};

/** What a promotion is where nothing is said. */
const blank = {
  percent: null,
  amount: null,
  buyPieces: null,
  getPieces: null,
  products: [],
  categories: [],
  quantityMin: '0',
  amountMin: '0',
  priority: 100,
  isCombinable: false,
  isCouponNeeded: false,
  startsAt: null,
  endsAt: null,
  weekdays: [],
  fromTime: '00:00',
  untilTime: '00:00',
} satisfies Partial<PromotionInSet>;

/** What each kind consists of; the rest of these fields it has no use for. */
const partsOfKind = {
  PERCENT_OFF: ['percent'],
  AMOUNT_OFF: ['amount'],
  BUY_GET: ['buyPieces', 'getPieces', 'percent'],
  BUNDLE: ['buyPieces', 'amount'],
  ORDER_PERCENT: ['percent'],
  ORDER_AMOUNT: ['amount'],
} as const;
const parts = ['percent', 'amount', 'buyPieces', 'getPieces'] as const;

/** A new promotion of these fields, or another with those that are given upon what it was. */
export function promotionFrom(
  input: PromotionInput & Pick<PromotionInSet, 'promotionId'>,
  before: Partial<PromotionInSet>,
  currency: string,
): Promotion {
  const given = Object.fromEntries(
    Object.entries(input).filter(([name, value]) => name in fieldNames && value !== undefined),
  );
  const whole = { ...blank, ...before, ...given } as PromotionInSet;
  refuseMisfits(whole, currency);
  return promotionOf(
    {
      ...whole,
      promotionId: whole.promotionId.toLowerCase(),
      products: unlike(whole.products.map((id) => id.toLowerCase())),
      categories: unlike(whole.categories.map((id) => id.toLowerCase())),
      weekdays: unlike(whole.weekdays).sort(),
    },
    currency,
  );
}

const fieldNames = { ...blank, promotionId: '', name: '', kind: '' };

function refuseMisfits(whole: PromotionInSet, currency: string): void {
  const wanted: readonly (typeof parts)[number][] = partsOfKind[whole.kind];
  const fields = parts.flatMap((part) => {
    const isWanted = wanted.includes(part);
    if (isWanted === (whole[part] !== null)) return [];
    const message = isWanted ? `is needed for ${whole.kind}` : `is nothing of ${whole.kind}`;
    return [{ field: wireNames[part], message }];
  });
  if (fields.length > 0) refuse('input_invalid', { fields });
  refuseEmptySpan(whole);
  refuseAmounts(whole, currency);
}

const wireNames = {
  percent: 'percent',
  amount: 'amount',
  buyPieces: 'buy_pieces',
  getPieces: 'get_pieces',
} as const;

function refuseEmptySpan({ startsAt, endsAt }: Pick<PromotionInSet, 'startsAt' | 'endsAt'>): void {
  if (startsAt === null || endsAt === null || Date.parse(startsAt) < Date.parse(endsAt)) return;
  refuse('input_invalid', { fields: [{ field: 'ends_at', message: 'is not after its start' }] });
}

function refuseAmounts(whole: PromotionInSet, currency: string): void {
  const ppm = whole.percent === null ? 1 : (ppmOf(whole.percent) ?? Number.NaN);
  const amount = whole.amount === null ? 1 : minorOf(whole.amount, currency);
  // A bundle may be free; nothing off is no promotion.
  const isSome = whole.kind === 'BUNDLE' || amount !== 0;
  const bad = [
    ...(ppm >= 1 && ppm <= PPM ? [] : [{ field: 'percent', message: 'is above 0, up to 100' }]),
    ...(amount !== undefined && isSome ? [] : [{ field: 'amount', message: 'is no amount' }]),
    ...(milliOf(whole.quantityMin) === undefined
      ? [{ field: 'quantity_min', message: 'has at most three decimals' }]
      : []),
    ...(minorOf(whole.amountMin, currency) === undefined
      ? [{ field: 'amount_min', message: 'is no amount' }]
      : []),
  ];
  if (bad.length > 0) refuse('amount_invalid', { fields: bad });
}

export function refuseEmptyCoupon({ fromMs, untilMs }: Coupon): void {
  refuseEmptySpan({
    startsAt: fromMs === null ? null : new Date(fromMs).toISOString(),
    endsAt: untilMs === null ? null : new Date(untilMs).toISOString(),
  });
}

function unlike<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
