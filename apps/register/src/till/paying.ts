/** From what is due to what was paid: tenders, change, and the sale written down. */
import { sum } from '@evertill/domain';
import { emptyCart } from './cart.ts';
import type { Cart } from './cart.ts';
import { wishFor, wordsOfSale } from './cart-words.ts';
import type { TillCore } from './core.ts';
import { creditTenders, isCredit, writeReturn } from './exchanging.ts';
import { quickTenders } from './currency-notes.ts';
import { foreignChoices, foreignWish } from './foreign-cash.ts';
import type { ForeignChoice } from './foreign-cash.ts';
import { noPayment, paymentFigures, withTender, withoutTender } from './payment.ts';
import type { HandedForeign, LaidTender, Payment, PaymentFigures } from './payment.ts';
import { isPromotable, priceCart } from './price-cart.ts';
import type { CartTake } from './price-cart.ts';
import type { CounterMethod, SaleRecord, SoldLineRecord, SoldPromotions } from './records.ts';
import type { TillState } from './till-state.ts';

export interface TenderWish {
  readonly method: CounterMethod;
  readonly amountMinor: number;
  readonly reference?: string;
  readonly foreign?: HandedForeign;
}

export type PayOutcome =
  /** Something is open still. */
  | 'open'
  /** Paid, and written down. */
  | 'finished'
  /** More than what is open, by something that gives no change. Nothing was laid down. */
  | 'too_much'
  /** It could not be written down, so it did not happen. Ask again before the money is put away. */
  | 'not_saved';

export interface Paying {
  /** False where there is nothing to pay for, no drawer to pay into, or a leader is to be asked. */
  readonly startPaying: () => boolean;
  readonly stopPaying: () => void;
  /** What is due, laid down, open, and what would come back. */
  readonly figures: () => PaymentFigures;
  /** What the customer is likely to hand over: the exact sum first. */
  readonly quickTenders: (openMinor: number) => readonly number[];
  /** Which other currencies may be taken in cash, and what is due in each. */
  readonly foreign: (openMinor: number) => readonly ForeignChoice[];
  /** What so much of one of them is as a tender; undefined where it is none. */
  readonly foreignWish: (currency: string, amountMinor: number) => TenderWish | undefined;
  /** What it would be with one more tender. */
  readonly figuresWith: (wish: TenderWish) => PaymentFigures;
  readonly takeTender: (wish: TenderWish) => Promise<PayOutcome>;
  readonly removeTender: (tenderId: string) => void;
  /** Where what is laid down covers it all: writes the sale down. */
  readonly closeSale: () => Promise<PayOutcome>;
}

export function payingOf(core: TillCore): Paying {
  const { state, change, world, book, priced } = core;
  const payment = (): Payment => state().payment ?? noPayment;
  const figuresOf = (of: Payment): PaymentFigures =>
    paymentFigures(priced().totalMinor, of, book());
  const laid = (wish: TenderWish): Payment =>
    withTender(payment(), { tenderId: world.newId(), reference: '', ...wish });
  let isClosing = false;
  const closeSale = async (): Promise<PayOutcome> => {
    if (isClosing) return 'open';
    if (!figuresOf(payment()).isSettled) return 'open';
    isClosing = true;
    try {
      return await writeSale(core, payment());
    } finally {
      isClosing = false;
    }
  };
  return {
    startPaying: () => {
      const { cart, session } = state();
      const { flaw } = priced();
      if (cart.lines.length === 0 || session === null || flaw !== undefined) return false;
      // Reckoned anew, as long as nothing was laid down for what it came to before.
      if (payment().tenders.length === 0) change({ cart });
      if (wishFor(core, state().cart).actions.length > 0) return false;
      const credit = creditTenders(core, state().cart, priced().totalMinor);
      const laidDown = [...credit, ...moneyIn(payment())];
      change({ payment: { tenders: laidDown }, undo: null, notice: null, selectedLineId: null });
      return true;
    },
    stopPaying: () => {
      // Money that lies on the counter is not forgotten by going back to look at the cart.
      const tenders = moneyIn(payment());
      change({ payment: tenders.length === 0 ? null : { tenders }, notice: null });
    },
    figures: () => figuresOf(payment()),
    quickTenders: (openMinor) => quickTenders(openMinor, book()),
    foreign: (openMinor) => foreignChoices(core, openMinor),
    foreignWish: (currency, amountMinor) => foreignWish(core, currency, amountMinor),
    figuresWith: (wish) => figuresOf(laid(wish)),
    takeTender: async (wish) => {
      const next = laid(wish);
      if (figuresOf(next).flaw !== undefined) return 'too_much';
      change({ payment: next, notice: null });
      return closeSale();
    },
    removeTender: (tenderId) => {
      const kept = payment().tenders.filter(isCredit);
      if (kept.some((credit) => credit.tenderId === tenderId)) return;
      change({ payment: withoutTender(payment(), tenderId) });
    },
    closeSale,
  };
}

/** What was laid down in money, and is not what comes back. */
function moneyIn({ tenders }: Payment): readonly LaidTender[] {
  return tenders.filter((tender) => !isCredit(tender));
}

/** The sale on the disk, then the screen: never the other way round. */
async function writeSale(core: TillCore, payment: Payment): Promise<PayOutcome> {
  const { journal, change, world } = core;
  try {
    const exchanged = await writeReturn(core, payment.tenders);
    const sale = saleOf(core, payment.tenders);
    const { record } = await journal.record(
      exchanged === undefined ? sale : { ...sale, exchanged },
    );
    const finished = record as SaleRecord;
    change({ ...afterSale, finished, cart: emptyCart(world.newId()) });
    return 'finished';
  } catch {
    change({ notice: { kind: 'not_saved' } });
    return 'not_saved';
  }
}

const afterSale = {
  payment: null,
  selectedLineId: null,
  undo: null,
  notice: null,
} as const satisfies Partial<TillState>;

function saleOf(core: TillCore, tenders: readonly LaidTender[]): SaleRecord {
  const { cart } = core.state();
  const book = core.book();
  const set = core.promotions();
  const { order, lines: figures, discountMinor, takes } = priceCart(cart, book, set);
  if (order === undefined) throw new Error('a sale that has no price');
  const lines = cart.lines.map((line, index): SoldLineRecord => {
    const priced = order.lines[index];
    if (priced === undefined) throw new Error('a line that has no price');
    const { productId, sku, name, unitName, taxCode, unitPriceMinor, quantityMilli } = line;
    const own = { productId, sku, name, taxCode, unitPriceMinor, quantityMilli };
    const unit = unitName === null ? {} : { unitName };
    const promoted = { categoryId: line.categoryId, isPromotable: isPromotable(line) };
    const { offMinor = 0 } = figures[index] ?? {};
    return { ...priced, ...own, ...unit, ...promoted, discountMinor: offMinor };
  });
  const settlement = paymentFigures(order.totalMinor, { tenders }, book);
  return {
    kind: 'sale',
    ...core.head(cart.cartId),
    receiptNumber: '',
    customer: cart.customer,
    priceBookVersion: book.version,
    isTaxIncluded: book.isTaxIncluded,
    cashRoundingMinor: book.cashRoundingMinor,
    lines,
    subtotalMinor: sum(lines, (line) => line.grossMinor),
    discountMinor: order.discountMinor,
    orderDiscountMinor: discountMinor,
    taxMinor: order.taxMinor,
    taxes: order.taxes,
    totalMinor: order.totalMinor,
    settlement,
    tenders,
    ...(set === undefined ? {} : { promotions: promotionsOf(cart, set.version, takes) }),
    ...wordsOfSale(core, cart),
  };
}

function promotionsOf(cart: Cart, version: number, takes: readonly CartTake[]): SoldPromotions {
  return { version, reckonedAtMs: cart.reckonedAtMs ?? 0, coupons: cart.coupons ?? [], takes };
}
