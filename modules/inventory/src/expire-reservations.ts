/**
 * Ends the reservations whose time has run out, and tells of each. Two servers that do it at once
 * wait for each other at the rows; each reservation is ended by one of them.
 */
import type { Chore, Surroundings } from '@evertill/kernel';
import { endReservations, readDue } from './reservation-store.ts';

const EVERY_MS = 30_000;
const AT_ONCE = 200;

export function expireReservations({ database, clock }: Surroundings): Chore {
  const expireSome = (tenantId: string): Promise<number> =>
    database.inTransaction({ tenantId }, async (tx) => {
      const now = clock.now();
      const due = await readDue(tx, now, AT_ONCE);
      const ended = await endReservations(tx, { ids: due, state: 'EXPIRED', now });
      for (const reservationId of ended) {
        tx.tell({
          type: 'inventory.reservation.expired',
          aggregateId: reservationId,
          payload: { reservationId },
        });
      }
      return due.length;
    });
  return {
    name: 'expire-reservations',
    everyMs: EVERY_MS,
    run: async (tenantId) => {
      while ((await expireSome(tenantId)) === AT_ONCE);
    },
  };
}
