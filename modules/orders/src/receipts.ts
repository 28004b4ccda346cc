/** Receipts: the text is made again from the facts, so that a reprint says what was printed. */
import type { OutputOf, orders } from '@evertill/contract';
import { checkOrder, decimalOf, priceOrder, receiptLinkToken, receiptOf } from '@evertill/domain';
import { receiptText, sum } from '@evertill/domain';
import type { OrderDraft, PriceBook, ReceiptItem, TaxRow, Tender } from '@evertill/domain';
import { readPage, refuse, whenGiven, tenantOf } from '@evertill/kernel';
import type { ListSource, Row, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import type { BookingNeeds } from './book-sales.ts';
import { foreignColumns, foreignJoin, handedOver } from './foreign/foreign-tender-store.ts';
import { whoOf } from './list-sales.ts';
import { readTakes, takesAtLine, takesOfOrder } from './promotion-reads.ts';
import { ownSales, saleList } from './sale-reads.ts';
import type { Who } from './sale-reads.ts';

type ReceiptView = OutputOf<typeof orders.findReceipt>;
export type ReceiptNeeds = Pick<BookingNeeds, 'surroundings' | 'priceBooks'>;

const COLUMNS = 42;

interface SaleWithParts {
  readonly sale: Row;
  readonly lines: readonly Row[];
  readonly payments: readonly Row[];
  readonly takes: readonly Row[];
}

/** Whom the receipt was linked to since; null for nobody. */
const linkedTo = `(SELECT k.customer_id FROM orders.receipt_links k
  WHERE k.tenant_id = s.tenant_id AND k.sale_id = s.sale_id)`;

const receiptList = {
  ...saleList,
  columns: `s.*, coalesce(s.customer_id, ${linkedTo}) AS owner_id`,
  orderings: { payment_date: { sql: 's.occurred_at', type: 'timestamptz' } },
  defaultOrdering: '-payment_date',
} satisfies Omit<ListSource, 'where'>;

export function listReceipts(needs: ReceiptNeeds): TenantUseCase<typeof orders.listReceipts> {
  return async (context, query) => {
    const { page, sales } = await needs.surroundings.database.read(context, async (tx) => {
      const where = [
        ownSales('s.recorded_by', whoOf(context)),
        whenGiven('s.sale_id = ?', query.salesHeader),
        whenGiven('s.receipt_number = ?', query.receiptNumber),
        whenGiven(`coalesce(s.customer_id, ${linkedTo}) = ?`, query.customer),
      ];
      const { rows, ...rest } = await readPage(tx, { ...receiptList, where }, query);
      return { page: rest, sales: await withParts(tx, rows) };
    });
    const items: ReceiptView[] = [];
    for (const one of sales) items.push(await receiptView(needs, context, one));
    return { ...page, items };
  };
}

export function findReceipt(needs: ReceiptNeeds): TenantUseCase<typeof orders.findReceipt> {
  return (context, { receiptId }) => showReceipt(needs, context, receiptId);
}

/** One receipt, if this person may see it. Refused as `not_found`. */
export async function showReceipt(
  needs: ReceiptNeeds,
  context: TenantContext,
  receiptId: string,
  who: Who = whoOf(context),
): Promise<ReceiptView> {
  const [found] = await needs.surroundings.database.read(context, async (tx) => {
    const rows = await tx.query(
      `SELECT ${receiptList.columns} FROM orders.sales s
       WHERE s.tenant_id = $1 AND s.sale_id = $2 AND ($3 OR s.recorded_by = $4)`,
      [tx.tenantId, receiptId, who.seesAll, who.userId],
    );
    return withParts(tx, rows);
  });
  return found === undefined ? refuse('not_found') : receiptView(needs, context, found);
}

/** Three statements for any number of sales. */
async function withParts(tx: Transaction, sales: readonly Row[]): Promise<SaleWithParts[]> {
  const values = [tx.tenantId, sales.map((sale) => sale['sale_id'])];
  const lines = await tx.query(
    `SELECT * FROM orders.sale_lines WHERE tenant_id = $1 AND sale_id = ANY ($2)
     ORDER BY sale_id, line_number`,
    values,
  );
  const payments = await tx.query(
    `SELECT p.*, ${foreignColumns} FROM orders.payments p ${foreignJoin}
     WHERE p.tenant_id = $1 AND p.sale_id = ANY ($2) ORDER BY p.payment_id`,
    values,
  );
  const takes = await readTakes(
    tx,
    sales.map((sale) => sale['sale_id']),
  );
  const of = (rows: readonly Row[], sale: Row): Row[] =>
    rows.filter((row) => row['sale_id'] === sale['sale_id']);
  return sales.map((sale) => {
    const [own, paid] = [of(lines, sale), of(payments, sale)];
    return { sale, lines: own, payments: paid, takes: of(takes, sale) };
  });
}

async function receiptView(
  { priceBooks, surroundings }: ReceiptNeeds,
  context: TenantContext,
  found: SaleWithParts,
): Promise<ReceiptView> {
  const { sale } = found;
  const shop = await tenantOf(surroundings, context);
  const book = await priceBooks(context, sale['price_book_version'] as number);
  const currency = sale['currency'] as string;
  const soldAt = wallClock(sale['occurred_at'] as Date, shop.timeZone);
  const receipt = receiptOf(saleForReceipt(found, { book, soldAt }), {
    name: shop.name,
    addressLines: [],
    footerLines: [],
  });
  return {
    receiptId: sale['sale_id'] as string,
    salesHeader: sale['sale_id'] as string,
    receiptNumber: sale['receipt_number'] as string,
    totalAmount: decimalOf(sale['total_minor'] as number, currency),
    amountPaid: decimalOf(sale['total_minor'] as number, currency),
    paymentDate: (sale['occurred_at'] as Date).toISOString(),
    customer: sale['owner_id'] as string | null,
    linkToken: receiptLinkToken(sale['sale_id'] as string),
    text: receiptText(receipt, COLUMNS),
  };
}

function saleForReceipt(
  { sale, lines, payments, takes }: SaleWithParts,
  { book, soldAt }: { readonly book: PriceBook | undefined; readonly soldAt: string },
) {
  const draft = draftOf(sale, lines);
  const isPriceable = book !== undefined && checkOrder(draft, book).length === 0;
  const priced = isPriceable ? priceOrder(draft, book) : undefined;
  const totalMinor = (sale['total_minor'] as number) - (sale['rounding_minor'] as number);
  const taxes: readonly TaxRow[] = priced?.taxes ?? [];
  return {
    kind: 'sale' as const,
    number: sale['receipt_number'] as string,
    soldAt,
    isCopy: false,
    currency: sale['currency'] as string,
    isTaxIncluded: book?.isTaxIncluded ?? true,
    items: lines.map((line) => itemOf(line, takes)),
    promotions: takesOfOrder(takes),
    priced: {
      lines: lines.map((line, index) => ({
        grossMinor: priced?.lines[index]?.grossMinor ?? (line['total_minor'] as number),
      })),
      subtotalMinor: sale['subtotal_minor'] as number,
      discountMinor: sale['discount_minor'] as number,
      taxes,
      totalMinor,
    },
    tenders: payments.map((payment) => ({
      method: payment['method'] as Tender['method'],
      amountMinor: payment['amount_minor'] as number,
      foreign: handedOver(payment),
    })),
    settlement: {
      roundingMinor: sale['rounding_minor'] as number,
      dueMinor: sale['total_minor'] as number,
      changeMinor: sale['change_minor'] as number,
      balanceMinor: 0,
    },
  };
}

/** What promotions took off the whole is printed below the lines, and not at each of them. */
function itemOf(line: Row, takes: readonly Row[]): ReceiptItem {
  const { promotions, wholeMinor } = takesAtLine(takes, line['line_number']);
  return {
    name: line['name'] as string,
    quantityMilli: line['quantity_milli'] as number,
    unitPriceMinor: line['unit_price_minor'] as number,
    discountMinor: (line['discount_minor'] as number) - wholeMinor,
    promotions,
  };
}

function draftOf(sale: Row, lines: readonly Row[]): OrderDraft {
  const ownMinor = sum(lines, (line) => line['discount_minor'] as number);
  return {
    discountMinor: (sale['discount_minor'] as number) - ownMinor,
    lines: lines.map((line) => ({
      unitPriceMinor: line['unit_price_minor'] as number,
      quantityMilli: line['quantity_milli'] as number,
      discountMinor: line['discount_minor'] as number,
      taxCode: line['tax_code'] as string,
    })),
  };
}

/** The shop's own wall clock, to the minute, in the one form that sorts. */
function wallClock(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
}
