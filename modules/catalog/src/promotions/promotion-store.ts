/** All SQL about promotions. */
import type { Promotion } from '@evertill/domain';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListQuery, Page, Row, Transaction } from '@evertill/kernel';

export interface PromotionRow extends Row {
  readonly promotion_id: string;
  readonly promotion: Promotion;
  readonly body_hash: string;
  readonly created_at: Date;
  readonly archived_at: Date | null;
}

export interface NewPromotionRow {
  readonly promotion: Promotion;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

const columns = 'promotion_id, promotion, body_hash, created_at, archived_at';

/** The field, in wire names, that each constraint of promotions is about. */
export const promotionConstraints = { promotions_name_key: 'name' } as const;

/** Undefined when the tenant has a promotion with this id. */
export async function insertPromotion(
  tx: Transaction,
  { promotion, bodyHash, createdAt }: NewPromotionRow,
): Promise<PromotionRow | undefined> {
  const { promotionId, name } = promotion;
  const rows = await tx.query<PromotionRow>(
    `INSERT INTO catalog.promotions (
       tenant_id, promotion_id, name, promotion, body_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, promotion_id) DO NOTHING RETURNING ${columns}`,
    [tx.tenantId, promotionId, name, JSON.stringify(promotion), bodyHash, createdAt],
  );
  return rows[0];
}

export async function readPromotion(
  tx: Transaction,
  promotionId: string,
): Promise<PromotionRow | undefined> {
  const rows = await tx.query<PromotionRow>(
    `SELECT ${columns} FROM catalog.promotions WHERE tenant_id = $1 AND promotion_id = $2`,
    [tx.tenantId, promotionId],
  );
  return rows[0];
}

/** What is archived stays as it was: it is not to be had for a change. */
export async function lockPromotion(
  tx: Transaction,
  promotionId: string,
): Promise<PromotionRow | undefined> {
  const rows = await tx.query<PromotionRow>(
    `SELECT ${columns} FROM catalog.promotions
     WHERE tenant_id = $1 AND promotion_id = $2 AND archived_at IS NULL FOR UPDATE`,
    [tx.tenantId, promotionId],
  );
  return rows[0];
}

export async function updatePromotion(tx: Transaction, promotion: Promotion): Promise<void> {
  const { promotionId, name } = promotion;
  await tx.query(
    `UPDATE catalog.promotions SET name = $3, promotion = $4
     WHERE tenant_id = $1 AND promotion_id = $2`,
    [tx.tenantId, promotionId, name, JSON.stringify(promotion)],
  );
}

/** With its coupons, which open nothing any more. */
export async function markPromotionArchived(
  tx: Transaction,
  { promotionId, archivedAt }: { readonly promotionId: string; readonly archivedAt: Date },
): Promise<void> {
  await tx.query(
    `UPDATE catalog.promotions SET archived_at = $3
     WHERE tenant_id = $1 AND promotion_id = $2`,
    [tx.tenantId, promotionId, archivedAt],
  );
  await tx.query(
    `UPDATE catalog.coupons SET archived_at = $3
     WHERE tenant_id = $1 AND promotion_id = $2 AND archived_at IS NULL`,
    [tx.tenantId, promotionId, archivedAt],
  );
}

export interface PromotionQuery extends ListQuery {
  readonly search?: string | undefined;
  readonly isArchived?: boolean | undefined;
}

export function readPromotions(tx: Transaction, query: PromotionQuery): Promise<Page> {
  return readPage(
    tx,
    {
      from: 'catalog.promotions',
      columns,
      tenantColumn: 'tenant_id',
      where: [
        ['(archived_at IS NOT NULL) = ?', query.isArchived ?? false],
        whenGiven('name ILIKE ?', searchPattern(query.search)),
      ],
      orderings: {
        name: { sql: 'name', type: 'text' },
        created_at: { sql: 'created_at', type: 'timestamptz' },
      },
      tieBreak: { sql: 'promotion_id', type: 'uuid' },
      defaultOrdering: 'name',
    },
    query,
  );
}

/** Of these ids, those of things that the shop has not. */
export async function unknownTargets(
  tx: Transaction,
  { productIds, categoryIds }: Pick<Promotion, 'productIds' | 'categoryIds'>,
): Promise<readonly ('products' | 'categories')[]> {
  const [row] = await tx.query<{ products: number; categories: number }>(
    `SELECT (SELECT count(*) FROM catalog.products
             WHERE tenant_id = $1 AND product_id = ANY ($2::uuid[])) AS products,
            (SELECT count(*) FROM catalog.categories
             WHERE tenant_id = $1 AND category_id = ANY ($3::uuid[])) AS categories`,
    [tx.tenantId, productIds, categoryIds],
  );
  return [
    ...(Number(row?.products) === productIds.length ? [] : (['products'] as const)),
    ...(Number(row?.categories) === categoryIds.length ? [] : (['categories'] as const)),
  ];
}
