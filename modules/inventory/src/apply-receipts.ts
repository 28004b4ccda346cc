/**
 * Puts goods that came in on the shelf, and takes them off again where they did not come after
 * all. What a piece costs on average is worked out here, where the shelf is: from what is on hand
 * at this very moment, at all locations together.
 */
import type { Event } from '@evertill/contract';
import { averageCostAfter, averageCostWithout } from '@evertill/domain';
import type { CostedGoods, CostedStock } from '@evertill/domain';
import type { Transaction, World } from '@evertill/kernel';
import { holdCosts, keepAverages } from './cost-store.ts';
import { mainLocation, moveStock } from './stock-store.ts';
import type { Movement } from './stock-store.ts';

type GoodsEvent = Event<'goods.received' | 'goods.receipt_voided'>;

/** What a kind of event does with one of its lines. */
interface Way {
  readonly sign: 1 | -1;
  readonly type: Movement['type'];
  readonly sourceType: string;
  readonly referencePrefix: string;
  readonly average: (stock: CostedStock, goods: CostedGoods) => number | undefined;
}

const comingIn: Way = {
  sign: 1,
  type: 'PURCHASE',
  sourceType: 'grn',
  referencePrefix: '',
  average: averageCostAfter,
};

/** A purchase only ever brings in: what undoes one is an adjustment that says so. */
const goingBack: Way = {
  sign: -1,
  type: 'ADJUSTMENT',
  sourceType: 'grn_void',
  referencePrefix: 'REVERSAL-',
  average: averageCostWithout,
};

export function applyReceipts(world: World) {
  return (tx: Transaction, events: readonly Event<'goods.received'>[]): Promise<void> =>
    apply(tx, world, { way: comingIn, events });
}

export function applyReceiptVoids(world: World) {
  return (tx: Transaction, events: readonly Event<'goods.receipt_voided'>[]): Promise<void> =>
    apply(tx, world, { way: goingBack, events });
}

interface Goods {
  readonly way: Way;
  readonly events: readonly GoodsEvent[];
}

async function apply(tx: Transaction, world: World, { way, events }: Goods): Promise<void> {
  const movements = events.flatMap((event) => movementsOf(way, event));
  if (movements.length === 0) return;
  const stocks = await holdCosts(tx, movements);
  const averaged = new Map<string, number>();
  for (const { productId, quantityMilli, costMinor } of events.flatMap(
    ({ payload }) => payload.items,
  )) {
    const stock = stocks.get(productId) ?? { onHandMilli: 0, averageMilliMinor: undefined };
    const average = way.average(stock, { quantityMilli, costMinor });
    const onHandMilli = stock.onHandMilli + way.sign * quantityMilli;
    stocks.set(productId, { onHandMilli, averageMilliMinor: average });
    if (average !== undefined) averaged.set(productId, average);
  }
  await moveStock(tx, world, movements);
  await keepAverages(tx, averaged);
}

function movementsOf(way: Way, { id, tenantId, payload }: GoodsEvent): Movement[] {
  return payload.items.map((item) => ({
    locationId: payload.locationId ?? mainLocation(tenantId),
    productId: item.productId,
    type: way.type,
    quantityMilli: way.sign * item.quantityMilli,
    reference: `${way.referencePrefix}${payload.grnNumber}`,
    reason: 'reason' in payload ? payload.reason : '',
    createdBy: payload.userId,
    sourceType: way.sourceType,
    sourceId: payload.grnHeaderId,
    sourceLine: item.lineNumber,
    eventId: id,
    occurredAt: new Date(payload.occurredAt),
  }));
}
