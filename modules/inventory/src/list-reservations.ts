/** What is or was reserved: line by line, as AsiriaPOS lists it. */
import type { ReservationView, inventory } from '@evertill/contract';
import { decimalOfMilli } from '@evertill/domain';
import { readPage, refuse, whenGiven } from '@evertill/kernel';
import type { ListSource, Row, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './list-movements.ts';

const reservationSource = `inventory.reservation_items i JOIN inventory.reservations r
  ON r.tenant_id = i.tenant_id AND r.reservation_id = i.reservation_id`;
const reservationColumns = 'i.*, r.expires_at';

const reservationList = {
  from: reservationSource,
  columns: reservationColumns,
  tenantColumn: 'i.tenant_id',
  orderings: { created_at: { sql: 'i.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'i.item_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

export function listReservations({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.listReservations> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('i.product_id = ?', query.product),
        whenGiven('i.reservation_id = ?', query.salesHeader),
        whenGiven('(i.released_at IS NULL) = ?', query.isActive),
      ];
      const { rows, ...page } = await readPage(tx, { ...reservationList, where }, query);
      return { ...page, items: rows.map(reservationView) };
    });
}

export function findReservation({
  database,
}: ReadNeeds): TenantUseCase<typeof inventory.findReservation> {
  return async (context, { reservationId }) => {
    const [row] = await database.read(context, (tx) =>
      tx.query(
        `SELECT ${reservationColumns} FROM ${reservationSource}
         WHERE i.tenant_id = $1 AND i.item_id = $2`,
        [tx.tenantId, reservationId],
      ),
    );
    return row === undefined ? refuse('not_found') : reservationView(row);
  };
}

function reservationView(row: Row): ReservationView {
  const releasedAt = row['released_at'] as Date | null;
  return {
    reservationId: row['item_id'] as string,
    salesHeader: row['reservation_id'] as string,
    product: row['product_id'] as string,
    location: row['location_id'] as string,
    quantity: decimalOfMilli(row['quantity_milli'] as number),
    isActive: releasedAt === null,
    createdAt: (row['created_at'] as Date).toISOString(),
    releasedAt: releasedAt?.toISOString() ?? null,
    expiryAt: (row['expires_at'] as Date).toISOString(),
  };
}
