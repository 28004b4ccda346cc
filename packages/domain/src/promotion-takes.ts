/**
 * What one promotion takes off the lines of a cart as they stand.
 *
 * Pieces are counted in runs, since a line may hold a hundred thousand of them. A quantity that is
 * not whole is weighed or measured, and takes no part in what is counted in pieces.
 */
import { PPM, mulDiv, shareOut, sum } from './amount.ts';
import type { Rounding } from './amount.ts';
import type { Promotion, PromotionEffect } from './promotion.ts';

/** A line while promotions take from it. */
export interface LineState {
  readonly productId: string;
  readonly categoryId: string | null;
  readonly unitPriceMinor: number;
  readonly quantityMilli: number;
  readonly grossMinor: number;
  readonly isExcluded: boolean;
  leftMinor: number;
  isTouched: boolean;
  isClosed: boolean;
}

export interface Taking {
  /** One a line, in their order; never more than is left of it. */
  readonly amountsMinor: readonly number[];
  /** Which lines it used: also those that were bought so that others come cheaper. */
  readonly isUsed: readonly boolean[];
  readonly totalMinor: number;
}

type Of<Kind extends PromotionEffect['kind']> = Extract<PromotionEffect, { kind: Kind }>;

interface Question<Effect = PromotionEffect> {
  readonly effect: Effect;
  readonly lines: readonly LineState[];
  /** The places of the lines that it may take from. */
  readonly open: readonly number[];
  readonly rounding: Rounding;
}

type Amounts = ReadonlyMap<number, number>;
interface Found {
  readonly amounts: Amounts;
  readonly used: Iterable<number>;
}

const nothing: Found = { amounts: new Map(), used: [] };

/** Those that come off at the end, from what the others left. */
export function isOfOrder({ effect }: Pick<Promotion, 'effect'>): boolean {
  return effect.kind === 'order_percent' || effect.kind === 'order_amount';
}

/** Undefined where there is nothing for it in these lines, or less than it asks for. */
export function takingOf(
  promotion: Promotion,
  lines: readonly LineState[],
  rounding: Rounding,
): Taking | undefined {
  const places = lines.flatMap((line, place) => (isFor(promotion, line) ? [place] : []));
  const open = places.filter((place) => isOpen(promotion, lines[place]!));
  if (open.length === 0 || !isEnough(promotion, lines, { places, open })) return undefined;
  const { amounts, used } = found({ effect: promotion.effect, lines, open, rounding });
  const totalMinor = sum([...amounts.values()], (amount) => amount);
  if (totalMinor === 0) return undefined;
  const isUsed = new Set(used);
  return {
    amountsMinor: lines.map((_, place) => amounts.get(place) ?? 0),
    isUsed: lines.map((_, place) => isUsed.has(place)),
    totalMinor,
  };
}

const targets = new WeakMap<Promotion, ReadonlySet<string>>();

function isFor(promotion: Promotion, { productId, categoryId }: LineState): boolean {
  let named = targets.get(promotion);
  if (named === undefined) {
    named = new Set([...promotion.productIds, ...promotion.categoryIds]);
    targets.set(promotion, named);
  }
  if (named.size === 0 || named.has(productId)) return true;
  return categoryId !== null && named.has(categoryId);
}

/** What was taken from already is open to combinable ones, unless pieces are counted in it. */
function isOpen({ isCombinable, effect }: Promotion, line: LineState): boolean {
  if (line.isExcluded || line.isClosed || line.leftMinor === 0) return false;
  const isCounted = effect.kind === 'buy_get' || effect.kind === 'bundle';
  return !line.isTouched || (isCombinable && !isCounted);
}

interface Chosen {
  readonly places: readonly number[];
  readonly open: readonly number[];
}

/** Of a line's promotion what it may take from counts; of the order's, all that is left to pay. */
function isEnough(
  promotion: Promotion,
  lines: readonly LineState[],
  { places, open }: Chosen,
): boolean {
  const { minimumMilli, minimumMinor } = promotion;
  const isOrders = isOfOrder(promotion);
  const counted = (isOrders ? places : open).map((place) => lines[place]!);
  const worth = (line: LineState): number => (isOrders ? line.leftMinor : line.grossMinor);
  return (
    sum(counted, (line) => line.quantityMilli) >= minimumMilli &&
    sum(counted, worth) >= minimumMinor
  );
}

function found(question: Question): Found {
  const { effect } = question;
  switch (effect.kind) {
    case 'percent_off':
      return percentOff({ ...question, effect });
    case 'amount_off':
      return amountOff({ ...question, effect });
    case 'buy_get':
      return buyGet({ ...question, effect });
    case 'bundle':
      return bundle({ ...question, effect });
    case 'order_percent':
    case 'order_amount':
      return offOrder({ ...question, effect });
  }
}

function percentOff({ effect, lines, open, rounding }: Question<Of<'percent_off'>>): Found {
  const amounts = open.map((place): [number, number] => {
    return [place, mulDiv(lines[place]!.leftMinor, effect.ratePpm, PPM, rounding)];
  });
  return taken(amounts);
}

function amountOff({ effect, lines, open, rounding }: Question<Of<'amount_off'>>): Found {
  const amounts = open.map((place): [number, number] => {
    const { unitPriceMinor, quantityMilli, leftMinor } = lines[place]!;
    // Never more than a unit costs, which also keeps the product within bounds.
    const eachMinor = Math.min(effect.amountMinor, unitPriceMinor);
    return [place, Math.min(mulDiv(eachMinor, quantityMilli, 1_000, rounding), leftMinor)];
  });
  return taken(amounts);
}

function offOrder(question: Question<Of<'order_percent'> | Of<'order_amount'>>): Found {
  const { effect, lines, open, rounding } = question;
  const left = open.map((place) => lines[place]!.leftMinor);
  const leftMinor = sum(left, (minor) => minor);
  const wantedMinor =
    effect.kind === 'order_percent'
      ? mulDiv(leftMinor, effect.ratePpm, PPM, rounding)
      : effect.amountMinor;
  const shares = shareOut(Math.min(wantedMinor, leftMinor), left);
  return taken(open.map((place, index): [number, number] => [place, shares[index]!]));
}

function taken(amounts: readonly [number, number][]): Found {
  const some = amounts.filter(([, amount]) => amount > 0);
  return { amounts: new Map(some), used: some.map(([place]) => place) };
}

/** Pieces of one line among all the pieces counted, the dearest first. */
interface Run {
  readonly place: number;
  readonly priceMinor: number;
  readonly from: number;
  readonly to: number;
}

function runsOf(lines: readonly LineState[], open: readonly number[]): Run[] {
  const counted = open
    .filter((place) => lines[place]!.quantityMilli % 1_000 === 0)
    .sort((one, other) => lines[other]!.unitPriceMinor - lines[one]!.unitPriceMinor || one - other);
  let from = 0;
  return counted.map((place) => {
    const { unitPriceMinor, quantityMilli } = lines[place]!;
    const run = { place, priceMinor: unitPriceMinor, from, to: from + quantityMilli / 1_000 };
    from = run.to;
    return run;
  });
}

/** Groups of neighbours, the dearest first: in each the last ones, which are the cheapest. */
function buyGet({ effect, lines, open, rounding }: Question<Of<'buy_get'>>): Found {
  const { buyPieces, getPieces, ratePpm } = effect;
  const group = buyPieces + getPieces;
  const runs = runsOf(lines, open);
  const whole = Math.floor((runs.at(-1)?.to ?? 0) / group) * group;
  const cheaperUpTo = (position: number): number => {
    const within = Math.min(position, whole);
    return Math.floor(within / group) * getPieces + Math.max(0, (within % group) - buyPieces);
  };
  const amounts = runs.map(({ place, priceMinor, from, to }): [number, number] => {
    const eachMinor = mulDiv(priceMinor, ratePpm, PPM, rounding);
    return [place, (cheaperUpTo(to) - cheaperUpTo(from)) * eachMinor];
  });
  const used = runs.filter(({ from }) => from < whole).map(({ place }) => place);
  return { amounts: new Map(amounts), used };
}

/** As many groups, the dearest first, as cost more by the piece than the price of a group. */
function bundle({ effect, lines, open }: Question<Of<'bundle'>>): Found {
  const { pieces, priceMinor } = effect;
  const runs = runsOf(lines, open);
  const worthUpTo = (position: number): number => sum(runs, (run) => worthIn(run, position));
  const isWorth = (groups: number): boolean =>
    worthUpTo(groups * pieces) - worthUpTo((groups - 1) * pieces) > priceMinor;
  // Groups only get cheaper: the last one worth it is found by halving.
  let [low, high] = [0, Math.floor((runs.at(-1)?.to ?? 0) / pieces)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isWorth(middle)) low = middle;
    else high = middle - 1;
  }
  if (low === 0) return nothing;
  const end = low * pieces;
  const inIt = runs.filter(({ from }) => from < end);
  const worth = inIt.map((run) => worthIn(run, end));
  const shares = shareOut(worthUpTo(end) - low * priceMinor, worth);
  const amounts = inIt.map(({ place }, index): [number, number] => [place, shares[index]!]);
  return { amounts: new Map(amounts), used: inIt.map(({ place }) => place) };
}

function worthIn({ priceMinor, from, to }: Run, position: number): number {
  return priceMinor * Math.max(0, Math.min(to, position) - from);
}
