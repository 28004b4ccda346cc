/**
 * Finds the sale that a credit line goes back to: the latest earlier one with the same customer,
 * code and price that has a line with enough left. Later, earlier and left are meant in the order
 * of the file. A line goes back to one line: it is never split over several.
 */
import type { CheckedRow } from './check-row.ts';

export interface SoldLine {
  readonly invoiceNo: string;
  /** From 1, within its sale. */
  readonly number: number;
}

interface Left extends SoldLine {
  leftMilli: number;
}

export interface CreditMatches {
  readonly sold: (row: CheckedRow, line: SoldLine) => void;
  /** Takes what the credit needs from the line it goes back to. */
  readonly takeBack: (credit: CheckedRow) => SoldLine | undefined;
}

export function creditMatches(): CreditMatches {
  const byGoods = new Map<string, Left[]>();
  return {
    sold: (row, line) => {
      const key = keyOf(row);
      const left = { ...line, leftMilli: row.quantityMilli };
      const lines = byGoods.get(key);
      if (lines === undefined) byGoods.set(key, [left]);
      else lines.push(left);
    },
    takeBack: (credit) => {
      // Nobody's name is no identity: two customers without one need not be the same.
      if (credit.customer === '') return undefined;
      const lines = byGoods.get(keyOf(credit)) ?? [];
      const found = lines.findLast((line) => line.leftMilli >= credit.quantityMilli);
      if (found !== undefined) found.leftMilli -= credit.quantityMilli;
      return found;
    },
  };
}

function keyOf({ customer, stockCode, priceMinor }: CheckedRow): string {
  return JSON.stringify([customer, stockCode, priceMinor]);
}
