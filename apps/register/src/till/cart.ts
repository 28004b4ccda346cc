/**
 * A cart: what a customer brought to the counter, and what was agreed about it. Pure: each change
 * answers a new cart. What it costs is reckoned in price-cart.ts.
 */
import type { Product } from '../catalogue/catalogue.ts';
import type { Exchange } from './exchanging.ts';
import type { LeadersWord } from './leaders-words.ts';

/** Off a line or off the whole: so many parts of a million, or an amount. */
export type Discount =
  | { readonly kind: 'rate'; readonly ratePpm: number }
  | { readonly kind: 'amount'; readonly amountMinor: number };

export interface CartLine {
  readonly lineId: string;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly taxCode: string;
  readonly categoryId: string | null;
  /** What the catalogue asks. */
  readonly listPriceMinor: number;
  /** What is asked of this customer. */
  readonly unitPriceMinor: number;
  readonly quantityMilli: number;
  readonly discount: Discount | null;
}

export interface CartCustomer {
  readonly customerId: string;
  readonly name: string;
  readonly phone: string | null;
  /** The last digits, where this device may not know the whole number. */
  readonly phoneEnd?: string;
}

export interface Cart {
  /** Becomes the sale's id. */
  readonly cartId: string;
  readonly lines: readonly CartLine[];
  readonly discount: Discount | null;
  readonly customer: CartCustomer | null;
  /** The line that was added or changed last: a place on the screen. */
  readonly lastLineId: string | null;
  /** What leaders let pass of it. */
  readonly words?: readonly LeadersWord[];
  /** What comes back for it. */
  readonly exchange?: Exchange;
  /** Codes, as the shop spells them. A cart that was kept by an older till has none. */
  readonly coupons?: readonly string[];
  /** For when its promotions are reckoned: its last change, or when paying began. */
  readonly reckonedAtMs?: number;
}

export function emptyCart(cartId: string): Cart {
  return { cartId, lines: [], discount: null, customer: null, lastLineId: null };
}

/** Units that are weighed or measured, so that another of the same is another line. */
const measured = new Set([
  'kg',
  'g',
  'l',
  'ml',
  'm',
  'cm',
  'lb',
  'oz',
  'kilo',
  'kilogram',
  'litre',
]);

export function isMeasured(unitName: string | null): boolean {
  return unitName !== null && measured.has(unitName.trim().toLowerCase());
}

export interface Addition {
  readonly product: Product;
  readonly quantityMilli: number;
  /** For a line of its own, should it become one. */
  readonly lineId: string;
  /** With one it is a line of its own. */
  readonly discount?: Discount | null;
}

/** Adds to the line of the same product, or begins one. What is weighed has a line each time. */
export function withProduct(cart: Cart, addition: Addition): Cart {
  const { product, quantityMilli, lineId, discount = null } = addition;
  const isOnItsOwn = isMeasured(product.unitName) || discount !== null;
  const same = isOnItsOwn ? undefined : cart.lines.find((line) => isPlainLineOf(line, product));
  if (same !== undefined) {
    const grown = { ...same, quantityMilli: same.quantityMilli + quantityMilli };
    return { ...cart, lines: replaced(cart.lines, grown), lastLineId: same.lineId };
  }
  const line: CartLine = {
    lineId,
    productId: product.productId,
    sku: product.sku,
    name: product.name,
    unitName: product.unitName,
    taxCode: product.taxCode,
    categoryId: product.categoryId,
    listPriceMinor: product.priceMinor,
    unitPriceMinor: product.priceMinor,
    quantityMilli,
    discount,
  };
  return { ...cart, lines: [...cart.lines, line], lastLineId: lineId };
}

function isPlainLineOf(line: CartLine, product: Product): boolean {
  return (
    line.productId === product.productId &&
    line.unitPriceMinor === product.priceMinor &&
    line.discount === null
  );
}

/** Changes of one line; a quantity of nothing takes it away. */
export function withLine(
  cart: Cart,
  lineId: string,
  change: Partial<Pick<CartLine, 'quantityMilli' | 'unitPriceMinor' | 'discount'>>,
): Cart {
  const line = cart.lines.find((one) => one.lineId === lineId);
  if (line === undefined) return cart;
  const changed = { ...line, ...change };
  if (changed.quantityMilli <= 0) return withoutLine(cart, lineId);
  return { ...cart, lines: replaced(cart.lines, changed), lastLineId: lineId };
}

export function withoutLine(cart: Cart, lineId: string): Cart {
  const lines = cart.lines.filter((line) => line.lineId !== lineId);
  const last = lines.at(-1)?.lineId ?? null;
  const lastLineId = cart.lastLineId === lineId ? last : cart.lastLineId;
  return { ...cart, lines, lastLineId, discount: lines.length === 0 ? null : cart.discount };
}

export function isEmpty(cart: Cart): boolean {
  return cart.lines.length === 0;
}

/** Pieces as a person counts them: what is weighed is one thing. */
export function countOf(lines: readonly Pick<CartLine, 'quantityMilli' | 'unitName'>[]): number {
  return lines.reduce(
    (count, { quantityMilli, unitName }) =>
      count + (isMeasured(unitName) ? 1 : Math.round(quantityMilli / 1000)),
    0,
  );
}

/** How much of a product is in the cart, in thousandths. */
export function quantityInCart(cart: Cart, productId: string): number {
  return cart.lines
    .filter((line) => line.productId === productId)
    .reduce((milli, line) => milli + line.quantityMilli, 0);
}

function replaced(lines: readonly CartLine[], by: CartLine): readonly CartLine[] {
  return lines.map((line) => (line.lineId === by.lineId ? by : line));
}
