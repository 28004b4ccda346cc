/** All SQL about units. */
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { ListQuery, Page, Row, Transaction } from '@evertill/kernel';

export interface UnitRow extends Row {
  readonly unit_id: string;
  readonly unit_name: string;
  readonly description: string;
  readonly body_hash: string;
}

export interface NewUnit {
  readonly unitId: string;
  readonly unitName: string;
  readonly description: string;
  readonly bodyHash: string;
  readonly createdAt: Date;
}

const columns = 'unit_id, unit_name, description, body_hash';

/** The field, in wire names, that each constraint of units is about. */
export const unitConstraints = { units_unit_name_key: 'unit_name' } as const;

/** Undefined when the tenant has a unit of measure with this id. */
export async function insertUnit(tx: Transaction, unit: NewUnit): Promise<UnitRow | undefined> {
  const { unitId, unitName, description, bodyHash, createdAt } = unit;
  const rows = await tx.query<UnitRow>(
    `INSERT INTO catalog.units (tenant_id, ${columns}, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, unit_id) DO NOTHING RETURNING ${columns}`,
    [tx.tenantId, unitId, unitName, description, bodyHash, createdAt],
  );
  return rows[0];
}

export async function readUnit(tx: Transaction, unitId: string): Promise<UnitRow | undefined> {
  const rows = await tx.query<UnitRow>(
    `SELECT ${columns} FROM catalog.units WHERE tenant_id = $1 AND unit_id = $2`,
    [tx.tenantId, unitId],
  );
  return rows[0];
}

/** Holds the row: whoever changes it takes this first. */
export async function lockUnit(tx: Transaction, unitId: string): Promise<UnitRow | undefined> {
  const rows = await tx.query<UnitRow>(
    `SELECT ${columns} FROM catalog.units WHERE tenant_id = $1 AND unit_id = $2 FOR UPDATE`,
    [tx.tenantId, unitId],
  );
  return rows[0];
}

export async function updateUnit(
  tx: Transaction,
  unit: Pick<NewUnit, 'unitId' | 'unitName' | 'description'>,
): Promise<void> {
  await tx.query(
    `UPDATE catalog.units SET unit_name = $3, description = $4
     WHERE tenant_id = $1 AND unit_id = $2`,
    [tx.tenantId, unit.unitId, unit.unitName, unit.description],
  );
}

/** False when there is none. Products that were taken out of the shop let go of it. */
export async function removeUnit(tx: Transaction, unitId: string): Promise<boolean> {
  await tx.query(
    `UPDATE catalog.products SET unit_id = NULL
     WHERE tenant_id = $1 AND unit_id = $2 AND archived_at IS NOT NULL`,
    [tx.tenantId, unitId],
  );
  const rows = await tx.query(
    'DELETE FROM catalog.units WHERE tenant_id = $1 AND unit_id = $2 RETURNING unit_id',
    [tx.tenantId, unitId],
  );
  return rows.length > 0;
}

export function readUnits(
  tx: Transaction,
  query: ListQuery & { readonly search?: string | undefined },
): Promise<Page> {
  return readPage(
    tx,
    {
      from: 'catalog.units',
      columns,
      tenantColumn: 'tenant_id',
      where: [whenGiven('unit_name ILIKE ?', searchPattern(query.search))],
      orderings: { unit_name: { sql: 'unit_name', type: 'text' } },
      tieBreak: { sql: 'unit_id', type: 'uuid' },
      defaultOrdering: 'unit_name',
    },
    query,
  );
}
