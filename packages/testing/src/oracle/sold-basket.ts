/**
 * One random basket as a register sells it, and what the oracle expects to find stored of it.
 *
 * The register's figures are the domain's, as in a shop; what is expected is the oracle's alone.
 */
import {
  LINE_TOTAL_MINOR_MAX,
  TENDER_MINOR_MAX,
  decimalOf,
  decimalOfMilli,
  refundLine,
} from '@evertill/domain';
import type { OrderDraft, PriceBook, Tender } from '@evertill/domain';
import { newId, realWorld } from '@evertill/kernel';
import { refundBodyOf, saleBodyOf } from '../sale-builder.ts';
import { basketSeedOf } from './compare-baskets.ts';
import { oraclePrice } from './oracle-price.ts';
import type { OraclePrice } from './oracle-price.ts';
import { oracleRefund, oracleSettle } from './oracle-settle.ts';
import type { OracleTill } from './oracle-shop.ts';
import { dice, randomBasket } from './random-basket.ts';
import type { Basket } from './random-basket.ts';
import { randomRefunds, randomTenders } from './random-counter.ts';
import type { RefundWalk } from './random-counter.ts';
import type { StoredRefund, StoredSale } from './stored-sales.ts';

/** Of every so many baskets, one is given back in part: a refund costs a dozen statements. */
const REFUND_EVERY = 50;

export interface CounterBasket {
  readonly index: number;
  readonly basket: Basket;
  readonly priced: OraclePrice;
  readonly tenders: readonly Tender[];
  readonly refunds: RefundWalk | undefined;
}

export interface Operation {
  readonly seq: number;
  readonly id: string;
  readonly kind: 'sale' | 'refund';
  readonly occurred_at: string;
  readonly body: Record<string, unknown>;
}

export interface SoldBasket {
  readonly at: CounterBasket;
  readonly sale: Operation;
  readonly expected: StoredSale;
}

/** Undefined for a basket that no counter sells, since a line of it is beyond the limit. */
export function counterBasketOf(seed: number, index: number): CounterBasket | undefined {
  const roll = dice(basketSeedOf(seed, index));
  const { book: drawn, draft } = randomBasket(roll);
  const book = { ...drawn, version: index + 1 };
  const priced = oraclePrice(draft, book);
  const isTooLarge = priced.lines.some(({ grossMinor, totalMinor }) => {
    return Math.max(grossMinor, totalMinor) > LINE_TOTAL_MINOR_MAX;
  });
  if (isTooLarge) return undefined;
  const tenders = settlingTenders(randomTenders(roll, priced.totalMinor), priced, book);
  const refunds = index % REFUND_EVERY === 0 ? randomRefunds(roll, draft, priced) : undefined;
  return { index, basket: { book, draft }, priced, tenders, refunds };
}

/** As drawn, if that settles the sale; else all of it by other means, which needs no rounding. */
function settlingTenders(
  drawn: readonly Tender[],
  { totalMinor }: OraclePrice,
  { cashRoundingMinor }: PriceBook,
): readonly Tender[] {
  // A register sends no tender of nothing: one that did would be flagged.
  const tenders = drawn.filter(({ amountMinor }) => amountMinor > 0);
  const settled = oracleSettle({ totalMinor, cashRoundingMinor, tenders });
  const isWithin = tenders.every(({ amountMinor }) => amountMinor <= TENDER_MINOR_MAX);
  if (settled.balanceMinor === 0 && isWithin) return tenders;
  return totalMinor === 0 ? [] : [{ method: 'OTHER', amountMinor: totalMinor }];
}

export function sell(at: CounterBasket, till: OracleTill): SoldBasket {
  const { basket, index, tenders } = at;
  const { book, draft } = basket;
  const body = saleBodyOf({
    book,
    receiptNumber: `O-${index}`,
    lines: draft.lines.map((line) => ({ ...line, product: till.product })),
    discountMinor: draft.discountMinor,
    tenders,
  });
  const sale = operationOf(till, 'sale', body);
  return { at, sale, expected: expectedOf(at, sale) };
}

/** What comes back of a sale that is booked, as the next operations of the queue. */
export function refundOperations({ at, sale }: SoldBasket, till: OracleTill): readonly Operation[] {
  const { basket, index, refunds } = at;
  if (refunds === undefined) return [];
  const { book, draft } = basket;
  const amount = (minor: number): string => decimalOf(minor, book.currency);
  return refunds.requests.map((request, step) => {
    const { totalMinor, taxMinor } = refundLine(request);
    const { quantityMilli } = request;
    const body = refundBodyOf({
      book,
      receiptNumber: `O-${index}-${step + 1}`,
      saleId: sale.id,
      line: { product: till.product, quantityMilli, totalMinor, taxMinor },
    });
    const line = {
      sale_line_number: refunds.index + 1,
      product: till.product,
      sku: 'SKU',
      name: 'A thing',
      quantity: decimalOfMilli(quantityMilli),
      tax_code: draft.lines[refunds.index]!.taxCode,
      tax: amount(taxMinor),
      total: amount(totalMinor),
    };
    return operationOf(till, 'refund', { ...body, lines: [line] });
  });
}

function operationOf(
  till: OracleTill,
  kind: Operation['kind'],
  body: Record<string, unknown>,
): Operation {
  const occurred_at = realWorld().clock.now().toISOString();
  return { seq: till.nextSeq(), id: newId(realWorld()), kind, occurred_at, body };
}

function expectedOf(
  { basket, priced, tenders, refunds }: CounterBasket,
  sale: Operation,
): StoredSale {
  const { book, draft } = basket;
  const { cashRoundingMinor } = book;
  const settled = oracleSettle({ totalMinor: priced.totalMinor, cashRoundingMinor, tenders });
  const ids = sale.body['payments'] as readonly { readonly sales_payment_id: string }[];
  return {
    subtotal: priced.subtotalMinor,
    discount: priced.discountMinor,
    tax: priced.taxMinor,
    rounding: settled.roundingMinor,
    total: settled.dueMinor,
    change: settled.changeMinor,
    lines: draft.lines.map((line, index) => ({
      quantity: line.quantityMilli,
      price: line.unitPriceMinor,
      discount: line.discountMinor,
      taxCode: line.taxCode,
      tax: priced.lines[index]!.taxMinor,
      total: priced.lines[index]!.totalMinor,
    })),
    payments: tenders
      .map(({ method, amountMinor }, index) => {
        return { id: ids[index]!.sales_payment_id, method, amount: amountMinor };
      })
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    flags: [],
    refunds: refunds === undefined ? [] : refundsOf(refunds, draft, settled.dueMinor),
  };
}

/** Where cash was rounded down, goods may be worth more than was paid: giving that back is seen. */
function refundsOf(
  { index, requests }: RefundWalk,
  draft: OrderDraft,
  paidMinor: number,
): readonly StoredRefund[] {
  const { taxCode } = draft.lines[index]!;
  let backMinor = 0;
  return requests.map((request) => {
    const { totalMinor: total, taxMinor: tax } = oracleRefund(request);
    backMinor += total;
    const flags = backMinor > paidMinor ? ['refund_exceeds_sale'] : [];
    const line = { saleLine: index + 1, quantity: request.quantityMilli, taxCode, tax, total };
    const payments = [{ method: 'CASH', amount: total }];
    return { tax, rounding: 0, total, lines: [line], payments, flags };
  });
}
