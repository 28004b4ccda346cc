/** All SQL about snapshots: the last one built of each shop. */
import type { Row, Transaction } from '@evertill/kernel';

export interface SnapshotRow extends Row {
  readonly format: number;
  readonly xid: string;
  readonly etag: string;
  /** Compressed. */
  readonly content: Buffer;
  readonly built_at: Date;
}

export async function readSnapshot(tx: Transaction): Promise<SnapshotRow | undefined> {
  const rows = await tx.query<SnapshotRow>(
    `SELECT format, xid::text, etag, content, built_at
     FROM catalog.snapshots WHERE tenant_id = $1`,
    [tx.tenantId],
  );
  return rows[0];
}

export interface SnapshotAge {
  readonly format: number;
  readonly etag: string;
  readonly builtAt: Date;
  /** Things changed since that a new one would hold; not counted beyond the limit asked for. */
  readonly changes: number;
}

interface AgeRow extends Row {
  readonly format: number;
  readonly etag: string;
  readonly built_at: Date;
  readonly changes: number;
}

export async function readSnapshotAge(
  tx: Transaction,
  changesMax: number,
): Promise<SnapshotAge | undefined> {
  const [row] = await tx.query<AgeRow>(
    `SELECT s.format, s.etag, s.built_at, (
       SELECT count(*) FROM (
         SELECT FROM catalog.changes c
         WHERE c.tenant_id = s.tenant_id AND c.xid >= s.xid
           AND c.xid < pg_snapshot_xmin(pg_current_snapshot())
         LIMIT $2
       ) since
     ) AS changes
     FROM catalog.snapshots s WHERE s.tenant_id = $1`,
    [tx.tenantId, changesMax],
  );
  if (row === undefined) return undefined;
  const { format, etag, built_at: builtAt, changes } = row;
  return { format, etag, builtAt, changes };
}

export interface NewSnapshot {
  readonly format: number;
  readonly xid: string;
  readonly etag: string;
  readonly content: Buffer;
  readonly products: number;
  readonly builtAt: Date;
}

/** Of two that were built at once, the one that knows more stays. */
export async function keepSnapshot(tx: Transaction, made: NewSnapshot): Promise<void> {
  const { format, xid, etag, content, products, builtAt } = made;
  await tx.query(
    `INSERT INTO catalog.snapshots AS s
       (tenant_id, format, xid, etag, content, products, built_at)
     VALUES ($1, $2, $3::xid8, $4, $5, $6, $7)
     ON CONFLICT (tenant_id) DO UPDATE
       SET format = excluded.format, xid = excluded.xid, etag = excluded.etag,
           content = excluded.content, products = excluded.products, built_at = excluded.built_at
       WHERE s.format <> excluded.format OR s.xid <= excluded.xid`,
    [tx.tenantId, format, xid, etag, content, products, builtAt],
  );
}
