/** Tells a till what the back office decided about what the till still shows as waiting. */
import type { OutputOf, orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { findDevice } from '../find-device.ts';
import type { ReadNeeds } from '../list-sales.ts';
import { keyHashOf } from '../register-pass.ts';

type Decided = OutputOf<typeof orders.findDecided>['decisions'][number];

export function findDecided(needs: ReadNeeds): TenantUseCase<typeof orders.findDecided> {
  const deviceOf = findDevice(needs);
  return async (context, { operations }) => {
    const { registerId } = await deviceOf(context, { deviceKeyHash: keyHashOf(context) });
    return needs.database.read(context, async (tx) => {
      const rows = await tx.query(
        `SELECT DISTINCT ON (operation_id) operation_id, decision, reason, decided_by
         FROM orders.parked_decisions
         WHERE tenant_id = $1 AND register_id = $2 AND operation_id = ANY($3::uuid[]) AND is_fit
         ORDER BY operation_id, recorded_at, decision_id`,
        [tx.tenantId, registerId, operations],
      );
      const decisions = rows.map((row) => ({
        operation: row['operation_id'] as string,
        decision: row['decision'] as Decided['decision'],
        reason: row['reason'] as string,
        decidedBy: row['decided_by'] as string,
      }));
      return { decisions };
    });
  };
}
