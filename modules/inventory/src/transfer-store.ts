/** All SQL about transfers. One that was withdrawn is gone from everything but its id. */
import type { TransferView } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';

export interface TransferRow extends Row {
  readonly transfer_id: string;
  readonly product_id: string;
  readonly from_location_id: string;
  readonly to_location_id: string;
  readonly quantity_milli: number;
  readonly reference: string;
  readonly reason: string;
  readonly body_hash: string;
  readonly created_by: string | null;
  readonly created_at: Date;
  readonly applied_by: string | null;
  readonly applied_at: Date | null;
  readonly withdrawn_at: Date | null;
}

export async function readTransfer(
  tx: Transaction,
  transferId: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<TransferRow | undefined> {
  const [row] = await tx.query<TransferRow>(
    `SELECT * FROM inventory.stock_transfers WHERE tenant_id = $1 AND transfer_id = $2 ${lock}`,
    [tx.tenantId, transferId],
  );
  return row;
}

/** Holds a transfer that is still to be done until the transaction ends. */
export async function lockOpenTransfer(tx: Transaction, transferId: string): Promise<TransferRow> {
  const row = await readTransfer(tx, transferId, 'FOR UPDATE');
  if (row?.withdrawn_at !== null) refuse('not_found');
  if (row.applied_at !== null) refuse('transfer_applied');
  return row;
}

/** Nothing is carried from a place to itself. */
export function refuseSamePlace(fromLocation: string, toLocation: string): void {
  if (fromLocation === toLocation) {
    const message = 'must be another location than from_location';
    refuse('input_invalid', { fields: [{ field: 'to_location', message }] });
  }
}

export function transferView(row: Row): TransferView {
  const transfer = row as TransferRow;
  return {
    transferId: transfer.transfer_id,
    product: transfer.product_id,
    fromLocation: transfer.from_location_id,
    toLocation: transfer.to_location_id,
    quantity: decimalOfMilli(transfer.quantity_milli),
    reference: transfer.reference,
    reason: transfer.reason,
    createdBy: transfer.created_by,
    createdAt: transfer.created_at.toISOString(),
    isApplied: transfer.applied_at !== null,
    appliedBy: transfer.applied_by,
    appliedAt: transfer.applied_at?.toISOString() ?? null,
  };
}
