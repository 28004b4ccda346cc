/**
 * What promotions take off a cart, told a second time: every piece by itself, every group in turn,
 * in exact fractions. Reads no code of the domain, only its types.
 */
import type { Promotion, PromotionQuestion, PromotionSet, PromotionTake } from '@evertill/domain';
import { apportion } from './oracle-price.ts';
import { rational, round, times } from './rational.ts';

/** A line of the cart, with what is left of it while promotions take. */
interface Good {
  readonly index: number;
  readonly product: string;
  readonly category: string | null;
  readonly price: bigint;
  readonly milli: number;
  readonly gross: bigint;
  readonly byHand: boolean;
  left: bigint;
  takers: Promotion[];
}

/** What a promotion would take: of which goods how much, and which it needs for that. */
interface Offer {
  readonly amounts: ReadonlyMap<Good, bigint>;
  readonly needed: ReadonlySet<Good>;
}

export function oraclePromotions(question: PromotionQuestion): PromotionTake[] {
  const { set, lines, atMs, rounding } = question;
  const goods = lines.map((line, index): Good => {
    const exact = times(rational(line.unitPriceMinor), rational(line.quantityMilli, 1000));
    const gross = round(exact, rounding);
    const off = BigInt(line.discountMinor);
    return {
      index,
      product: line.productId,
      category: line.categoryId,
      price: BigInt(line.unitPriceMinor),
      milli: line.quantityMilli,
      gross,
      byHand: line.isExcluded || off > 0n,
      left: off > gross ? 0n : gross - off,
      takers: [],
    };
  });
  goods.sort(byOwnOrder(lines));
  const codes = goodCodes(question);
  const takes: PromotionTake[] = [];
  const waiting = set.promotions.filter((promotion) => {
    if (promotion.isCouponNeeded && !codes.has(promotion.promotionId)) return false;
    return isNow(promotion, set, atMs);
  });
  // One after the other: of all that could take something, the one whose turn it is.
  for (;;) {
    const able = waiting
      .map((promotion) => ({ promotion, offer: offerOf(promotion, goods, question) }))
      .filter(({ offer }) => worthOf(offer) > 0n);
    able.sort(
      (one, other) =>
        turn(one.promotion, other.promotion) ||
        by(worthOf(other.offer), worthOf(one.offer)) ||
        text(one.promotion.promotionId, other.promotion.promotionId),
    );
    const next = able[0];
    if (next === undefined) return takes;
    const { promotion, offer } = next;
    waiting.splice(waiting.indexOf(promotion), 1);
    for (const [good, amount] of offer.amounts) good.left -= amount;
    for (const good of offer.needed) good.takers.push(promotion);
    const amountsMinor = lines.map(() => 0);
    for (const [good, amount] of offer.amounts) amountsMinor[good.index] = Number(amount);
    const couponCode = promotion.isCouponNeeded ? codes.get(promotion.promotionId)! : null;
    takes.push({ promotionId: promotion.promotionId, couponCode, amountsMinor });
  }
}

function byOwnOrder(lines: PromotionQuestion['lines']): (one: Good, other: Good) => number {
  const key = ({ index }: Good): readonly (string | number)[] => {
    const line = lines[index]!;
    const { productId, categoryId, unitPriceMinor, quantityMilli, discountMinor, isExcluded } =
      line;
    return [
      productId,
      categoryId ?? '',
      -unitPriceMinor,
      -quantityMilli,
      discountMinor,
      +isExcluded,
      index,
    ];
  };
  return (one, other) => {
    const [mine, theirs] = [key(one), key(other)];
    const place = mine.findIndex((value, index) => value !== theirs[index]);
    return place < 0 ? 0 : mine[place]! < theirs[place]! ? -1 : 1;
  };
}

function turn(one: Promotion, other: Promotion): number {
  const late = (promotion: Promotion): number => (ofOrder(promotion) ? 1 : 0);
  return late(one) - late(other) || one.priority - other.priority;
}

const ofOrder = ({ effect }: Promotion): boolean => effect.kind.startsWith('order_');
const ofPieces = ({ effect }: Promotion): boolean => ['buy_get', 'bundle'].includes(effect.kind);

function offerOf(
  promotion: Promotion,
  goods: readonly Good[],
  { rounding }: PromotionQuestion,
): Offer {
  const { productIds, categoryIds, minimumMilli, minimumMinor, effect } = promotion;
  const isForAll = productIds.length + categoryIds.length === 0;
  const meant = goods.filter(({ product, category }) => {
    return (
      isForAll || [...productIds, ...categoryIds].some((id) => id === product || id === category)
    );
  });
  const free = meant.filter(({ byHand, left, takers }) => {
    if (byHand || left === 0n || takers.some((taker) => !taker.isCombinable)) return false;
    return takers.length === 0 || (promotion.isCombinable && !ofPieces(promotion));
  });
  const counted = ofOrder(promotion) ? meant : free;
  const milli = counted.reduce((all, good) => all + good.milli, 0);
  const worth = total(counted.map((good) => (ofOrder(promotion) ? good.left : good.gross)));
  if (milli < minimumMilli || worth < BigInt(minimumMinor)) return offer([]);
  const part = (amount: bigint, ppm: number): bigint =>
    round(times(rational(amount), rational(ppm, 1_000_000)), rounding);
  const left = total(free.map((good) => good.left));
  switch (effect.kind) {
    case 'percent_off':
      return offer(free.map((good) => [good, part(good.left, effect.ratePpm)]));
    case 'amount_off':
      return offer(
        free.map((good) => {
          const each = least(BigInt(effect.amountMinor), good.price);
          const exact = times(rational(each), rational(good.milli, 1000));
          return [good, least(round(exact, rounding), good.left)];
        }),
      );
    case 'order_percent':
      return spread(free, part(left, effect.ratePpm));
    case 'order_amount':
      return spread(free, least(BigInt(effect.amountMinor), left));
    case 'buy_get':
      return offerCheapest(free, effect, (price) => part(price, effect.ratePpm));
    case 'bundle':
      return offerBundles(free, effect);
  }
}

type Effect<Kind> = Extract<Promotion['effect'], { kind: Kind }>;

function offerCheapest(
  free: readonly Good[],
  { buyPieces, getPieces }: Effect<'buy_get'>,
  partOf: (price: bigint) => bigint,
): Offer {
  const groups = groupsOf(free, buyPieces + getPieces);
  const cheap = groups.flatMap((group) => group.slice(buyPieces));
  return pieces(
    groups.flat(),
    cheap.map((good) => [good, partOf(good.price)]),
  );
}

function offerBundles(free: readonly Good[], effect: Effect<'bundle'>): Offer {
  const cost = BigInt(effect.priceMinor);
  const dear = groupsOf(free, effect.pieces).filter((group) => total(prices(group)) > cost);
  const all = dear.flat();
  const off = total(prices(all)) - cost * BigInt(dear.length);
  const members = [...new Set(all)];
  const weights = members.map((good) =>
    rational(good.price * BigInt(all.filter((one) => one === good).length)),
  );
  const shares = members.length === 0 ? [] : apportion(off, weights);
  return pieces(
    all,
    members.map((good, place) => [good, shares[place]!]),
  );
}

function groupsOf(goods: readonly Good[], size: number): Good[][] {
  const all = goods
    .filter(({ milli }) => milli % 1000 === 0)
    .flatMap((good) => Array.from({ length: milli(good) }, () => good));
  all.sort((one, other) => by(other.price, one.price));
  const groups: Good[][] = [];
  for (let from = 0; from + size <= all.length; from += size) {
    groups.push(all.slice(from, from + size));
  }
  return groups;
}

const milli = (good: Good): number => good.milli / 1000;
const prices = (group: readonly Good[]): bigint[] => group.map(({ price }) => price);

function spread(goods: readonly Good[], amount: bigint): Offer {
  if (goods.length === 0) return offer([]);
  const shares = apportion(
    amount,
    goods.map((good) => rational(good.left)),
  );
  return offer(goods.map((good, place) => [good, shares[place]!]));
}

function pieces(needed: readonly Good[], amounts: readonly (readonly [Good, bigint])[]): Offer {
  return { amounts: offer(amounts).amounts, needed: new Set(needed) };
}

function offer(amounts: readonly (readonly [Good, bigint])[]): Offer {
  const added = new Map<Good, bigint>();
  for (const [good, amount] of amounts) added.set(good, (added.get(good) ?? 0n) + amount);
  const some = [...added].filter(([, amount]) => amount > 0n);
  return { amounts: new Map(some), needed: new Set(some.map(([good]) => good)) };
}

function worthOf({ amounts }: Offer): bigint {
  return total([...amounts.values()]);
}

function goodCodes({ set, coupons, atMs }: PromotionQuestion): ReadonlyMap<string, string> {
  const typed = coupons.map((code) =>
    code
      .split(/[\s-]+/)
      .join('')
      .toUpperCase(),
  );
  const good = set.coupons.filter(({ code, promotionId, fromMs, untilMs }) => {
    const promotion = set.promotions.find((one) => one.promotionId === promotionId);
    if (!typed.includes(code) || promotion === undefined) return false;
    return (
      (fromMs ?? -Infinity) <= atMs && atMs < (untilMs ?? Infinity) && isNow(promotion, set, atMs)
    );
  });
  good.sort((one, other) => text(other.code, one.code));
  return new Map(good.map(({ promotionId, code }) => [promotionId, code]));
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  clocks.set(timeZone, clock);
  return clock;
}

function isNow({ schedule }: Promotion, { timeZone }: PromotionSet, atMs: number): boolean {
  const { fromMs, untilMs, weekdays, fromMinute, untilMinute } = schedule;
  if (atMs < (fromMs ?? -Infinity) || atMs >= (untilMs ?? Infinity)) return false;
  const said = clockOf(timeZone).formatToParts(atMs);
  const part = (type: string): string => said.find((one) => one.type === type)!.value;
  const today = dayNames.indexOf(part('weekday'));
  const minute = Number(part('hour')) * 60 + Number(part('minute'));
  const isDay = (day: number): boolean => weekdays.length === 0 || weekdays.includes(day + 1);
  if (fromMinute === untilMinute) return isDay(today);
  if (fromMinute < untilMinute) {
    return isDay(today) && minute >= fromMinute && minute < untilMinute;
  }
  return (isDay(today) && minute >= fromMinute) || (isDay((today + 6) % 7) && minute < untilMinute);
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function total(values: readonly bigint[]): bigint {
  return values.reduce((all, value) => all + value, 0n);
}

const by = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);
const text = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
