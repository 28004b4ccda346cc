/** What an adjustment's fields mean inside. What is damaged leaves the shelf: it never arrives. */
import type { AdjustmentView } from '@evertill/contract';
import { checkMovement } from '@evertill/domain';
import type { MovementType } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import { quantityOf } from './quantity-input.ts';

/** The type of the movement that an approved adjustment makes. */
export function movementTypeOf(adjustmentType: string): MovementType {
  return adjustmentType === 'DAMAGE' ? 'DAMAGE' : 'ADJUSTMENT';
}

/** Refuses a quantity that an adjustment of this type cannot have. */
export function adjustedQuantityOf(
  adjustmentType: AdjustmentView['adjustmentType'],
  decimal: string,
): number {
  const quantityMilli = quantityOf('quantity_adjusted', decimal);
  const [flaw] = checkMovement({ type: movementTypeOf(adjustmentType), quantityMilli });
  if (flaw !== undefined) {
    const message = 'must be below zero where goods were damaged';
    refuse('amount_invalid', { fields: [{ field: 'quantity_adjusted', message }] });
  }
  return quantityMilli;
}
