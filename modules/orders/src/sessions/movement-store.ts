/** The SQL of cash movements, and what is told of one. */
import type { Flag, OutputOf, orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { Row, TenantContext, Transaction } from '@evertill/kernel';

type MovementView = OutputOf<typeof orders.createCashMovement>;

export interface NewMovement {
  readonly movementId: string;
  readonly sessionId: string;
  readonly registerId: string;
  readonly kind: MovementView['kind'];
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly bodyHash: string;
  readonly recordedBy: string;
  readonly occurredAt: Date;
  readonly now: Date;
}

/** Every movement with the flags that stand at it. */
export const movementColumns = `m.*, ARRAY(SELECT f.flag FROM orders.flags f
  WHERE f.tenant_id = m.tenant_id AND f.subject_id = m.movement_id ORDER BY f.flag) AS flags`;

export async function readMovement(tx: Transaction, movementId: string): Promise<Row | undefined> {
  const [row] = await tx.query(
    `SELECT ${movementColumns} FROM orders.cash_movements m
     WHERE m.tenant_id = $1 AND m.movement_id = $2`,
    [tx.tenantId, movementId],
  );
  return row;
}

/** Writes a movement and tells it. An id that is taken breaks the key. */
export async function writeMovement(
  tx: Transaction,
  context: TenantContext,
  movement: NewMovement,
): Promise<void> {
  const { movementId, sessionId, registerId, kind, amountMinor, currency, reason } = movement;
  await tx.query(
    `INSERT INTO orders.cash_movements (
       tenant_id, movement_id, session_id, register_id, kind, amount_minor, currency, reason,
       body_hash, recorded_by, occurred_at, received_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.tenantId,
      movementId,
      sessionId,
      registerId,
      kind,
      amountMinor,
      currency,
      reason,
      movement.bodyHash,
      movement.recordedBy,
      movement.occurredAt,
      movement.now,
    ],
  );
  tx.tell({
    type: 'audit.events',
    aggregateId: registerId,
    payload: {
      chainId: `register:${registerId}`,
      action: kind,
      modelName: 'CashMovement',
      objectId: movementId,
      userId: context.userId,
      reason,
      data: { session: sessionId, amountMinor, currency },
    },
  });
}

export function movementView(row: Row): MovementView {
  const currency = row['currency'] as string;
  return {
    cashMovementId: row['movement_id'] as string,
    session: row['session_id'] as string,
    register: row['register_id'] as string,
    kind: row['kind'] as MovementView['kind'],
    amount: decimalOf(row['amount_minor'] as number, currency),
    currency,
    reason: row['reason'] as string,
    createdBy: row['recorded_by'] as string,
    flags: row['flags'] as Flag[],
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    receivedAt: (row['received_at'] as Date).toISOString(),
  };
}
