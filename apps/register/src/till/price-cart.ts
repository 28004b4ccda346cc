/** What a cart comes to, by the rules that the server prices it with again. */
import {
  checkDiscount,
  checkOrder,
  grossMinorOf,
  percentDiscountMinor,
  priceOrder,
  sum,
} from '@evertill/domain';
import type { OrderDraft, OrderFlawCode, PriceBook, PricedOrder, TaxRow } from '@evertill/domain';
import type { CounterLimits } from '../shop-words.ts';
import type { Cart, CartLine, Discount } from './cart.ts';

export interface PricedCart {
  readonly draft: OrderDraft;
  /** Undefined where the cart has a flaw; an empty cart is priced at nothing. */
  readonly order: PricedOrder | undefined;
  readonly flaw: OrderFlawCode | undefined;
  /** Per line, its own discount taken off and nothing else: what the ticket shows. */
  readonly lines: readonly LineFigures[];
  /** The discount of the cart as a whole, as an amount. */
  readonly discountMinor: number;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
}

export interface LineFigures {
  readonly lineId: string;
  readonly grossMinor: number;
  readonly discountMinor: number;
}

export function priceCart(cart: Cart, book: PriceBook): PricedCart {
  const figures = cart.lines.map((line) => figuresOf(line, book));
  const openMinor = sum(figures, (line) => line.grossMinor - line.discountMinor);
  const discountMinor = discountMinorOf(cart.discount, openMinor, book);
  const draft: OrderDraft = {
    lines: cart.lines.map((line, index) => ({
      unitPriceMinor: line.unitPriceMinor,
      quantityMilli: line.quantityMilli,
      discountMinor: figures[index]?.discountMinor ?? 0,
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
    discountMinor,
    totalMinor: order?.totalMinor ?? 0,
    taxMinor: order?.taxMinor ?? 0,
    taxes: order?.taxes ?? [],
  };
}

function figuresOf(line: CartLine, book: PriceBook): LineFigures {
  const grossMinor = grossMinorOf(line, book.rounding);
  const discountMinor = discountMinorOf(line.discount, grossMinor, book);
  return { lineId: line.lineId, grossMinor, discountMinor };
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
  const isPriceChanged = cart.lines.some((line) => line.unitPriceMinor !== line.listPriceMinor);
  if (isPriceChanged && !limits.mayOverridePrice) beyond.push('price');
  if (priced.flaw !== undefined) return beyond;
  const question = { draft: priced.draft, limitPpm: limits.discountPpmMax };
  if (cart.lines.length > 0 && checkDiscount(question).length > 0) beyond.push('discount');
  return beyond;
}
