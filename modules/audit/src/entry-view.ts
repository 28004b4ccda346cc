/** An entry's row as the contract promised it. */
import type { AuditEntryView } from '@evertill/contract';
import type { EntryRow } from './entry-store.ts';

export function entryViewOf(row: EntryRow): AuditEntryView {
  return {
    auditLogId: row.audit_log_id,
    chainId: row.chain_id,
    seq: row.seq,
    action: row.action,
    modelName: row.model_name,
    objectId: row.object_id,
    user: row.user_id,
    reason: row.reason,
    beforeData: objectOf(row.data['before']),
    afterData: objectOf(row.data['after']),
    data: row.data,
    hash: row.hash,
    previousHash: row.previous_hash,
    occurredAt: row.occurred_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  };
}

function objectOf(value: unknown): Record<string, unknown> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}
