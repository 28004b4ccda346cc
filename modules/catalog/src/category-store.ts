/** All SQL about categories. */
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListQuery, Page, Row, Transaction } from '@evertill/kernel';

export interface CategoryRow extends Row {
  readonly category_id: string;
  readonly name: string;
  readonly description: string;
  readonly body_hash: string;
}

export interface NewCategory {
  readonly categoryId: string;
  readonly name: string;
  readonly description: string;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

const columns = 'category_id, name, description, body_hash';

/** The field, in wire names, that each constraint of categories is about. */
export const categoryConstraints = { categories_name_key: 'name' } as const;

/** Undefined when the tenant has a category with this id. */
export async function insertCategory(
  tx: Transaction,
  category: NewCategory,
): Promise<CategoryRow | undefined> {
  const { categoryId, name, description, bodyHash, createdAt } = category;
  const rows = await tx.query<CategoryRow>(
    `INSERT INTO catalog.categories (tenant_id, ${columns}, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, category_id) DO NOTHING RETURNING ${columns}`,
    [tx.tenantId, categoryId, name, description, bodyHash, createdAt],
  );
  return rows[0];
}

export async function readCategory(
  tx: Transaction,
  categoryId: string,
): Promise<CategoryRow | undefined> {
  const rows = await tx.query<CategoryRow>(
    `SELECT ${columns} FROM catalog.categories WHERE tenant_id = $1 AND category_id = $2`,
    [tx.tenantId, categoryId],
  );
  return rows[0];
}

/** Holds the row: whoever changes it takes this first. */
export async function lockCategory(
  tx: Transaction,
  categoryId: string,
): Promise<CategoryRow | undefined> {
  const rows = await tx.query<CategoryRow>(
    `SELECT ${columns} FROM catalog.categories
     WHERE tenant_id = $1 AND category_id = $2 FOR UPDATE`,
    [tx.tenantId, categoryId],
  );
  return rows[0];
}

export async function updateCategory(
  tx: Transaction,
  category: Pick<NewCategory, 'categoryId' | 'name' | 'description'>,
): Promise<void> {
  await tx.query(
    `UPDATE catalog.categories SET name = $3, description = $4
     WHERE tenant_id = $1 AND category_id = $2`,
    [tx.tenantId, category.categoryId, category.name, category.description],
  );
}

/** False when there is none. Products that were taken out of the shop let go of it. */
export async function removeCategory(tx: Transaction, categoryId: string): Promise<boolean> {
  await tx.query(
    `UPDATE catalog.products SET category_id = NULL
     WHERE tenant_id = $1 AND category_id = $2 AND archived_at IS NOT NULL`,
    [tx.tenantId, categoryId],
  );
  const rows = await tx.query(
    `DELETE FROM catalog.categories
     WHERE tenant_id = $1 AND category_id = $2 RETURNING category_id`,
    [tx.tenantId, categoryId],
  );
  return rows.length > 0;
}

export function readCategories(
  tx: Transaction,
  query: ListQuery & { readonly search?: string | undefined },
): Promise<Page> {
  return readPage(
    tx,
    {
      from: 'catalog.categories',
      columns,
      tenantColumn: 'tenant_id',
      where: [whenGiven('name ILIKE ?', searchPattern(query.search))],
      orderings: { name: { sql: 'name', type: 'text' } },
      tieBreak: { sql: 'category_id', type: 'uuid' },
      defaultOrdering: 'name',
    },
    query,
  );
}
