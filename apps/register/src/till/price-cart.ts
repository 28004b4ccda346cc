/** What a cart comes to, by the rules that the server prices it with again. */
import {
  applyPromotions,
  checkDiscount,
  checkOrder,
  grossMinorOf,
  isOfOrder,
  percentDiscountMinor,
  priceOrder,
  promotedMinor,
  sum,
} from '@evertill/domain';
import type { OrderDraft, OrderFlawCode, PriceBook, PricedOrder, TaxRow } from '@evertill/domain';
import type { PromotionLine, PromotionSet, PromotionTake } from '@evertill/domain';
import type { CounterLimits } from '../shop-words.ts';
import type { Cart, CartLine, Discount } from './cart.ts';

export interface PricedCart {
  readonly draft: OrderDraft;
  /** Undefined where the cart has a flaw; an empty cart is priced at nothing. */
  readonly order: PricedOrder | undefined;
  readonly flaw: OrderFlawCode | undefined;
  /** Per line, what comes off it and nothing else: what the ticket shows. */
  readonly lines: readonly LineFigures[];
  /** What promotions take off the whole, by their names. */
  readonly promotions: readonly NamedTake[];
  /** All that promotions take, for the record of the sale. */
  readonly takes: readonly CartTake[];
  /** The discount of the cart as a whole, as an amount. */
  readonly discountMinor: number;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
}

/** What a promotion takes, as people are told. */
export interface NamedTake {
  readonly promotionId: string;
  readonly name: string;
  readonly amountMinor: number;
}

export interface CartTake extends PromotionTake {
  readonly name: string;
  readonly isOfOrder: boolean;
}

export interface LineFigures {
  readonly lineId: string;
  readonly grossMinor: number;
  /** Off this line: by hand, or by promotions of lines. */
  readonly discountMinor: number;
  readonly byHandMinor: number;
  /** With its share of what promotions take off the whole. */
  readonly offMinor: number;
  readonly promotions: readonly NamedTake[];
}

export function priceCart(cart: Cart, book: PriceBook, set?: PromotionSet): PricedCart {
  const takes = takesOf(cart, book, set);
  const taken = promotedMinor(takes, cart.lines.length);
  const figures = cart.lines.map((line, index) =>
    figuresOf({ line, index, book, takes, takenMinor: taken[index] ?? 0 }),
  );
  const openMinor = sum(figures, (line) => line.grossMinor - line.offMinor);
  const discountMinor = discountMinorOf(cart.discount, openMinor, book);
  const draft: OrderDraft = {
    lines: cart.lines.map((line, index) => ({
      unitPriceMinor: line.unitPriceMinor,
      quantityMilli: line.quantityMilli,
      discountMinor: figures[index]?.offMinor ?? 0,
      taxCode: line.taxCode,
    })),
    discountMinor,
  };
  const [flaw] = cart.lines.length === 0 ? [] : checkOrder(draft, book);
  const order = flaw === undefined ? priceOrder(draft, book) : undefined;
  return {
    draft,
    order,
    flaw: flaw?.code,
    lines: figures,
    promotions: takes
      .filter((take) => take.isOfOrder)
      .map(({ promotionId, name, amountsMinor }) => {
        return { promotionId, name, amountMinor: sum(amountsMinor, (minor) => minor) };
      }),
    takes,
    discountMinor,
    totalMinor: order?.totalMinor ?? 0,
    taxMinor: order?.taxMinor ?? 0,
    taxes: order?.taxes ?? [],
  };
}

/** Whether promotions are for a line at all: not where somebody typed its price. */
export function isPromotable(line: CartLine): boolean {
  return line.unitPriceMinor === line.listPriceMinor;
}

function takesOf(cart: Cart, book: PriceBook, set: PromotionSet | undefined): CartTake[] {
  if (set === undefined || set.promotions.length === 0 || !isWithinLimits(cart, book)) return [];
  const takes = applyPromotions({
    set,
    lines: cart.lines.map((line) => promotionLineOf(line, book)),
    coupons: cart.coupons ?? [],
    atMs: cart.reckonedAtMs ?? 0,
    rounding: book.rounding,
  });
  const promotions = new Map(set.promotions.map((one) => [one.promotionId, one]));
  return takes.flatMap((take) => {
    const promotion = promotions.get(take.promotionId);
    if (promotion === undefined) return [];
    return [{ ...take, name: promotion.name, isOfOrder: isOfOrder(promotion) }];
  });
}

/** Beyond them nothing can be reckoned, and the cart says so by its flaw. */
function isWithinLimits(cart: Cart, book: PriceBook): boolean {
  const lines = cart.lines.map((line) => ({ ...line, discountMinor: 0 }));
  return lines.length > 0 && checkOrder({ lines, discountMinor: 0 }, book).length === 0;
}

function promotionLineOf(line: CartLine, book: PriceBook): PromotionLine {
  const { productId, categoryId, unitPriceMinor, quantityMilli } = line;
  const discountMinor = discountMinorOf(line.discount, grossMinorOf(line, book.rounding), book);
  const isExcluded = !isPromotable(line);
  return { productId, categoryId, unitPriceMinor, quantityMilli, discountMinor, isExcluded };
}

interface OneLine {
  readonly line: CartLine;
  readonly index: number;
  readonly book: PriceBook;
  readonly takes: readonly CartTake[];
  readonly takenMinor: number;
}

function figuresOf({ line, index, book, takes, takenMinor }: OneLine): LineFigures {
  const grossMinor = grossMinorOf(line, book.rounding);
  const byHandMinor = discountMinorOf(line.discount, grossMinor, book);
  const promotions = takes.flatMap(({ promotionId, name, amountsMinor, isOfOrder: isWhole }) => {
    const amountMinor = amountsMinor[index] ?? 0;
    return isWhole || amountMinor === 0 ? [] : [{ promotionId, name, amountMinor }];
  });
  return {
    lineId: line.lineId,
    grossMinor,
    discountMinor: byHandMinor + sum(promotions, (one) => one.amountMinor),
    byHandMinor,
    offMinor: byHandMinor + takenMinor,
    promotions,
  };
}

/** A discount never takes more than there is: an amount may outlive the line it was meant for. */
function discountMinorOf(discount: Discount | null, ofMinor: number, book: PriceBook): number {
  if (discount === null) return 0;
  if (discount.kind === 'amount') return Math.min(discount.amountMinor, ofMinor);
  const { ratePpm } = discount;
  return percentDiscountMinor({ grossMinor: ofMinor, ratePpm, rounding: book.rounding });
}

/** What of a cart a leader has to let pass. */
export type Beyond = 'discount' | 'price';

/** What in this cart goes further than who stands at the till may go by themselves. */
export function beyondLimits(
  cart: Cart,
  priced: PricedCart,
  limits: CounterLimits,
): readonly Beyond[] {
  const beyond: Beyond[] = [];
  const isPriceChanged = cart.lines.some((line) => !isPromotable(line));
  if (isPriceChanged && !limits.mayOverridePrice) beyond.push('price');
  if (priced.flaw !== undefined) return beyond;
  // Promotions are the shop's word: what is given by hand is what somebody answers for.
  const lines = priced.draft.lines.map((line, index) => {
    return { ...line, discountMinor: priced.lines[index]?.byHandMinor ?? 0 };
  });
  const draft = { ...priced.draft, lines };
  const question = { draft, limitPpm: limits.discountPpmMax };
  if (cart.lines.length > 0 && checkDiscount(question).length > 0) beyond.push('discount');
  return beyond;
}
