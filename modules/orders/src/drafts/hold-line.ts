/** A line of an order that is not sold, held with its order until the transaction ends. */
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { lockOrder, readLine } from './order-store.ts';
import type { OrderLineRow, OrderRow } from './order-store.ts';

export interface HeldLine {
  readonly line: OrderLineRow;
  readonly order: OrderRow;
}

/** The order is held first, then its line is read as it stands. */
export async function holdLine(
  tx: Transaction,
  context: TenantContext,
  lineId: string,
): Promise<HeldLine> {
  const found = await readLine(tx, lineId);
  if (found === undefined) refuse('not_found');
  const order = await lockOrder(tx, found.order_id, whoOf(context));
  const line = await readLine(tx, lineId);
  return line?.removed_at === null ? { line, order } : refuse('not_found');
}
