/** Somebody saw to an alert. The next crossing raises a new one. */
import type { inventory } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { readAlert } from './list-alerts.ts';

export function resolveAlert({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.resolveAlert> {
  return (context, { alertId }) =>
    database.inTransaction(context, async (tx) => {
      const resolved = await tx.query(
        `UPDATE inventory.stock_alerts SET resolved_at = $3, resolved_by = $4
         WHERE tenant_id = $1 AND alert_id = $2 AND resolved_at IS NULL RETURNING alert_id`,
        [tx.tenantId, alertId, clock.now(), context.userId],
      );
      const alert = await readAlert(tx, alertId);
      if (alert === undefined) refuse('not_found');
      // The same person again, whose answer was lost, gets it.
      const isMine = alert.resolvedBy !== null && alert.resolvedBy === context.userId;
      if (resolved.length === 0 && !isMine) refuse('alert_resolved');
      return alert;
    });
}
