/** A line sent as a whole: the same as a change, as long as it speaks of the same line. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { changeLine } from './change-line.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { readLine } from './order-store.ts';

export function replaceLine(needs: DraftNeeds): TenantUseCase<typeof orders.replaceLine> {
  const change = changeLine(needs);
  return async (context, { salesHeader, product, ...input }) => {
    const line = await needs.surroundings.database.read(context, (tx) =>
      readLine(tx, input.salesDetailId),
    );
    const isSame =
      line?.order_id === salesHeader.toLowerCase() && line.product_id === product.toLowerCase();
    if (line !== undefined && !isSame) {
      const fields = [{ field: 'product', message: 'and sales_header stay as they are' }];
      refuse('input_invalid', { detail: 'A line keeps its order and its product.', fields });
    }
    return change(context, input);
  };
}
