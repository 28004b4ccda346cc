/**
 * Registers a product at a location, with its limits and its opening stock there. Product and
 * location are its id: the same request again gets the same answer, another one is refused.
 */
import type { InputOf, inventory } from '@evertill/contract';
import { refuse, tellAudit } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { learnProducts } from './learn-products.ts';
import { locationStockView } from './list-locations.ts';
import {
  isListedRow,
  limitsOf,
  lockLevelAt,
  readLevelAt,
  setLimits,
} from './location-stock-store.ts';
import type { LevelRow, Spot } from './location-stock-store.ts';
import { locationFor } from './location-store.ts';
import { openStock } from './open-stock.ts';
import { quantityOf } from './quantity-input.ts';
import { refuseForeign } from './refuse-foreign.ts';

type Input = InputOf<typeof inventory.registerLocationStock>;

export function registerLocationStock(
  surroundings: Surroundings,
): TenantUseCase<typeof inventory.registerLocationStock> {
  return async (context, input) => {
    refuseForeign(context, input.userClient);
    const quantityMilli = quantityOf('quantity', input.quantity ?? '0', { isZeroAllowed: true });
    await learnProducts(surroundings, context, [input.product]);
    const hash = context.fingerprint();
    return surroundings.database.inTransaction(context, async (tx) => {
      const locationId = await locationFor(tx, input.location);
      const spot = { locationId, productId: input.product.toLowerCase() };
      const known = await readLevelAt(tx, spot);
      const level = await lockLevelAt(tx, spot);
      // Also of two requests at once: the later one finds what the earlier one wrote.
      if (level.registered_hash === hash && isListedRow(level)) return locationStockView(level);
      const wasThere = known !== undefined && isListedRow(known);
      if (wasThere || isTaken(level)) refuse('location_stock_exists');
      await register(tx, level, hash);
      const limits = limitsOf(input, level);
      await setLimits(tx, surroundings, { before: level, limits });
      if (quantityMilli > 0) await open(tx, surroundings, { context, spot, quantityMilli });
      return tellRegistered(tx, context, { spot, input });
    });
  };
}

/** By somebody else, while this request waited. */
function isTaken({ registered_hash, delisted_at }: LevelRow): boolean {
  return registered_hash !== null && delisted_at === null;
}

async function register(tx: Transaction, { pls_id }: LevelRow, hash: string): Promise<void> {
  await tx.query(
    `UPDATE inventory.stock_levels SET registered_hash = $3, delisted_at = NULL
     WHERE tenant_id = $1 AND pls_id = $2`,
    [tx.tenantId, pls_id, hash],
  );
}

interface Opening {
  readonly context: TenantContext;
  readonly spot: Spot;
  readonly quantityMilli: number;
}

/** An opening stock comes before everything: what moved here before has opened it. */
async function open(
  tx: Transaction,
  surroundings: Surroundings,
  { context, spot, quantityMilli }: Opening,
): Promise<void> {
  const moved = await tx.query(
    `SELECT FROM inventory.stock_movements
     WHERE tenant_id = $1 AND product_id = $2 AND location_id = $3 LIMIT 1`,
    [tx.tenantId, spot.productId, spot.locationId],
  );
  if (moved.length > 0) refuse('stock_initial_exists');
  await openStock(tx, surroundings, { context, ...spot, quantityMilli });
}

async function tellRegistered(
  tx: Transaction,
  context: TenantContext,
  { spot, input }: { readonly spot: Spot; readonly input: Input },
): Promise<ReturnType<typeof locationStockView>> {
  const level = await readLevelAt(tx, spot);
  if (level === undefined) throw new Error('the level is not there after it was registered');
  const view = locationStockView(level);
  tellAudit(tx, context, {
    action: 'STOCK_PLACE_REGISTERED',
    modelName: 'ProductLocationStock',
    objectId: view.plsId,
    data: { before: null, after: { ...view, opening: input.quantity ?? null } },
  });
  return view;
}
