/**
 * Counts what became of every line, and holds it against what was read: not one line and not one
 * penny may be missing between the two.
 */
import type { PushAnswer } from '@evertill/contract';
import { decimalOf, decimalOfMilli, exponentOf } from '@evertill/domain';
import type { CheckedRow } from './check-row.ts';
import { productUnitsOf, textOfProducts } from './exact-decimal.ts';
import type { AdjustmentTaker } from './make-adjustments.ts';
import type { Plan, PlannedOperation, RefusedRow } from './plan.ts';

/** What `--json` prints; the names are the ones scripts know. */
export interface ReplayFigures {
  readonly lines_read: number;
  readonly lines_applied: number;
  readonly lines_refused: number;
  readonly lines_newly_applied: number;
  readonly invoices_read: number;
  readonly sales_total: string;
  readonly refunds_total: string;
  readonly adjustments: number;
  readonly refused_sales_total: string;
}

export interface ReplayResult {
  readonly figures: ReplayFigures;
  readonly refundsOfSales: string;
  readonly returnsWithoutSale: string;
  readonly refusedRefundsTotal: string;
  readonly refused: readonly RefusedRow[];
  /** Rows that could be represented, and that the server did not book. */
  readonly refusedByServer: number;
  /** What was applied and refused comes to what was read. */
  readonly isBalanced: boolean;
}

export interface Tally extends AdjustmentTaker {
  readonly onSettled: (operation: PlannedOperation, answer: PushAnswer) => void;
  readonly linesSettled: () => number;
  readonly result: () => ReplayResult;
}

/** The sums are in the units of `textOfProducts`. */
interface Counted {
  readonly refused: RefusedRow[];
  applied: number;
  newlyApplied: number;
  adjustments: number;
  sales: bigint;
  refundsOfSales: bigint;
  returns: bigint;
  refusedSales: bigint;
  refusedRefunds: bigint;
}

export function makeTally(plan: Plan): Tally {
  const { currency, figures: read, refused } = plan;
  const exponent = exponentOf(currency);
  const counted: Counted = {
    refused: [...refused],
    applied: 0,
    newlyApplied: 0,
    adjustments: 0,
    sales: 0n,
    refundsOfSales: 0n,
    returns: 0n,
    refusedSales: read.refusedSaleUnits,
    refusedRefunds: read.refusedCreditUnits,
  };
  const apply = (lines: number, isNew: boolean): void => {
    counted.applied += lines;
    if (isNew) counted.newlyApplied += lines;
  };
  const refuse = (row: CheckedRow, reason: string): void => {
    counted.refused.push(refusedByServer(row, reason, currency));
  };
  return {
    onSettled: (operation, { outcome, code }) => {
      const { kind, lines, totalMinor, saleInvoiceNo } = operation;
      const worth = productUnitsOf(totalMinor, exponent);
      if (outcome === 'APPLIED' || outcome === 'DUPLICATE') {
        apply(lines.length, outcome === 'APPLIED');
        const isReturn = saleInvoiceNo === undefined;
        counted[kind === 'sale' ? 'sales' : isReturn ? 'returns' : 'refundsOfSales'] += worth;
      } else {
        counted[kind === 'sale' ? 'refusedSales' : 'refusedRefunds'] += worth;
        for (const { row } of lines) refuse(row, `${outcome} ${code ?? ''}`.trim());
      }
    },
    onApplied: (_, isNew) => {
      counted.adjustments += 1;
      apply(1, isNew);
    },
    onRefused: ({ row }, code) => {
      refuse(row, code);
    },
    linesSettled: () => counted.applied + counted.refused.length,
    result: () => resultOf(plan, counted),
  };
}

function resultOf({ figures: read, refused: unplanned }: Plan, counted: Counted): ReplayResult {
  const { refused, applied, sales, refusedSales, refundsOfSales, returns } = counted;
  const refunds = refundsOfSales + returns;
  return {
    figures: {
      lines_read: read.rows,
      lines_applied: applied,
      lines_refused: refused.length,
      lines_newly_applied: counted.newlyApplied,
      invoices_read: read.invoices,
      sales_total: textOfProducts(sales),
      refunds_total: textOfProducts(refunds),
      adjustments: counted.adjustments,
      refused_sales_total: textOfProducts(refusedSales),
    },
    refundsOfSales: textOfProducts(refundsOfSales),
    returnsWithoutSale: textOfProducts(returns),
    refusedRefundsTotal: textOfProducts(counted.refusedRefunds),
    refused: refused.toSorted((one, other) => one.line - other.line),
    refusedByServer: refused.length - unplanned.length,
    isBalanced:
      applied + refused.length === read.rows &&
      sales + refusedSales === read.saleUnits &&
      refunds + counted.refusedRefunds === read.creditUnits,
  };
}

function refusedByServer(row: CheckedRow, reason: string, currency: string): RefusedRow {
  const quantity = decimalOfMilli(row.quantityMilli);
  return {
    line: row.line,
    invoiceNo: row.invoiceNo,
    stockCode: row.stockCode,
    description: row.description,
    quantity: row.kind === 'credit' ? `-${quantity}` : quantity,
    unitPrice: decimalOf(row.priceMinor, currency),
    reason: `the server did not book it: ${reason}`,
  };
}
