/** All SQL about coupons. */
import type { Coupon } from '@evertill/domain';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListQuery, Page, Row, Transaction } from '@evertill/kernel';

export interface CouponRow extends Row {
  readonly coupon_id: string;
  readonly coupon: Coupon;
  readonly body_hash: string;
  readonly created_at: Date;
  readonly archived_at: Date | null;
}

export interface NewCouponRow {
  readonly couponId: string;
  readonly coupon: Coupon;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

const columns = 'coupon_id, coupon, body_hash, created_at, archived_at';

/** The field, in wire names, that each constraint of coupons is about. */
export const couponConstraints = {
  coupons_code_key: 'code',
  coupons_promotion_fkey: 'promotion',
} as const;

/** Undefined when the tenant has a coupon with this id. */
export async function insertCoupon(
  tx: Transaction,
  { couponId, coupon, bodyHash, createdAt }: NewCouponRow,
): Promise<CouponRow | undefined> {
  const { code, promotionId } = coupon;
  const rows = await tx.query<CouponRow>(
    `INSERT INTO catalog.coupons (
       tenant_id, coupon_id, code, promotion_id, coupon, body_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant_id, coupon_id) DO NOTHING RETURNING ${columns}`,
    [tx.tenantId, couponId, code, promotionId, JSON.stringify(coupon), bodyHash, createdAt],
  );
  return rows[0];
}

export async function readCoupon(
  tx: Transaction,
  couponId: string,
): Promise<CouponRow | undefined> {
  const rows = await tx.query<CouponRow>(
    `SELECT ${columns} FROM catalog.coupons WHERE tenant_id = $1 AND coupon_id = $2`,
    [tx.tenantId, couponId],
  );
  return rows[0];
}

export async function lockCoupon(
  tx: Transaction,
  couponId: string,
): Promise<CouponRow | undefined> {
  const rows = await tx.query<CouponRow>(
    `SELECT ${columns} FROM catalog.coupons
     WHERE tenant_id = $1 AND coupon_id = $2 AND archived_at IS NULL FOR UPDATE`,
    [tx.tenantId, couponId],
  );
  return rows[0];
}

export async function updateCoupon(
  tx: Transaction,
  { couponId, coupon }: Pick<NewCouponRow, 'couponId' | 'coupon'>,
): Promise<void> {
  await tx.query('UPDATE catalog.coupons SET coupon = $3 WHERE tenant_id = $1 AND coupon_id = $2', [
    tx.tenantId,
    couponId,
    JSON.stringify(coupon),
  ]);
}

export async function markCouponArchived(
  tx: Transaction,
  { couponId, archivedAt }: { readonly couponId: string; readonly archivedAt: Date },
): Promise<void> {
  await tx.query(
    'UPDATE catalog.coupons SET archived_at = $3 WHERE tenant_id = $1 AND coupon_id = $2',
    [tx.tenantId, couponId, archivedAt],
  );
}

export interface CouponQuery extends ListQuery {
  readonly search?: string | undefined;
  readonly promotion?: string | undefined;
  readonly isArchived?: boolean | undefined;
}

export function readCoupons(tx: Transaction, query: CouponQuery): Promise<Page> {
  return readPage(
    tx,
    {
      from: 'catalog.coupons',
      columns,
      tenantColumn: 'tenant_id',
      where: [
        ['(archived_at IS NOT NULL) = ?', query.isArchived ?? false],
        whenGiven('code ILIKE ?', searchPattern(query.search)),
        whenGiven('promotion_id = ?', query.promotion),
      ],
      orderings: {
        code: { sql: 'code', type: 'text' },
        created_at: { sql: 'created_at', type: 'timestamptz' },
      },
      tieBreak: { sql: 'coupon_id', type: 'uuid' },
      defaultOrdering: 'code',
    },
    query,
  );
}
