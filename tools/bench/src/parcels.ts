/** Requests made ready before the clock runs: real taxes and promotions, lines, a tender. */
import {
  applyPromotions,
  decimalOf,
  decimalOfMilli,
  priceOrder,
  promotedMinor,
  RULES_VERSION,
  settleTender,
} from '@evertill/domain';
import type { DraftLine, PromotionTake } from '@evertill/domain';
import { diceOf } from '@evertill/rig';
import type { Dice } from '@evertill/rig';
import { randomUUID } from 'node:crypto';
import type { Parcel, Sender } from './load.ts';
import { COUPON } from './promotions.ts';
import type { Till } from './shops.ts';

/** One line in so many carries a discount, so that the rules have something to do. */
const DISCOUNT_EVERY = 5;
/** One sale in so many comes with a coupon. */
const COUPON_EVERY = 20;

/** One sale a request, each to `/api/sales/`. */
export function singleSender(till: Till, count: number): Sender {
  const dice = diceOf(till.seq + 1);
  const parcels = Array.from({ length: count }, (): Parcel => {
    const { registerId, epoch, fencing } = till;
    const sale = nextSale(till, dice);
    const whole = { register_id: registerId, epoch, fencing, ...sale };
    return { body: Buffer.from(JSON.stringify(whole)), sales: 1 };
  });
  return { path: '/api/sales/', headers: headersOf(till), parcels };
}

/** `size` sales a request, as a register that was off the line pushes them. */
export function batchSender(till: Till, count: number, size: number): Sender {
  const dice = diceOf(till.seq + 1);
  const parcels = Array.from({ length: count }, (): Parcel => {
    const operations = Array.from({ length: size }, () => ({
      ...nextSale(till, dice),
      kind: 'sale',
    }));
    const { registerId, epoch, fencing } = till;
    const whole = { register_id: registerId, epoch, fencing, operations };
    return { body: Buffer.from(JSON.stringify(whole)), sales: size };
  });
  return { path: '/api/sync/push/', headers: headersOf(till), parcels };
}

/** What was made and not sent leaves a gap that the next one must not have. */
export function takeBack(till: Till, sender: Sender, sent: number): void {
  const left = sender.parcels.slice(sent).reduce((sum, { sales }) => sum + sales, 0);
  till.seq -= left;
}

function headersOf({ shop, deviceKey }: Till): Record<string, string> {
  return {
    authorization: `Bearer ${shop.token()}`,
    'x-register-key': deviceKey,
    'content-type': 'application/json',
  };
}

interface WireSale {
  readonly seq: number;
  readonly id: string;
  readonly occurred_at: string;
  readonly body: Readonly<Record<string, unknown>>;
}

function nextSale(till: Till, dice: Dice): WireSale {
  till.seq += 1;
  return {
    seq: till.seq,
    id: randomUUID(),
    occurred_at: new Date().toISOString(),
    body: saleBody(till, dice),
  };
}

function saleBody(till: Till, dice: Dice): Record<string, unknown> {
  const { shop, promotions: set, seq, lines: length } = till;
  const { book, goods } = shop;
  const byHand = Array.from({ length }, (_, place) => {
    const good = dice.pick(goods);
    const isReduced = (seq * length + place) % DISCOUNT_EVERY === 0;
    const discountMinor = isReduced ? Math.floor(good.unitPriceMinor / 20) : 0;
    return { ...good, quantityMilli: 1000, taxCode: 'STD', discountMinor };
  });
  const promoted = reckon(till, byHand);
  const drafts = byHand.map((draft, place) => {
    return { ...draft, discountMinor: draft.discountMinor + (promoted.off[place] ?? 0) };
  });
  const priced = priceOrder({ lines: drafts, discountMinor: 0 }, book);
  const tenders = [{ method: 'CASH' as const, amountMinor: priced.totalMinor + 500 }];
  const settled = settleTender({
    totalMinor: priced.totalMinor,
    cashRoundingMinor: book.cashRoundingMinor,
    tenders,
  });
  const amount = (minor: number): string => decimalOf(minor, book.currency);
  return {
    receipt_number: `B-${seq}`,
    currency: book.currency,
    price_book_version: book.version,
    rules_version: RULES_VERSION,
    lines: drafts.map((draft, place) => ({
      product: draft.product,
      sku: draft.sku,
      name: draft.name,
      quantity: decimalOfMilli(draft.quantityMilli),
      unit_price: amount(draft.unitPriceMinor),
      discount: amount(draft.discountMinor),
      tax_code: draft.taxCode,
      tax: amount(priced.lines[place]?.taxMinor ?? 0),
      total: amount(priced.lines[place]?.totalMinor ?? 0),
    })),
    discount: amount(0),
    promotions: {
      version: set.version,
      reckoned_at: new Date(promoted.atMs).toISOString(),
      coupons: promoted.coupons,
      takes: promoted.takes.map((take) => takeBody(take, amount)),
    },
    tax: amount(priced.taxMinor),
    rounding: amount(settled.roundingMinor),
    total: amount(settled.dueMinor),
    payments: tenders.map(({ method, amountMinor }) => ({
      sales_payment_id: randomUUID(),
      method,
      amount: amount(amountMinor),
    })),
    change: amount(settled.changeMinor),
  };
}

interface Promoted {
  readonly atMs: number;
  readonly coupons: readonly string[];
  readonly takes: readonly PromotionTake[];
  /** What comes off each line. */
  readonly off: readonly number[];
}

type ByHand = Pick<DraftLine, 'unitPriceMinor' | 'quantityMilli' | 'discountMinor'> & {
  readonly product: string;
};

/** As a till does with every change of a cart, here once. */
function reckon({ shop, promotions: set, seq }: Till, lines: readonly ByHand[]): Promoted {
  const atMs = Date.now();
  const coupons = seq % COUPON_EVERY === 0 ? [COUPON] : [];
  const takes = applyPromotions({
    set,
    lines: lines.map(({ product, ...line }) => {
      return { ...line, productId: product, categoryId: null, isExcluded: false };
    }),
    coupons,
    atMs,
    rounding: shop.book.rounding,
  });
  return { atMs, coupons, takes, off: promotedMinor(takes, lines.length) };
}

function takeBody(take: PromotionTake, amount: (minor: number) => string): object {
  const { promotionId, couponCode, amountsMinor } = take;
  return {
    promotion: promotionId,
    ...(couponCode === null ? {} : { coupon: couponCode }),
    lines: amountsMinor.flatMap((minor, index) =>
      minor === 0 ? [] : [{ line_number: index + 1, amount: amount(minor) }],
    ),
  };
}
