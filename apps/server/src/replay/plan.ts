/**
 * What a file of invoices becomes: sales, refunds, stock adjustments, products, and the rows that
 * cannot be represented. Pure: the same rows in the same order always give the same plan, so a
 * second run asks for exactly what the first one asked for.
 *
 * All is planned before anything is sent, as an invoice's rows need not stand together.
 */
import { LINES_MAX, ORDER_TOTAL_MINOR_MAX } from '@evertill/domain';
import { checkRow, valueOf } from './check-row.ts';
import type { CheckedRow } from './check-row.ts';
import { creditMatches } from './match-credits.ts';
import type { Row } from './read-rows.ts';

export interface PlannedLine {
  /** Where it stands in the file. */
  readonly row: CheckedRow;
  /** The line of the sale that goes back; only in a refund of a sale. */
  readonly saleLineNumber?: number;
}

export interface PlannedOperation {
  readonly kind: 'sale' | 'refund';
  readonly invoiceNo: string;
  /** The sale that a refund goes back to; undefined for a sale and for a return without one. */
  readonly saleInvoiceNo: string | undefined;
  readonly receiptNumber: string;
  readonly customer: string;
  readonly occurredAt: string;
  readonly lines: readonly PlannedLine[];
  readonly totalMinor: number;
}

export interface PlannedProduct {
  readonly stockCode: string;
  readonly name: string;
  readonly priceMinor: number;
}

export interface PlannedAdjustment {
  readonly row: CheckedRow;
  /** From 1, among the adjustments of its invoice. */
  readonly number: number;
}

export interface RefusedRow {
  readonly line: number;
  readonly invoiceNo: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly reason: string;
}

/** What the file itself says, added up row by row; sums in the units of `textOfProducts`. */
export interface FileFigures {
  rows: number;
  invoices: number;
  saleUnits: bigint;
  creditUnits: bigint;
  refusedSaleUnits: bigint;
  refusedCreditUnits: bigint;
}

export interface Plan {
  readonly currency: string;
  /** In an order in which a refund always stands behind its sale. */
  readonly operations: readonly PlannedOperation[];
  readonly adjustments: readonly PlannedAdjustment[];
  readonly products: readonly PlannedProduct[];
  readonly refused: readonly RefusedRow[];
  readonly figures: FileFigures;
}

interface Draft {
  readonly kind: 'sale' | 'refund';
  readonly invoiceNo: string;
  readonly saleInvoiceNo: string | undefined;
  readonly receiptNumber: string;
  readonly customer: string;
  readonly occurredAt: string;
  readonly lines: PlannedLine[];
  totalMinor: number;
  /** Its first row. A refund begins with a row that a sale before it matched, so it follows it. */
  readonly position: number;
}

interface Invoice {
  /** Its first line's. */
  readonly occurredAt: string;
  readonly drafts: Map<string, Draft>;
  adjustments: number;
}

export interface Planner {
  readonly add: (row: Row) => void;
  readonly finish: () => Plan;
}

/** A text is the reason why a row has no place in the plan. */
type Place = (row: CheckedRow, invoice: Invoice) => string | undefined;

export function planner(currency: string): Planner {
  const invoices = new Map<string, Invoice>();
  const invoiceNumbers = new Set<string>();
  const adjustments: PlannedAdjustment[] = [];
  const refused: RefusedRow[] = [];
  const products = productList();
  const places = placesOf(adjustments);
  const figures = noFigures();
  return {
    add: (row) => {
      figures.rows += 1;
      if (row.invoice_no.trim() !== '') invoiceNumbers.add(row.invoice_no);
      const { kind, units } = valueOf(row);
      if (kind === 'sale') figures.saleUnits += units;
      if (kind === 'credit') figures.creditUnits += units;
      const reason = admit(row);
      if (reason === undefined) return;
      if (kind === 'sale') figures.refusedSaleUnits += units;
      if (kind === 'credit') figures.refusedCreditUnits += units;
      refused.push(refusedRow(row, reason));
    },
    finish: () => ({
      currency,
      operations: inOrder(invoices),
      adjustments,
      products: products.all(),
      refused,
      figures: { ...figures, invoices: invoiceNumbers.size },
    }),
  };

  function admit(row: Row): string | undefined {
    const checked = checkRow(row, currency);
    if (typeof checked === 'string') return checked;
    const { invoiceNo, occurredAt } = checked;
    const known = invoices.get(invoiceNo);
    const invoice: Invoice = known ?? { occurredAt, drafts: new Map(), adjustments: 0 };
    const reason = places[checked.kind](checked, invoice);
    if (reason !== undefined) return reason;
    if (known === undefined) invoices.set(invoiceNo, invoice);
    products.met(checked);
    return undefined;
  }
}

function noFigures(): FileFigures {
  return {
    rows: 0,
    invoices: 0,
    saleUnits: 0n,
    creditUnits: 0n,
    refusedSaleUnits: 0n,
    refusedCreditUnits: 0n,
  };
}

const SALE = 'sale';
const UNREFERENCED = 'return';

function placesOf(adjustments: PlannedAdjustment[]): Record<CheckedRow['kind'], Place> {
  const matches = creditMatches();
  return {
    adjustment: (row, invoice) => {
      invoice.adjustments += 1;
      adjustments.push({ row, number: invoice.adjustments });
      return undefined;
    },
    sale: (row, invoice) => {
      const draft = invoice.drafts.get(SALE) ?? newDraft(row, invoice, { kind: 'sale' });
      const reason = addLine(draft, { row });
      if (reason !== undefined) return reason;
      invoice.drafts.set(SALE, draft);
      matches.sold(row, { invoiceNo: row.invoiceNo, number: draft.lines.length });
      return undefined;
    },
    credit: (row, invoice) => {
      const sold = matches.takeBack(row);
      const key = sold === undefined ? UNREFERENCED : `of ${sold.invoiceNo}`;
      const saleInvoiceNo = sold?.invoiceNo;
      const draft =
        invoice.drafts.get(key) ?? newDraft(row, invoice, { kind: 'refund', saleInvoiceNo });
      const line = sold === undefined ? { row } : { row, saleLineNumber: sold.number };
      const reason = addLine(draft, line);
      if (reason !== undefined) return reason;
      invoice.drafts.set(key, draft);
      return undefined;
    },
  };
}

function newDraft(
  row: CheckedRow,
  { occurredAt, drafts }: Invoice,
  of: Pick<Draft, 'kind'> & { readonly saleInvoiceNo?: string | undefined },
): Draft {
  // A register gives a receipt number once: the second refund of a credit note has its own.
  const before = drafts.size;
  return {
    kind: of.kind,
    invoiceNo: row.invoiceNo,
    saleInvoiceNo: of.saleInvoiceNo,
    receiptNumber: before === 0 ? row.invoiceNo : `${row.invoiceNo}/${before + 1}`,
    customer: row.customer,
    occurredAt,
    lines: [],
    totalMinor: 0,
    position: row.line,
  };
}

function addLine(draft: Draft, line: PlannedLine): string | undefined {
  const { row } = line;
  if (row.customer !== draft.customer) return "another customer than the invoice's first line";
  if (draft.lines.length >= LINES_MAX) return `more than ${LINES_MAX} lines in one invoice`;
  if (draft.totalMinor + row.totalMinor > ORDER_TOTAL_MINOR_MAX) return 'the total is too large';
  draft.lines.push(line);
  draft.totalMinor += row.totalMinor;
  return undefined;
}

function inOrder(invoices: ReadonlyMap<string, Invoice>): PlannedOperation[] {
  const drafts = [...invoices.values()].flatMap((invoice) => [...invoice.drafts.values()]);
  return drafts.sort((one, other) => one.position - other.position);
}

/** A product is called what the first row with words calls it; its first price is its price. */
function productList() {
  const byCode = new Map<string, { priceMinor: number; name: string }>();
  return {
    met: ({ stockCode, description, priceMinor }: CheckedRow): void => {
      const known = byCode.get(stockCode);
      const name = description.trim() === '' ? '' : description;
      if (known === undefined) byCode.set(stockCode, { name, priceMinor });
      else if (known.name === '') known.name = name;
    },
    all: (): PlannedProduct[] =>
      [...byCode].map(([stockCode, { name, priceMinor }]) => {
        return { stockCode, name: name === '' ? stockCode : name, priceMinor };
      }),
  };
}

function refusedRow(row: Row, reason: string): RefusedRow {
  return {
    line: row.line,
    invoiceNo: row.invoice_no,
    stockCode: row.stock_code,
    description: row.description,
    quantity: row.quantity,
    unitPrice: row.unit_price,
    reason,
  };
}
