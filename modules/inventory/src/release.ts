/** Gives back what was promised to an order. Said again, or of nothing, it changes nothing. */
import type { inventory } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { endReservations } from './reservation-store.ts';

export function release({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.release> {
  return (context, { reservationId }) =>
    database.inTransaction(context, async (tx) => {
      await endReservations(tx, { ids: [reservationId], state: 'RELEASED', now: clock.now() });
      return {};
    });
}
