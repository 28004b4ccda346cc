/** What a cashier does to the cart. Every change is there in the frame it was asked for. */
import type { Product } from '../catalogue/catalogue.ts';
import { emptyCart, isEmpty, isMeasured, quantityInCart } from './cart.ts';
import { withLine, withProduct, withoutLine } from './cart.ts';
import type { Cart, CartCustomer, CartLine, Discount } from './cart.ts';
import type { TillCore } from './core.ts';
import { wishFor } from './cart-words.ts';
import { couponFlaw, withCoupon, withoutCoupon } from './coupons.ts';
import type { CouponFlaw } from './coupons.ts';
import { findScanned } from './find-scanned.ts';
import { withWords } from './leaders-words.ts';
import type { LeadersWord, WordWish } from './leaders-words.ts';
import { priceCart } from './price-cart.ts';
import type { Notice } from './till-state.ts';

/** A change of the cart that may go further than its cashier may. */
export interface CartChange {
  /** Null for the cart as a whole. */
  readonly lineId: string | null;
  readonly discount?: Discount | null;
  readonly unitPriceMinor?: number;
}

export interface Selling {
  /** By a scan, from whatever is on the screen. Scans are added in the order they came in. */
  readonly scan: (barcode: string) => Promise<void>;
  readonly addProduct: (product: Product, quantityMilli?: number, discountMinor?: number) => void;
  readonly select: (lineId: string | null) => void;
  readonly changeQuantity: (lineId: string, quantityMilli: number) => void;
  /** One step more (1) or less (-1) of a line: a piece, or a hundred grams. */
  readonly step: (lineId: string, by: number) => void;
  readonly removeLine: (lineId: string) => void;
  readonly clearCart: () => void;
  readonly undo: () => void;
  readonly dismiss: () => void;
  /** What a leader would have to let pass, should this be done. */
  readonly needsLeader: (change: CartChange) => WordWish;
  readonly changeTerms: (change: CartChange, words?: readonly LeadersWord[]) => void;
  /** What a leader has to let pass of the cart as it is. */
  readonly needsWord: () => WordWish;
  readonly letPass: (words: readonly LeadersWord[]) => void;
  /** Why a coupon is not taken; undefined where it was. */
  readonly addCoupon: (typed: string) => CouponFlaw | undefined;
  readonly removeCoupon: (code: string) => void;
  readonly setCustomer: (customer: CartCustomer | null) => void;
  readonly park: () => void;
  readonly resume: (cartId: string) => void;
  readonly newSale: () => void;
}

export function sellingOf(core: TillCore): Selling {
  return { ...addingOf(core), ...changingOf(core), ...couponsOf(core), ...parkingOf(core) };
}

function addingOf(core: TillCore): Pick<Selling, 'scan' | 'addProduct'> {
  const { catalogue, world, state, change } = core;
  let scans = Promise.resolve();
  const addProduct: Selling['addProduct'] = (product, quantityMilli = 1000, offMinor = 0) => {
    const { cart, finished } = state();
    if (finished !== null) change({ finished: null, payment: null });
    const notice = noticeOf(cart, product, quantityMilli);
    if (notice?.kind === 'product_inactive' || notice?.kind === 'stock_blocked') {
      change({ notice });
      return;
    }
    const lineId = world.newId();
    const discount = offMinor === 0 ? null : ({ kind: 'amount', amountMinor: offMinor } as const);
    const next = withProduct(cart, { product, quantityMilli, lineId, discount });
    change({ cart: next, selectedLineId: null, undo: null, notice });
  };
  const addScanned = async (barcode: string): Promise<void> => {
    const layouts = core.codeLayouts?.() ?? [];
    const scanned = await findScanned(catalogue, { barcode, layouts });
    if (state().payment !== null && state().finished === null) {
      change({ notice: { kind: 'scan_while_paying' } });
    } else if (scanned === undefined) {
      change({ notice: { kind: 'barcode_unknown', barcode } });
    } else {
      addProduct(scanned.product, scanned.quantityMilli, scanned.discountMinor);
    }
  };
  return {
    addProduct,
    // One that could not be looked up is told of, and takes none of those behind it with it.
    scan: (barcode) => {
      scans = scans
        .then(() => addScanned(barcode))
        .catch(() => change({ notice: { kind: 'scan_unread', barcode } }));
      return scans;
    },
  };
}

/** What there is to say about one more of a product. */
function noticeOf(cart: Cart, product: Product, quantityMilli: number): Notice | null {
  const { name, isActive, availableMilli, oversellPolicy, productId } = product;
  if (!isActive) return { kind: 'product_inactive', name };
  if (availableMilli === null || oversellPolicy === 'ALLOW') return null;
  if (quantityInCart(cart, productId) + quantityMilli <= availableMilli) return null;
  return { kind: oversellPolicy === 'BLOCK' ? 'stock_blocked' : 'stock_out', name };
}

function changingOf(
  core: TillCore,
): Omit<
  Selling,
  'scan' | 'addProduct' | 'park' | 'resume' | 'newSale' | 'addCoupon' | 'removeCoupon'
> {
  const { state, change, book, promotions } = core;
  const setCart = (cart: Cart): void => change({ cart, undo: null, notice: null });
  // The cart stays as it was where the rules have no price for what it would become.
  const setPriced = (cart: Cart): void => {
    const { flaw } = priceCart(cart, book(), promotions());
    if (flaw === undefined) setCart(cart);
    else change({ notice: { kind: 'cart_flaw', code: flaw } });
  };
  const changeQuantity: Selling['changeQuantity'] = (lineId, quantityMilli) => {
    if (quantityMilli <= 0) removeLine(core, lineId);
    else setPriced(withLine(state().cart, lineId, { quantityMilli }));
  };
  return {
    select: (selectedLineId) => change({ selectedLineId }),
    changeQuantity,
    step: (lineId, by) => {
      const line = state().cart.lines.find((one) => one.lineId === lineId);
      if (line !== undefined) changeQuantity(lineId, line.quantityMilli + by * stepMilli(line));
    },
    removeLine: (lineId) => removeLine(core, lineId),
    clearCart: () => {
      const { cart } = state();
      if (isEmpty(cart)) return;
      const undo = { what: 'cart_cleared', name: '', before: cart } as const;
      change({ cart: emptyCart(cart.cartId), selectedLineId: null, undo, notice: null });
    },
    undo: () => {
      const { undo } = state();
      if (undo !== null) change({ cart: undo.before, undo: null });
    },
    dismiss: () => change({ undo: null, notice: null }),
    needsLeader: (wish) => {
      return wishFor(core, withTerms(state().cart, wish));
    },
    changeTerms: (wish, words = []) => {
      const cart = withTerms(state().cart, wish);
      setPriced({ ...cart, words: withWords(cart.words, words) });
    },
    needsWord: () => wishFor(core, state().cart),
    letPass: (words) => setCart({ ...state().cart, words: withWords(state().cart.words, words) }),
    setCustomer: (customer) => setCart({ ...state().cart, customer }),
  };
}

function couponsOf(core: TillCore): Pick<Selling, 'addCoupon' | 'removeCoupon'> {
  const { state, change, book, promotions, world } = core;
  return {
    addCoupon: (typed) => {
      const { cart } = state();
      const question = { cart, book: book(), set: promotions(), atMs: world.nowMs() };
      const flaw = couponFlaw(question, typed);
      if (flaw === undefined) change({ cart: withCoupon(cart, typed), undo: null, notice: null });
      return flaw;
    },
    removeCoupon: (code) => change({ cart: withoutCoupon(state().cart, code), undo: null }),
  };
}

function removeLine({ state, change }: TillCore, lineId: string): void {
  const { cart } = state();
  const line = cart.lines.find((one) => one.lineId === lineId);
  if (line === undefined) return;
  const undo = { what: 'line_removed', name: line.name, before: cart } as const;
  change({ cart: withoutLine(cart, lineId), selectedLineId: null, undo, notice: null });
}

function withTerms(cart: Cart, { lineId, discount, unitPriceMinor }: CartChange): Cart {
  if (lineId === null) return discount === undefined ? cart : { ...cart, discount };
  const terms: Partial<Pick<CartLine, 'discount' | 'unitPriceMinor'>> = {
    ...(discount === undefined ? {} : { discount }),
    ...(unitPriceMinor === undefined ? {} : { unitPriceMinor }),
  };
  return withLine(cart, lineId, terms);
}

function parkingOf({
  state,
  change,
  world,
}: TillCore): Pick<Selling, 'park' | 'resume' | 'newSale'> {
  const fresh = (): Cart => emptyCart(world.newId());
  const shelved = () => {
    const { cart, parked, cashier } = state();
    if (isEmpty(cart)) return parked;
    return [...parked, { cart, parkedAtMs: world.nowMs(), by: cashier?.name ?? '' }];
  };
  const cleared = { selectedLineId: null, payment: null, finished: null, undo: null } as const;
  return {
    park: () => {
      if (isEmpty(state().cart)) return;
      change({ ...cleared, parked: shelved(), cart: fresh(), notice: { kind: 'parked' } });
    },
    // What lies on the counter meanwhile takes the place of what is taken up again.
    resume: (cartId) => {
      const found = state().parked.find(({ cart }) => cart.cartId === cartId);
      if (found === undefined) return;
      const parked = shelved().filter(({ cart }) => cart.cartId !== cartId);
      change({ ...cleared, parked, cart: found.cart, notice: null });
    },
    newSale: () => {
      const { finished, cart } = state();
      change({ ...cleared, notice: null, cart: finished === null ? cart : fresh() });
    },
  };
}

/** By how much a tap on plus or minus changes a line. */
export function stepMilli({ unitName }: Pick<CartLine, 'unitName'>): number {
  return isMeasured(unitName) ? 100 : 1000;
}
