/** The SQL by which a person resolves an alert. What was raised stays written. */
import type { AlertView } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { readAlert } from './list-alerts.ts';

export interface Resolution {
  readonly alertId: string;
  readonly context: TenantContext;
  readonly reason?: string | undefined;
  readonly now: Date;
}

/** Refuses `alert_resolved`, unless the same person asks again, whose answer was lost. */
export async function resolveByHand(
  tx: Transaction,
  { alertId, context, reason = '', now }: Resolution,
): Promise<AlertView> {
  const resolved = await tx.query(
    `UPDATE inventory.stock_alerts
     SET resolved_at = $3, resolved_by = $4, resolution_reason = $5
     WHERE tenant_id = $1 AND alert_id = $2 AND resolved_at IS NULL RETURNING alert_id`,
    [tx.tenantId, alertId, now, context.userId, reason],
  );
  const alert = await readAlert(tx, alertId);
  if (alert === undefined) refuse('not_found');
  const isMine = alert.resolvedBy !== null && alert.resolvedBy === context.userId;
  if (resolved.length === 0 && !isMine) refuse('alert_resolved');
  return alert;
}
