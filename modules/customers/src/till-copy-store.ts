/** The SQL of what tills copy of customers: how much, and who they are now. */
import type { TillCopyKind } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';
import { customerColumns, customerSource } from './customer-store.ts';
import type { CustomerRow } from './customer-store.ts';

/** Names, and the ends of numbers: enough to know somebody by, and too little to ring them up. */
const KEPT_DEFAULT: TillCopyKind = 'MASKED';

interface CopyRow extends Row {
  readonly kept: TillCopyKind;
}

export async function readTillCopies(tx: Transaction): Promise<TillCopyKind> {
  const [row] = await tx.query<CopyRow>(
    'SELECT kept FROM customers.till_copies WHERE tenant_id = $1',
    [tx.tenantId],
  );
  return row?.kept ?? KEPT_DEFAULT;
}

export async function writeTillCopies(
  tx: Transaction,
  kept: TillCopyKind,
  updatedAt: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO customers.till_copies (tenant_id, kept, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id) DO UPDATE
       SET kept = excluded.kept, updated_at = excluded.updated_at`,
    [tx.tenantId, kept, updatedAt],
  );
}

/** Those of these customers who are living. */
export function readLiving(
  tx: Transaction,
  customerIds: readonly string[],
): Promise<CustomerRow[]> {
  return tx.query<CustomerRow>(
    `SELECT ${customerColumns} FROM ${customerSource}
     WHERE c.tenant_id = $1 AND c.customer_id = ANY ($2::uuid[])
       AND c.archived_at IS NULL AND c.erased_at IS NULL`,
    [tx.tenantId, customerIds],
  );
}
