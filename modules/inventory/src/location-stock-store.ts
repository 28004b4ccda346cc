/** The SQL of a product at a location: its level, held, and the limits it has there. */
import type { InputOf, inventory } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Row, Transaction, World } from '@evertill/kernel';
import { quantityOf } from './quantity-input.ts';
import { tellLow } from './stock-store.ts';
import type { FellLow } from './stock-store.ts';

export interface LevelRow extends Row {
  readonly pls_id: string;
  readonly location_id: string;
  readonly product_id: string;
  readonly on_hand_milli: number;
  readonly reserved_milli: number;
  readonly min_milli: number | null;
  readonly max_milli: number | null;
  readonly registered_hash: string | null;
  readonly delisted_at: Date | null;
  /** The product's own minimum. */
  readonly product_milli: number;
}

/** What was taken off the list is shown again as soon as it holds something. */
export const isListed = `(delisted_at IS NULL OR on_hand_milli <> 0 OR reserved_milli <> 0)`;

export function isListedRow(row: LevelRow): boolean {
  return row.delisted_at === null || row.on_hand_milli !== 0 || row.reserved_milli !== 0;
}

/**
 * Holds a level until the transaction ends; refuses one that is not listed. In two steps: what was
 * read while it waited would be old by then.
 */
export async function lockLevel(tx: Transaction, plsId: string): Promise<LevelRow> {
  await tx.query(
    `SELECT FROM inventory.stock_levels WHERE tenant_id = $1 AND pls_id = $2 FOR NO KEY UPDATE`,
    [tx.tenantId, plsId],
  );
  const [row] = await tx.query<LevelRow>(`${level} WHERE l.tenant_id = $1 AND l.pls_id = $2`, [
    tx.tenantId,
    plsId,
  ]);
  if (row === undefined || !isListedRow(row)) refuse('not_found');
  return row;
}

const level = `SELECT l.*, coalesce(p.min_milli, 0) AS product_milli
  FROM inventory.stock_levels l LEFT JOIN inventory.products p
    ON p.tenant_id = l.tenant_id AND p.product_id = l.product_id`;

export interface Spot {
  readonly locationId: string;
  readonly productId: string;
}

export async function readLevelAt(tx: Transaction, spot: Spot): Promise<LevelRow | undefined> {
  const [row] = await tx.query<LevelRow>(
    `${level} WHERE l.tenant_id = $1 AND l.location_id = $2 AND l.product_id = $3`,
    [tx.tenantId, spot.locationId, spot.productId],
  );
  return row;
}

/** Holds the level of a product at a location, made now if there is none. */
export async function lockLevelAt(tx: Transaction, spot: Spot): Promise<LevelRow> {
  await tx.query('SELECT inventory.lock_levels($1, $2, $3, $4)', [
    tx.tenantId,
    [spot.locationId],
    [spot.productId],
    [],
  ]);
  const row = await readLevelAt(tx, spot);
  if (row === undefined) throw new Error('the level is not there after it was locked');
  return row;
}

type Limits = Pick<LevelRow, 'min_milli' | 'max_milli'>;

/** Null takes a limit away; what was not given stays. */
export function limitsOf(
  {
    minimumQuantity,
    maxQuantity,
  }: Pick<InputOf<typeof inventory.changeLocationStock>, 'minimumQuantity' | 'maxQuantity'>,
  before: Limits,
): Limits {
  const limit = (field: string, given: string | null | undefined, was: number | null) =>
    given == null
      ? given === undefined
        ? was
        : null
      : quantityOf(field, given, { isZeroAllowed: true });
  return {
    min_milli: limit('min_quantity', minimumQuantity, before.min_milli),
    max_milli: limit('max_quantity', maxQuantity, before.max_milli),
  };
}

/**
 * Writes the limits of a level that is held, and judges it anew: a limit that is moved past what is
 * on hand raises or resolves an alert, as a movement would. What has limits is on the list.
 */
export async function setLimits(
  tx: Transaction,
  world: World,
  { before, limits }: { readonly before: LevelRow; readonly limits: Limits },
): Promise<LevelRow> {
  const { location_id: location, product_id: product } = before;
  const after = { ...before, ...limits };
  await tx.query(
    `UPDATE inventory.stock_levels SET min_milli = $3, max_milli = $4, delisted_at = NULL
     WHERE tenant_id = $1 AND pls_id = $2`,
    [tx.tenantId, before.pls_id, after.min_milli, after.max_milli],
  );
  const minimumOf = (row: LevelRow): number => row.min_milli ?? row.product_milli;
  const cause = newId(world);
  const low = await tx.query<FellLow>(
    `SELECT * FROM inventory.judge_thresholds($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      world.clock.now(),
      [cause, cause],
      [location, location],
      [product, product],
      ['LOW_STOCK', 'OVERSTOCK'],
      [minimumOf(before), before.max_milli],
      [minimumOf(after), after.max_milli],
    ],
  );
  tellLow(tx, low);
  return after;
}
