/** All SQL about what became of operations of registers' queues. */
import type { Row, Transaction } from '@evertill/kernel';

export interface SettledRow extends Row {
  readonly customer_id: string | null;
  readonly code: string;
  readonly detail: string;
  readonly mark: string;
  readonly is_subject_mark: boolean;
}

export async function readSettled(
  tx: Transaction,
  operationId: string,
): Promise<SettledRow | undefined> {
  const [row] = await tx.query<SettledRow>(
    `SELECT customer_id, code, detail, mark, is_subject_mark FROM customers.settled_operations
     WHERE tenant_id = $1 AND operation_id = $2`,
    [tx.tenantId, operationId],
  );
  return row;
}

export interface SettledNote {
  readonly operationId: string;
  readonly customerId: string | null;
  readonly code: string;
  readonly detail: string;
  readonly mark: string;
  readonly isSubjectMark: boolean;
  readonly at: Date;
}

/** Breaks `settled_operations_pkey` where it was settled meanwhile. */
export async function insertSettled(tx: Transaction, note: SettledNote): Promise<void> {
  await tx.query(
    `INSERT INTO customers.settled_operations (
       tenant_id, operation_id, customer_id, code, detail, mark, is_subject_mark, settled_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      note.operationId,
      note.customerId,
      note.code,
      note.detail,
      note.mark,
      note.isSubjectMark,
      note.at,
    ],
  );
}
