/** What AsiriaPOS calls the deletion of an alert: it is resolved, with a reason, and stays. */
import type { inventory } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { resolveByHand } from './alert-store.ts';

export function dismissAlert({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.dismissAlert> {
  return (context, input) =>
    database.inTransaction(context, async (tx) => {
      await resolveByHand(tx, { ...input, context, now: clock.now() });
      return {};
    });
}
