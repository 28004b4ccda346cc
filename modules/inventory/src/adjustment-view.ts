/** A stock adjustment as the contract promised it. */
import type { AdjustmentView } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import type { Row } from '@evertill/kernel';

export function adjustmentView(row: Row): AdjustmentView {
  const approvedAt = row['approved_at'] as Date | null;
  const rejectedAt = row['rejected_at'] as Date | null;
  return {
    adjustmentId: row['adjustment_id'] as string,
    product: row['product_id'] as string,
    productName: row['product_name'] as string | null,
    location: row['location_id'] as string,
    adjustmentType: row['type'] as AdjustmentView['adjustmentType'],
    quantityAdjusted: decimalOfMilli(row['quantity_milli'] as number),
    reason: row['reason'] as string,
    referenceNumber: row['reference'] as string,
    source: row['source'] as AdjustmentView['source'],
    createdBy: row['created_by'] as string,
    createdAt: (row['created_at'] as Date).toISOString(),
    isApproved: approvedAt !== null,
    approvedBy: row['approved_by'] as string | null,
    approvedAt: approvedAt?.toISOString() ?? null,
    isRejected: rejectedAt !== null,
    rejectedBy: row['rejected_by'] as string | null,
    rejectedAt: rejectedAt?.toISOString() ?? null,
    rejectionReason: row['rejection_reason'] as string,
  };
}
