/** Says an active alert in other words, or that somebody has seen it. What it is about stays. */
import type { InputOf, inventory } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type {
  Row,
  Surroundings,
  TenantContext,
  TenantUseCase,
  Transaction,
} from '@evertill/kernel';
import { alertView, readAlertRow } from './list-alerts.ts';
import { refuseForeign } from './refuse-foreign.ts';

type Input = InputOf<typeof inventory.changeAlert>;

export function changeAlert({
  database,
  clock,
}: Surroundings): TenantUseCase<typeof inventory.changeAlert> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    return database.inTransaction(context, async (tx) => {
      const row = await lockActiveAlert(tx, input.alertId);
      refuseOtherSubject(input, row);
      await update(tx, { context, input, now: clock.now() });
      const changed = await readAlertRow(tx, input.alertId);
      if (changed === undefined) throw new Error('the locked alert is gone');
      const [before, after] = [alertView(row), alertView(changed)];
      tellAudit(tx, context, {
        action: 'STOCK_ALERT_CHANGED',
        modelName: 'StockAlert',
        objectId: after.alertId,
        data: { before, after },
      });
      return after;
    });
  };
}

async function lockActiveAlert(tx: Transaction, alertId: string): Promise<Row> {
  await tx.query(
    `SELECT FROM inventory.stock_alerts WHERE tenant_id = $1 AND alert_id = $2 FOR UPDATE`,
    [tx.tenantId, alertId],
  );
  const row = (await readAlertRow(tx, alertId)) ?? refuse('not_found');
  return row['resolved_at'] === null ? row : refuse('alert_resolved');
}

function refuseOtherSubject({ product, location, alertType }: Input, row: Row): void {
  const said = {
    product: product?.toLowerCase(),
    location: location?.toLowerCase(),
    alert_type: alertType,
  };
  const is = { product: row['product_id'], location: row['location_id'], alert_type: row['type'] };
  for (const field of ['product', 'location', 'alert_type'] as const) {
    if (said[field] === undefined || said[field] === is[field]) continue;
    const message = 'cannot be changed: raise another alert';
    refuse('input_invalid', { fields: [{ field, message }] });
  }
}

interface Change {
  readonly context: TenantContext;
  readonly input: Input;
  readonly now: Date;
}

/** Whoever saw it first stays whoever saw it. */
async function update(tx: Transaction, { context, input, now }: Change): Promise<void> {
  const { alertId, message = null, isAcknowledged = null } = input;
  await tx.query(
    `UPDATE inventory.stock_alerts SET
       message = coalesce($3, message),
       acknowledged_by = CASE WHEN $4 THEN coalesce(acknowledged_by, $5)
                              WHEN NOT $4 THEN NULL ELSE acknowledged_by END,
       acknowledged_at = CASE WHEN $4 THEN coalesce(acknowledged_at, $6)
                              WHEN NOT $4 THEN NULL ELSE acknowledged_at END
     WHERE tenant_id = $1 AND alert_id = $2`,
    [tx.tenantId, alertId, message, isAcknowledged, context.userId, now],
  );
}
