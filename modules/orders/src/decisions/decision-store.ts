/** The rows of what people decided about parked operations. */
import type { DecisionWord, OutputOf, orders } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';
import { tellAudit } from '../drafts/tell-audit.ts';

export interface Decision {
  readonly decisionId: string;
  readonly registerId: string;
  readonly operationId: string;
  readonly decision: DecisionWord;
  readonly amendedBy: string | null;
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly way: 'REGISTER' | 'OFFICE';
  readonly isFit: boolean;
  readonly bodyHash: string;
  readonly recordedBy: string | null;
  readonly now: Date;
}

/** Writes a decision down, and tells the audit. */
export async function writeDecision(tx: Transaction, made: Decision): Promise<void> {
  await tx.query(
    `INSERT INTO orders.parked_decisions (tenant_id, decision_id, register_id, operation_id,
       decision, amended_by, reason, decided_by, decided_at, way, is_fit, body_hash, recorded_by,
       recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      tx.tenantId,
      made.decisionId,
      made.registerId,
      made.operationId,
      made.decision,
      made.amendedBy,
      made.reason,
      made.decidedBy,
      made.decidedAt,
      made.way,
      made.isFit,
      made.bodyHash,
      made.recordedBy,
      made.now,
    ],
  );
  const { registerId, operationId: operation, decision, decidedBy, way, isFit } = made;
  tellAudit(tx, {
    action: 'PARKED_DECIDED',
    modelName: 'ParkedOperation',
    objectId: made.decisionId,
    userId: made.recordedBy,
    reason: made.reason,
    data: { registerId, operation, decision, decidedBy, way, isFit },
  });
}

export async function readDecision(tx: Transaction, decisionId: string): Promise<Row | undefined> {
  const [row] = await tx.query(
    'SELECT * FROM orders.parked_decisions WHERE tenant_id = $1 AND decision_id = $2',
    [tx.tenantId, decisionId],
  );
  return row;
}

type View = OutputOf<typeof orders.decideParked>;

export function decisionView(row: Row): View {
  return {
    decisionId: row['decision_id'] as string,
    register: row['register_id'] as string,
    operation: row['operation_id'] as string,
    decision: row['decision'] as View['decision'],
    amendedBy: row['amended_by'] as string | null,
    reason: row['reason'] as string,
    decidedBy: row['decided_by'] as string,
    decidedAt: (row['decided_at'] as Date).toISOString(),
    way: row['way'] as View['way'],
    isFit: row['is_fit'] as boolean,
    recordedAt: (row['recorded_at'] as Date).toISOString(),
  };
}
