/** Changes a purchase order and lines of it at once; the total is that of all its lines. */
import type { purchasing } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { editsOf } from '../papers/line-inputs.ts';
import { fullOrder } from './order-store.ts';
import { reviseOrder } from './revise-order.ts';

export function replacePurchaseOrderFull(
  surroundings: Surroundings,
): TenantUseCase<typeof purchasing.replacePurchaseOrderFull> {
  return (context, { details = [], ...patch }) => {
    const lines = details.map(({ poDetailId, ...fields }) => ({ ...fields, lineId: poDetailId }));
    const headerId = patch.poHeaderId;
    const edits = editsOf(context, { lines, headerId, list: 'details' });
    return reviseOrder(surroundings, context, { patch, edits }, fullOrder);
  };
}
