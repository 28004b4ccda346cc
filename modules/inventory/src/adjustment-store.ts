/** All SQL about adjustments. One that was withdrawn is gone from everything but its id. */
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';

export interface AdjustmentRow extends Row {
  readonly adjustment_id: string;
  readonly product_id: string;
  readonly location_id: string;
  readonly type: string;
  readonly quantity_milli: number;
  readonly reason: string;
  readonly reference: string;
  readonly body_hash: string;
  readonly created_by: string;
  readonly changed_by: string | null;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly rejected_by: string | null;
  readonly rejected_at: Date | null;
  readonly withdrawn_at: Date | null;
}

export const adjustmentSource = `inventory.stock_adjustments a LEFT JOIN inventory.products p
  ON p.tenant_id = a.tenant_id AND p.product_id = a.product_id`;
export const adjustmentColumns = 'a.*, p.name AS product_name';

export async function readAdjustment(
  tx: Transaction,
  adjustmentId: string,
): Promise<AdjustmentRow | undefined> {
  const [row] = await tx.query<AdjustmentRow>(
    `SELECT ${adjustmentColumns} FROM ${adjustmentSource}
     WHERE a.tenant_id = $1 AND a.adjustment_id = $2`,
    [tx.tenantId, adjustmentId],
  );
  return row;
}

/** Holds the adjustment until the transaction ends. Refuses one that is not there. */
export async function lockAdjustment(
  tx: Transaction,
  adjustmentId: string,
): Promise<AdjustmentRow> {
  await tx.query(
    `SELECT FROM inventory.stock_adjustments
     WHERE tenant_id = $1 AND adjustment_id = $2 FOR UPDATE`,
    [tx.tenantId, adjustmentId],
  );
  const row = await readAdjustment(tx, adjustmentId);
  if (row?.withdrawn_at !== null) refuse('not_found');
  return row;
}

export function refuseDecided(row: AdjustmentRow): void {
  if (row.approved_at !== null || row.rejected_at !== null) refuse('adjustment_decided');
}
