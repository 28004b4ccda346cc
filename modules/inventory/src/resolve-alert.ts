/** Somebody saw to an alert. The next crossing raises a new one. */
import type { inventory } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { resolveByHand } from './alert-store.ts';

export function resolveAlert({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.resolveAlert> {
  return (context, input) =>
    database.inTransaction(context, (tx) =>
      resolveByHand(tx, { ...input, context, now: clock.now() }),
    );
}
