/** All SQL about sets of promotions: what is in force, by version. A set is only ever added. */
import { COUPONS_MAX, PROMOTIONS_MAX } from '@evertill/domain';
import type { Coupon, Promotion, PromotionSet } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';

export interface SetRow extends Row {
  readonly content: PromotionSet;
  readonly currency: string;
  readonly created_at: Date;
}

export interface Publication {
  readonly timeZone: string;
  readonly currency: string;
  readonly createdAt: Date;
}

export async function readSet(tx: Transaction, version: number): Promise<SetRow | undefined> {
  const rows = await tx.query<SetRow>(
    `SELECT content, currency, created_at FROM catalog.promotion_sets
     WHERE tenant_id = $1 AND version = $2`,
    [tx.tenantId, version],
  );
  return rows[0];
}

/** 0 where nothing was ever promoted. */
export async function readSetVersion(tx: Transaction): Promise<number> {
  const rows = await tx.query<{ version: number }>(
    'SELECT version FROM catalog.promotion_heads WHERE tenant_id = $1',
    [tx.tenantId],
  );
  return rows[0]?.version ?? 0;
}

/**
 * Holds the head, so that whoever changes what is in force does so one after the other. Before
 * any change: two at once would each publish a set without the other's.
 */
export async function lockHead(tx: Transaction): Promise<void> {
  await tx.query(
    `INSERT INTO catalog.promotion_heads (tenant_id, version) VALUES ($1, 0)
     ON CONFLICT (tenant_id) DO NOTHING`,
    [tx.tenantId],
  );
  await tx.query('SELECT version FROM catalog.promotion_heads WHERE tenant_id = $1 FOR UPDATE', [
    tx.tenantId,
  ]);
}

/** What is in force now becomes the next version, when the transaction commits. */
export async function publish(
  tx: Transaction,
  { timeZone, currency, createdAt }: Publication,
): Promise<void> {
  const promotions = await tx.query<{ promotion: Promotion }>(
    `SELECT promotion FROM catalog.promotions
     WHERE tenant_id = $1 AND archived_at IS NULL ORDER BY promotion_id`,
    [tx.tenantId],
  );
  const coupons = await tx.query<{ coupon: Coupon }>(
    `SELECT coupon FROM catalog.coupons
     WHERE tenant_id = $1 AND archived_at IS NULL ORDER BY code`,
    [tx.tenantId],
  );
  if (promotions.length > PROMOTIONS_MAX || coupons.length > COUPONS_MAX) {
    refuse('promotions_full');
  }
  const version = (await readSetVersion(tx)) + 1;
  const content: PromotionSet = {
    version,
    timeZone,
    promotions: promotions.map(({ promotion }) => promotion),
    coupons: coupons.map(({ coupon }) => coupon),
  };
  await tx.query(
    `INSERT INTO catalog.promotion_sets (tenant_id, version, content, currency, created_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [tx.tenantId, version, JSON.stringify(content), currency, createdAt],
  );
  await tx.query('UPDATE catalog.promotion_heads SET version = $2 WHERE tenant_id = $1', [
    tx.tenantId,
    version,
  ]);
}
