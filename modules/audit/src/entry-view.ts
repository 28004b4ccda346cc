/** An entry's row as the contract promised it. */
import type { OutputOf, audit } from '@evertill/contract';
import type { EntryRow } from './entry-store.ts';

export type EntryView = OutputOf<typeof audit.listEntries>['items'][number];

export function entryViewOf(row: EntryRow): EntryView {
  return {
    auditLogId: row.audit_log_id,
    chainId: row.chain_id,
    seq: row.seq,
    action: row.action,
    modelName: row.model_name,
    objectId: row.object_id,
    user: row.user_id,
    reason: row.reason,
    data: row.data,
    hash: row.hash,
    previousHash: row.previous_hash,
    createdAt: row.created_at.toISOString(),
  };
}
