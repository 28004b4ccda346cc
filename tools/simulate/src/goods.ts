/** What a simulated counter sells and gives back: bodies as a till would make them, from a seed. */
import {
  RULES_VERSION,
  decimalOf,
  decimalOfMilli,
  priceOrder,
  refundLine,
  settleTender,
} from '@evertill/domain';
import type { PriceBook } from '@evertill/domain';
import type { Dice } from '@evertill/rig';
import type { WireBody } from '@evertill/sync';
import { CURRENCY } from './backend.ts';

export interface Counter {
  readonly book: PriceBook;
  readonly products: readonly string[];
  readonly dice: Dice;
  readonly newId: () => string;
}

const amount = (minor: number): string => decimalOf(minor, CURRENCY);

/** Beyond ten in a hundred a cashier needs a leader. */
export type Discount = 'none' | 'small' | 'beyond';

export function saleBody(counter: Counter, session: string | null, discount: Discount): WireBody {
  const { book, dice, newId, products } = counter;
  const drafts = Array.from({ length: dice.between(1, 3) }, () => ({
    product: dice.pick(products),
    unitPriceMinor: dice.between(100, 5000),
    quantityMilli: dice.pick([1000, 2000, 3000]),
    discountMinor: 0,
    taxCode: 'STD',
  }));
  const gross = drafts.reduce(
    (sum, { unitPriceMinor, quantityMilli }) => sum + (unitPriceMinor * quantityMilli) / 1000,
    0,
  );
  const share = { none: 0, small: 0.05, beyond: 0.4 }[discount];
  const discountMinor = Math.floor(gross * share);
  const priced = priceOrder({ lines: drafts, discountMinor }, book);
  const { totalMinor } = priced;
  const tenders = [{ method: 'CASH' as const, amountMinor: totalMinor + dice.between(0, 500) }];
  const settled = settleTender({ totalMinor, cashRoundingMinor: book.cashRoundingMinor, tenders });
  return {
    receipt_number: 'not yet',
    currency: CURRENCY,
    price_book_version: book.version,
    rules_version: RULES_VERSION,
    ...(session === null ? {} : { session }),
    lines: drafts.map((draft, index) => ({
      product: draft.product,
      sku: 'SKU',
      name: 'A thing',
      quantity: decimalOfMilli(draft.quantityMilli),
      unit_price: amount(draft.unitPriceMinor),
      discount: amount(0),
      tax_code: 'STD',
      tax: amount(priced.lines[index]?.taxMinor ?? 0),
      total: amount(priced.lines[index]?.totalMinor ?? 0),
    })),
    discount: amount(discountMinor),
    tax: amount(priced.taxMinor),
    rounding: amount(settled.roundingMinor),
    total: amount(settled.dueMinor),
    payments: tenders.map(({ method, amountMinor }) => ({
      sales_payment_id: newId(),
      method,
      amount: amount(amountMinor),
    })),
    change: amount(settled.changeMinor),
  };
}

/** The first line of a sale comes back whole. */
export function refundBody({ newId }: Counter, saleId: string, sale: WireBody): WireBody {
  const [line] = sale['lines'] as readonly Record<string, string>[];
  if (line === undefined) throw new Error('a sale without lines');
  const minor = (text = '0'): number => Math.round(Number(text) * 100);
  const quantityMilli = Math.round(Number(line['quantity']) * 1000);
  const sold = { quantityMilli, taxMinor: minor(line['tax']), totalMinor: minor(line['total']) };
  const back = refundLine({ line: sold, refundedMilli: 0, quantityMilli });
  return {
    receipt_number: 'not yet',
    sales_header: saleId,
    currency: CURRENCY,
    reason: 'WRONG_ITEM',
    lines: [
      {
        sale_line_number: 1,
        product: line['product'],
        sku: 'SKU',
        name: 'A thing',
        quantity: line['quantity'],
        tax_code: 'STD',
        tax: amount(back.taxMinor),
        total: amount(back.totalMinor),
      },
    ],
    tax: amount(back.taxMinor),
    total: amount(back.totalMinor),
    payments: [{ sales_payment_id: newId(), method: 'CASH', amount: amount(back.totalMinor) }],
  };
}
