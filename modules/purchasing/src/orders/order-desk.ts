/** Lines of purchase orders: changed while the order is not converted. */
import type { Desk } from '../papers/edit-one-line.ts';
import { orderPaper } from '../papers/paper.ts';
import { lockOrder, readOrder, refuseConverted } from './order-store.ts';
import type { OrderRow } from './order-store.ts';
import { tellRevised } from './revise-order.ts';

export const orderDesk: Desk<OrderRow> = {
  paper: orderPaper,
  hold: async (tx, orderId) => {
    const row = await lockOrder(tx, orderId);
    refuseConverted(row);
    return row;
  },
  tell: async (tx, context, { before, lines, reason }) => {
    const after = await readOrder(tx, before.header_id);
    tellRevised(tx, context, { before, after, lines, reason });
  },
};
