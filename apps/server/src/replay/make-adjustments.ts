/** Writes off what the file says is gone: each row is asked for, and approved. */
import { ApiProblem, isTransient } from '@evertill/client';
import { inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { inFlight } from './in-flight.ts';
import type { PlannedAdjustment } from './plan.ts';
import { adjustmentIdOf, productIdOf } from './replay-ids.ts';
import type { Session } from './session.ts';

const LANES = 3;

export interface AdjustmentTaker {
  readonly onApplied: (adjustment: PlannedAdjustment, isNew: boolean) => void;
  readonly onRefused: (adjustment: PlannedAdjustment, code: string) => void;
}

export async function makeAdjustments(
  session: Session,
  adjustments: readonly PlannedAdjustment[],
  taker: AdjustmentTaker,
): Promise<void> {
  await inFlight(adjustments, LANES, async (adjustment) => {
    try {
      taker.onApplied(adjustment, await makeAdjustment(session, adjustment));
    } catch (error) {
      if (!(error instanceof ApiProblem) || isTransient(error)) throw error;
      taker.onRefused(adjustment, error.code);
    }
  });
}

/** Whether it was this run that approved it. */
async function makeAdjustment(
  session: Session,
  { row, number }: PlannedAdjustment,
): Promise<boolean> {
  const adjustmentId = adjustmentIdOf(session.tenantId, row.invoiceNo, number);
  const { isApproved } = await session.call(inventory.createAdjustment, {
    adjustmentId,
    product: productIdOf(session.tenantId, row.stockCode),
    adjustmentType: 'OTHER',
    quantityAdjusted: decimalOfMilli(row.quantityMilli),
    reason: row.description.trim() === '' ? 'import' : row.description,
    referenceNumber: row.invoiceNo,
    source: 'IMPORT',
  });
  if (isApproved) return false;
  try {
    await session.call(inventory.approveAdjustment, { adjustmentId });
    return true;
  } catch (error) {
    // Somebody else approved it at the same moment: the stock has moved, once.
    if (error instanceof ApiProblem && error.code === 'adjustment_decided') return false;
    throw error;
  }
}
