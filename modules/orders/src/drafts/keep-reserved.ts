/**
 * What inventory is asked to keep for an order: what its state calls for, and nothing else. Never
 * inside a transaction. What is left behind by a crash, or by a neighbour that does not answer,
 * ends by itself in time.
 */
import { inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { Refusal } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';
import { readLines, readOrder } from './order-store.ts';
import type { OrderLineRow, OrderRow } from './order-store.ts';

export interface ReserveNeeds {
  readonly surroundings: Surroundings;
}

export interface Reserving {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly expiresAt: Date;
}

const ROUNDS_MAX = 3;
const everyone = { seesAll: true, userId: null };

/** The whole reservation of an order: what is named here takes the place of what was before. */
export async function reserve(
  { surroundings }: ReserveNeeds,
  context: TenantContext,
  { order, lines, expiresAt }: Reserving,
): Promise<void> {
  const byProduct = new Map<string, number>();
  for (const { product_id: id, quantity_milli: milli } of lines) {
    byProduct.set(id, (byProduct.get(id) ?? 0) + milli);
  }
  const place = order.location_id === null ? {} : { location: order.location_id };
  await surroundings.ask(inventory.reserve, context, {
    reservationId: order.order_id,
    items: [...byProduct].map(([product, milli]) => ({
      product,
      quantity: decimalOfMilli(milli),
      ...place,
    })),
    expiresAt: expiresAt.toISOString(),
  });
}

/** Brings the reservation to what the order is now; again, when it moved on while we asked. */
export async function settleReservation(
  needs: ReserveNeeds,
  context: TenantContext,
  orderId: string,
): Promise<void> {
  const { ask, database } = needs.surroundings;
  const read = () =>
    database.read(context, async (tx) => ({
      order: await readOrder(tx, orderId, everyone),
      lines: await readLines(tx, orderId),
    }));
  let { order, lines } = await read();
  for (let round = 0; round < ROUNDS_MAX && order !== undefined; round += 1) {
    // What is sold was taken off the stock, or is about to be: inventory heard of it.
    if (order.state === 'completed') return;
    const wanted = wantedOf(order, lines);
    if (wanted === undefined) await ask(inventory.release, context, { reservationId: orderId });
    else await reserve(needs, context, wanted);
    const { version } = order;
    ({ order, lines } = await read());
    if (order?.version === version) return;
  }
}

/** The same, where nobody waits for the answer. */
export async function keepReserved(
  needs: ReserveNeeds,
  context: TenantContext,
  orderId: string,
): Promise<void> {
  try {
    await settleReservation(needs, context, orderId);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { log } = needs.surroundings;
    log.warn({ err: error, order_id: orderId }, 'a reservation was left as it is');
  }
}

function wantedOf(order: OrderRow, lines: readonly OrderLineRow[]): Reserving | undefined {
  const { state, reserved_until: draftUntil, expires_at: openUntil } = order;
  const expiresAt = state === 'awaiting_payment' ? openUntil : draftUntil;
  const kept = state === 'awaiting_payment' ? lines : lines.filter((line) => line.is_reserved);
  const isOpen = state === 'draft' || state === 'awaiting_payment';
  if (!isOpen || kept.length === 0 || expiresAt === null) return undefined;
  return { order, lines: kept, expiresAt };
}
