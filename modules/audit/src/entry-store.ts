/** All SQL about chains and their entries. An entry is only ever added. */
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListQuery, Page, Row, Transaction } from '@evertill/kernel';
import { genesisOf } from './chain.ts';
import type { Head, Link } from './chain.ts';

export interface EntryRow extends Row {
  readonly audit_log_id: string;
  readonly chain_id: string;
  readonly seq: number;
  readonly action: string;
  readonly model_name: string;
  readonly object_id: string;
  readonly user_id: string | null;
  readonly reason: string;
  readonly data: Record<string, unknown>;
  readonly hash: string;
  readonly previous_hash: string;
  readonly occurred_at: Date;
  readonly created_at: Date;
}

export interface EntryFilter extends ListQuery {
  readonly chainId?: string | undefined;
  readonly action?: string | undefined;
  readonly objectId?: string | undefined;
  readonly modelName?: string | undefined;
  readonly user?: string | undefined;
  readonly search?: string | undefined;
  readonly occurredAfter?: string | undefined;
  readonly occurredBefore?: string | undefined;
}

const columns = `audit_log_id, chain_id, seq, action, model_name, object_id, user_id, reason, data,
  hash, previous_hash, occurred_at, created_at`;

export async function readEntry(
  tx: Transaction,
  auditLogId: string,
): Promise<EntryRow | undefined> {
  const [row] = await tx.query<EntryRow>(
    `SELECT ${columns} FROM audit.entries WHERE tenant_id = $1 AND audit_log_id = $2`,
    [tx.tenantId, auditLogId],
  );
  return row;
}

/** The head of a chain, made on its first use; held until the transaction ends. */
export async function lockHead(tx: Transaction, chainId: string): Promise<Head> {
  const genesis = genesisOf(chainId);
  await tx.query(
    `INSERT INTO audit.chains (tenant_id, chain_id, seq, hash)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [tx.tenantId, chainId, genesis.seq, genesis.hash],
  );
  const rows = await tx.query<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM audit.chains WHERE tenant_id = $1 AND chain_id = $2 FOR UPDATE',
    [tx.tenantId, chainId],
  );
  const [head] = rows;
  if (head === undefined) throw new Error(`the chain ${chainId} has no head`);
  return head;
}

export async function appendLinks(tx: Transaction, links: readonly Link[]): Promise<void> {
  const last = links.at(-1);
  if (last === undefined) return;
  const values: unknown[] = [tx.tenantId];
  const rows = links.map((link) => {
    const places = valuesOf(link).map((value) => `$${values.push(value)}`);
    return `($1, ${places.join(', ')})`;
  });
  await tx.query(
    `INSERT INTO audit.entries (tenant_id, chain_id, seq, audit_log_id, event_id, action,
       model_name, object_id, user_id, reason, data, payload, previous_hash, hash, occurred_at,
       created_at)
     VALUES ${rows.join(', ')}`,
    values,
  );
  await tx.query(
    'UPDATE audit.chains SET seq = $3, hash = $4 WHERE tenant_id = $1 AND chain_id = $2',
    [tx.tenantId, last.chainId, last.seq, last.hash],
  );
}

function valuesOf(link: Link): readonly unknown[] {
  return [
    link.chainId,
    link.seq,
    link.auditLogId,
    link.eventId,
    link.action,
    link.modelName,
    link.objectId,
    link.userId,
    link.reason,
    JSON.stringify(link.data),
    link.payload,
    link.previousHash,
    link.hash,
    link.occurredAt,
    link.createdAt,
  ];
}

export function readEntries(tx: Transaction, query: EntryFilter): Promise<Page> {
  return readPage(
    tx,
    {
      from: 'audit.entries',
      columns,
      tenantColumn: 'tenant_id',
      where: [
        whenGiven('chain_id = ?', query.chainId),
        whenGiven('action = ?', query.action),
        whenGiven('object_id = ?', query.objectId),
        whenGiven('model_name = ?', query.modelName),
        whenGiven('user_id = ?', query.user),
        whenGiven('occurred_at >= ?', query.occurredAfter),
        whenGiven('occurred_at < ?', query.occurredBefore),
        whenGiven(
          "concat_ws(' ', action, model_name, object_id, reason, data::text) ILIKE ?",
          searchPattern(query.search),
        ),
      ],
      orderings: {
        created_at: { sql: 'created_at', type: 'timestamptz' },
        seq: { sql: 'seq', type: 'bigint' },
      },
      // Entries of one chain stay in their order, however many were written in one instant.
      tieBreak: { sql: "(lpad(seq::text, 16, '0') || chain_id)", type: 'text' },
      defaultOrdering: '-created_at',
    },
    query,
  );
}
