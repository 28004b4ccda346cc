/**
 * A person raises an alert. Of each type there is one active for a product at a location, whoever
 * raised it: a crossing that comes later takes its place, and is told to whoever hears of those.
 */
import type { InputOf, inventory } from '@evertill/contract';
import { brokenUnique, newId, refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { learnProducts } from './learn-products.ts';
import { alertView, readAlertRow } from './list-alerts.ts';
import { lockLevelAt } from './location-stock-store.ts';
import { locationFor } from './location-store.ts';
import { refuseForeign } from './refuse-foreign.ts';

export function raiseAlert(surroundings: Surroundings): TenantUseCase<typeof inventory.raiseAlert> {
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    await learnProducts(surroundings, context, [input.product]);
    const alertId = input.alertId?.toLowerCase() ?? newId(surroundings);
    const hash = context.fingerprint();
    const raised = { alertId, hash, by: context.userId, at: clock.now() };
    return database
      .inTransaction(context, async (tx) => {
        const isNew = await insert(tx, input, raised);
        const row = await readAlertRow(tx, alertId);
        if (row === undefined) throw new Error('the alert is not there after its insert');
        if (row['body_hash'] !== hash) refuse('id_reused');
        const alert = alertView(row);
        if (!isNew) return alert;
        tellAudit(tx, context, {
          action: 'STOCK_ALERT_RAISED',
          modelName: 'StockAlert',
          objectId: alertId,
          reason: input.message,
          data: { before: null, after: alert },
        });
        return alert;
      })
      .catch((error: unknown) => {
        if (brokenUnique(error) === 'stock_alerts_active') refuse('alert_active');
        throw error;
      });
  };
}

interface Raised {
  readonly alertId: string;
  readonly hash: string;
  readonly by: string | null;
  readonly at: Date;
}

/** The level is held first, so that a crossing comes before or after, never at once. */
async function insert(
  tx: Transaction,
  input: InputOf<typeof inventory.raiseAlert>,
  { alertId, hash, by, at }: Raised,
): Promise<boolean> {
  const locationId = await locationFor(tx, input.location);
  const level = await lockLevelAt(tx, { locationId, productId: input.product.toLowerCase() });
  const made = await tx.query(
    `INSERT INTO inventory.stock_alerts (
       tenant_id, alert_id, location_id, product_id, type, on_hand_milli, created_at, message,
       raised_by, body_hash
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant_id, alert_id) DO NOTHING RETURNING alert_id`,
    [
      ...[tx.tenantId, alertId, locationId, level.product_id, input.alertType],
      ...[level.on_hand_milli, at, input.message, by, hash],
    ],
  );
  return made.length > 0;
}
