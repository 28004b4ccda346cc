/**
 * Promises stock to an order for a while. The reservation is locked, then the levels of what it
 * held and what it is to hold, in their order; so of two that want the last one, one waits.
 */
import type { InputOf, OutputOf, inventory } from '@evertill/contract';
import { decideOversell } from '@evertill/domain';
import type { OversellPolicy } from '@evertill/domain';
import { newId, refuse, sha256Hex } from '@evertill/kernel';
import type { Row, Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { learnProducts } from './learn-products.ts';
import { locationFor } from './location-store.ts';
import { quantityOf } from './quantity-input.ts';

type Input = InputOf<typeof inventory.reserve>;
type Output = OutputOf<typeof inventory.reserve>;

export function reserve(surroundings: Surroundings): TenantUseCase<typeof inventory.reserve> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    const productIds = input.items.map(({ product }) => product);
    await learnProducts(surroundings, context, productIds);
    return database.inTransaction(context, async (tx) => {
      const reservationId = input.reservationId.toLowerCase();
      const items = await itemsOf(tx, input);
      const hash = sha256Hex(JSON.stringify(items));
      const now = clock.now();
      const expiresAt = new Date(input.expiresAt);
      const head = await lockHead(tx, { reservationId, hash, expiresAt, now });
      if (head.state === 'CONSUMED') {
        // The goods are sold: the same promise again changes nothing, another one cannot be kept.
        if (head.items_hash !== hash) refuse('id_reused');
        return answerOf(head);
      }
      if (!head.is_new && head.state === 'ACTIVE' && head.items_hash === hash) {
        return extend(tx, reservationId, expiresAt);
      }
      await holdItems(tx, surroundings, { reservationId, items });
      return renew(tx, { reservationId, hash, expiresAt, now });
    });
  };
}

interface Item {
  readonly locationId: string;
  readonly productId: string;
  readonly quantityMilli: number;
  /** Where the caller named it first. */
  readonly index: number;
}

/** One item for each product and location, in a stable order. */
async function itemsOf(tx: Transaction, { items }: Input): Promise<Item[]> {
  const merged = new Map<string, Item>();
  const locations = new Map<string | undefined, string>();
  for (const [index, { product, quantity, location }] of items.entries()) {
    const field = `items.${index}.quantity`;
    const locationId =
      locations.get(location) ?? (await locationFor(tx, location, `items.${index}.location`));
    locations.set(location, locationId);
    const productId = product.toLowerCase();
    const key = `${locationId} ${productId}`;
    const known = merged.get(key);
    const quantityMilli = quantityOf(field, quantity) + (known?.quantityMilli ?? 0);
    merged.set(key, { locationId, productId, quantityMilli, index: known?.index ?? index });
  }
  return [...merged].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}

interface HeadRow extends Row {
  readonly reservation_id: string;
  readonly state: 'ACTIVE' | 'RELEASED' | 'EXPIRED' | 'CONSUMED';
  readonly items_hash: string;
  readonly expires_at: Date;
}

interface Head {
  readonly reservationId: string;
  readonly hash: string;
  readonly expiresAt: Date;
  readonly now: Date;
}

/** The reservation, locked; made where there was none. */
async function lockHead(
  tx: Transaction,
  { reservationId, hash, expiresAt, now }: Head,
): Promise<HeadRow & { readonly is_new: boolean }> {
  const made = await tx.query(
    `INSERT INTO inventory.reservations (
       tenant_id, reservation_id, items_hash, state, expires_at, created_at
     ) VALUES ($1, $2, $3, 'ACTIVE', $4, $5) ON CONFLICT DO NOTHING RETURNING reservation_id`,
    [tx.tenantId, reservationId, hash, expiresAt, now],
  );
  const [row] = await tx.query<HeadRow>(
    `SELECT * FROM inventory.reservations
     WHERE tenant_id = $1 AND reservation_id = $2 FOR UPDATE`,
    [tx.tenantId, reservationId],
  );
  if (row === undefined) throw new Error('the reservation is not there after its insert');
  return { ...row, is_new: made.length > 0 };
}

async function extend(tx: Transaction, reservationId: string, expiresAt: Date): Promise<Output> {
  const [row] = await tx.query<HeadRow>(
    `UPDATE inventory.reservations SET expires_at = greatest(expires_at, $3)
     WHERE tenant_id = $1 AND reservation_id = $2 RETURNING *`,
    [tx.tenantId, reservationId, expiresAt],
  );
  if (row === undefined) throw new Error('the locked reservation is gone');
  return answerOf(row);
}

async function renew(tx: Transaction, { reservationId, hash, expiresAt }: Head): Promise<Output> {
  const [row] = await tx.query<HeadRow>(
    `UPDATE inventory.reservations
     SET items_hash = $3, state = 'ACTIVE', expires_at = $4, ended_at = NULL
     WHERE tenant_id = $1 AND reservation_id = $2 RETURNING *`,
    [tx.tenantId, reservationId, hash, expiresAt],
  );
  if (row === undefined) throw new Error('the locked reservation is gone');
  return answerOf(row);
}

function answerOf({ reservation_id, expires_at }: HeadRow): Output {
  return { reservationId: reservation_id, expiresAt: expires_at.toISOString() };
}

interface Holding {
  readonly reservationId: string;
  readonly items: readonly Item[];
}

/** Puts the items in the place of what was held; refused, what was held stays held. */
async function holdItems(
  tx: Transaction,
  surroundings: Surroundings,
  { reservationId, items }: Holding,
): Promise<void> {
  const rows = await tx.query<{
    place: number;
    available_milli: number;
    oversell_policy: Uppercase<OversellPolicy>;
  }>(`SELECT * FROM inventory.reserve_items($1, $2, $3, $4, $5, $6, $7)`, [
    tx.tenantId,
    surroundings.clock.now(),
    reservationId,
    items.map(() => newId(surroundings)),
    items.map(({ locationId }) => locationId),
    items.map(({ productId }) => productId),
    items.map(({ quantityMilli }) => quantityMilli),
  ]);
  const short = rows.flatMap(({ place, available_milli: availableMilli, oversell_policy }) => {
    const item = items[place - 1];
    if (item === undefined) throw new Error('an item was reserved that nobody asked for');
    const policy = oversell_policy.toLowerCase() as OversellPolicy;
    const { quantityMilli } = item;
    const question = { policy, availableMilli, quantityMilli, isOnlineRequest: true };
    return decideOversell(question) === 'block' ? [item] : [];
  });
  if (short.length === 0) return;
  const fields = short.map(({ index }) => ({
    field: `items.${index}.quantity`,
    message: 'is more than is available',
  }));
  refuse('insufficient_stock', { fields });
}
