/** All SQL about locations. The main one is there from the first day, written down or not. */
import type { LocationView } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';
import { mainLocation } from './stock-store.ts';

export interface LocationRow extends Row {
  readonly location_id: string;
  readonly name: string;
  readonly code: string;
  readonly address: string;
  readonly is_active: boolean;
  readonly body_hash: string;
  readonly created_at: Date;
  readonly archived_at: Date | null;
}

/** The field, in wire names, that each constraint of locations is about. */
export const locationConstraints: Readonly<Record<string, string>> = {
  locations_name_key: 'name',
  locations_code_key: 'code',
};

/** Writes the main location down, before anybody else can take its name. */
export async function ensureMainLocation(tx: Transaction, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO inventory.locations (
       tenant_id, location_id, name, code, address, is_active, body_hash, created_at
     ) VALUES ($1, $2, 'Main', 'MAIN', '', true, '', $3) ON CONFLICT DO NOTHING`,
    [tx.tenantId, mainLocation(tx.tenantId), now],
  );
}

export async function readLocation(
  tx: Transaction,
  locationId: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<LocationRow | undefined> {
  const [row] = await tx.query<LocationRow>(
    `SELECT * FROM inventory.locations WHERE tenant_id = $1 AND location_id = $2 ${lock}`,
    [tx.tenantId, locationId],
  );
  return row;
}

/** The location meant: the one named, which must be in use, or the main one. */
export async function locationFor(
  tx: Transaction,
  locationId: string | undefined,
  field = 'location',
): Promise<string> {
  const main = mainLocation(tx.tenantId);
  const id = (locationId ?? main).toLowerCase();
  const row = await readLocation(tx, id);
  const isUsable = row === undefined ? id === main : row.is_active && row.archived_at === null;
  if (!isUsable) {
    refuse('not_found', { fields: [{ field, message: 'is not a location in use here' }] });
  }
  return id;
}

export function locationView(row: Row, tenantId: string): LocationView {
  const { location_id, name, code, address, is_active, created_at } = row as LocationRow;
  return {
    locationId: location_id,
    name,
    code,
    address,
    isActive: is_active,
    isMain: location_id === mainLocation(tenantId),
    createdAt: created_at.toISOString(),
  };
}
