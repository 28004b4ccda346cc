/**
 * The numbers that people call papers by: `PO-00000007`, a series each. None is given twice in a
 * shop. Whoever takes one holds the series until the end of the transaction; purchases take `PU`
 * before `INV`, so that nobody deadlocks.
 */
import type { Transaction } from '@evertill/kernel';

export type Series = 'PU' | 'PO' | 'INV' | 'GRN';

export async function nextNumber(tx: Transaction, series: Series): Promise<string> {
  const [row] = await tx.query<{ last_number: number }>(
    `INSERT INTO purchasing.number_series AS s (tenant_id, series, last_number) VALUES ($1, $2, 1)
     ON CONFLICT (tenant_id, series) DO UPDATE SET last_number = s.last_number + 1
     RETURNING last_number`,
    [tx.tenantId, series],
  );
  if (row === undefined) throw new Error(`the series ${series} gave no number`);
  return `${series}-${String(row.last_number).padStart(8, '0')}`;
}

/** The next number that is free: people may have written one down by hand. */
export async function nextFreeNumber(
  tx: Transaction,
  series: Series,
  isTaken: (number: string) => Promise<boolean>,
): Promise<string> {
  for (;;) {
    const number = await nextNumber(tx, series);
    if (!(await isTaken(number))) return number;
  }
}
