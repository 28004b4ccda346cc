/**
 * Sets the limits of a product at a location. Its level is locked and judged anew: a limit that is
 * moved past what is on hand raises or resolves an alert, as a movement would.
 */
import type { InputOf, inventory } from '@evertill/contract';
import { newId, refuse } from '@evertill/kernel';
import type { Row, Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import { locationStockView } from './list-locations.ts';
import { quantityOf } from './quantity-input.ts';
import { tellLow } from './stock-store.ts';
import type { FellLow } from './stock-store.ts';
import { tellAudit } from './tell-audit.ts';

type Input = InputOf<typeof inventory.changeLocationStock>;

interface LevelRow extends Row {
  readonly location_id: string;
  readonly product_id: string;
  readonly min_milli: number | null;
  readonly max_milli: number | null;
  /** The product's own minimum. */
  readonly product_milli: number;
}

export function changeLocationStock(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.changeLocationStock> {
  return (context, input) =>
    surroundings.database.inTransaction(context, async (tx) => {
      const before = await lockLevel(tx, input.plsId);
      const after = { ...before, ...limitsOf(input, before) };
      await tx.query(
        `UPDATE inventory.stock_levels SET min_milli = $3, max_milli = $4
         WHERE tenant_id = $1 AND pls_id = $2`,
        [tx.tenantId, input.plsId, after.min_milli, after.max_milli],
      );
      await judge(tx, surroundings, { before, after });
      const [had, has] = [locationStockView(before), locationStockView(after)];
      tellAudit(tx, context, {
        action: 'STOCK_LIMITS_CHANGED',
        modelName: 'ProductLocationStock',
        objectId: has.plsId,
        data: { before: had, after: has },
      });
      return has;
    });
}

/** In two steps: what was read while it waited for the level would be old by then. */
async function lockLevel(tx: Transaction, plsId: string): Promise<LevelRow> {
  await tx.query(
    `SELECT FROM inventory.stock_levels WHERE tenant_id = $1 AND pls_id = $2 FOR NO KEY UPDATE`,
    [tx.tenantId, plsId],
  );
  const [row] = await tx.query<LevelRow>(
    `SELECT l.*, coalesce(p.min_milli, 0) AS product_milli
     FROM inventory.stock_levels l LEFT JOIN inventory.products p
       ON p.tenant_id = l.tenant_id AND p.product_id = l.product_id
     WHERE l.tenant_id = $1 AND l.pls_id = $2`,
    [tx.tenantId, plsId],
  );
  return row ?? refuse('not_found');
}

/** Null takes a limit away; what was not given stays. */
function limitsOf(
  { minimumQuantity, maxQuantity }: Input,
  before: LevelRow,
): Pick<LevelRow, 'min_milli' | 'max_milli'> {
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

interface Change {
  readonly before: LevelRow;
  readonly after: LevelRow;
}

async function judge(
  tx: Transaction,
  surroundings: Surroundings,
  { before, after }: Change,
): Promise<void> {
  const { location_id: location, product_id: product } = before;
  const minimumOf = (row: LevelRow): number => row.min_milli ?? row.product_milli;
  const cause = newId(surroundings);
  const low = await tx.query<FellLow>(
    `SELECT * FROM inventory.judge_thresholds($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      surroundings.clock.now(),
      [cause, cause],
      [location, location],
      [product, product],
      ['LOW_STOCK', 'OVERSTOCK'],
      [minimumOf(before), before.max_milli],
      [minimumOf(after), after.max_milli],
    ],
  );
  tellLow(tx, low);
}
