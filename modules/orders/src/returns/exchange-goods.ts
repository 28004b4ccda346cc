/** The goods of an exchange: those that come back, at what was paid, and those that go, priced. */
import { catalog } from '@evertill/contract';
import type { InputOf, OutputOf, RefundBody, orders } from '@evertill/contract';
import { checkOrder, decimalOf, decimalOfMilli, minorOf, priceOrder, sum } from '@evertill/domain';
import type { OrderDraft, PriceBook, PricedOrder } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import type { PriceBooks } from '../price-books.ts';
import { quantityOf } from './return-input.ts';
import { partsOf, worthOf } from './return-parts.ts';
import type { Part } from './return-parts.ts';
import type { HeldLine, LineMove, ReturnedSale } from './returned-sale.ts';
import { readLineNumber } from './sales-detail.ts';

type Input = InputOf<typeof orders.exchange>;
type Quote = OutputOf<typeof catalog.quoteProducts>['products'][number];

export interface NewGoods {
  readonly book: PriceBook;
  readonly priced: PricedOrder;
  readonly items: readonly {
    readonly quote: Quote;
    readonly quantityMilli: number;
    readonly unitPriceMinor: number;
  }[];
}

/** Prices what goes out. Asks the catalogue: never inside a transaction. */
export async function priceNewGoods(
  { surroundings, priceBooks }: { surroundings: Surroundings; priceBooks: PriceBooks },
  context: TenantContext,
  { newItems }: Pick<Input, 'newItems'>,
): Promise<NewGoods> {
  const productIds = [...new Set(newItems.map(({ product }) => product.toLowerCase()))];
  const quoted = await surroundings.ask(catalog.quoteProducts, context, { productIds });
  const book = await priceBooks(context, quoted.priceBookVersion);
  if (book === undefined) throw new Error(`no price book ${quoted.priceBookVersion}`);
  const items = newItems.map(({ product, quantity }, index) => {
    const quote = quoteOf(quoted.products, product, `new_items.${index}.product`);
    const unitPriceMinor = minorOf(quote.price, book.currency);
    if (unitPriceMinor === undefined) throw new Error(`the price ${quote.price} is none`);
    const quantityMilli = quantityOf(quantity, `new_items.${index}.quantity`);
    return { quote, quantityMilli, unitPriceMinor };
  });
  const lines = items.map(({ quote, quantityMilli, unitPriceMinor }) => ({
    quantityMilli,
    unitPriceMinor,
    discountMinor: 0,
    taxCode: quote.taxCode,
  }));
  const draft: OrderDraft = { lines, discountMinor: 0 };
  const [flaw] = checkOrder(draft, book);
  if (flaw !== undefined) refuse('amount_invalid', { detail: `The new items: ${flaw.code}.` });
  return { book, priced: priceOrder(draft, book), items };
}

function quoteOf(quotes: readonly Quote[], productId: string, field: string): Quote {
  const quote = quotes.find((one) => one.productId === productId.toLowerCase());
  if (quote === undefined) {
    return refuse('not_found', { fields: [{ field, message: 'is not a product here' }] });
  }
  if (quote.isActive) return quote;
  return refuse('product_not_sold', { fields: [{ field, message: 'is not sold any more' }] });
}

export interface GoodsBack {
  readonly lines: RefundBody['lines'];
  readonly moves: readonly LineMove[];
  readonly totalMinor: number;
  readonly taxMinor: number;
}

/** What comes back, line by line of the sale. Refused as `refund_exceeds_sale` or `not_found`. */
export async function goodsBack(
  tx: Transaction,
  held: readonly HeldLine[],
  { sale, input: { returnItems, reason } }: { sale: ReturnedSale; input: Input },
): Promise<GoodsBack> {
  const parts = await partsOfAll(tx, held, { saleId: sale.sale_id, items: returnItems });
  const worth = parts.map((part) => {
    const value = worthOf(held, part) ?? refuse('refund_exceeds_sale');
    return { ...part, totalMinor: value.totalMinor, taxMinor: value.taxMinor };
  });
  const amount = (minor: number): string => decimalOf(minor, sale.currency);
  const lines = worth.map((part) => {
    const line = held.find((one) => one.line_number === part.lineNumber) as HeldLine;
    return {
      saleLineNumber: part.lineNumber,
      product: line.product_id,
      sku: line.sku,
      name: line.name,
      quantity: decimalOfMilli(part.quantityMilli),
      taxCode: line.tax_code,
      tax: amount(part.taxMinor),
      total: amount(part.totalMinor),
      isRestocked: reason !== 'DAMAGED',
    };
  });
  const totalMinor = sum(worth, (part) => part.totalMinor);
  return { lines, moves: worth, totalMinor, taxMinor: sum(worth, (part) => part.taxMinor) };
}

/** One part a line, however many items name it; what an item takes, the next ones do not find. */
async function partsOfAll(
  tx: Transaction,
  held: readonly HeldLine[],
  { saleId, items }: { saleId: string; items: Input['returnItems'] },
): Promise<readonly Part[]> {
  const taken = new Map<number, number>();
  for (const [index, { product, salesDetail, quantity }] of items.entries()) {
    const field = `return_items.${index}.quantity`;
    if (product === undefined && salesDetail === undefined) {
      const message = 'or the product is needed';
      refuse('input_invalid', {
        fields: [{ field: `return_items.${index}.sales_detail`, message }],
      });
    }
    const lines = held.map((line) => ({
      ...line,
      pending_milli: line.pending_milli + (taken.get(line.line_number) ?? 0),
    }));
    const lineNumber = await readLineNumber(tx, salesDetail, saleId);
    const quantityMilli = quantityOf(quantity, field);
    for (const part of partsOf(lines, { product, lineNumber, quantityMilli, field })) {
      const before = taken.get(part.lineNumber) ?? 0;
      taken.set(part.lineNumber, before + part.quantityMilli);
    }
  }
  return [...taken]
    .map(([lineNumber, quantityMilli]) => ({ lineNumber, quantityMilli }))
    .sort((one, other) => one.lineNumber - other.lineNumber);
}
