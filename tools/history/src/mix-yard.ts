/**
 * Goods that no counter sells: they are counted, carried between two locations and promised to
 * orders. All of it counts at once, and what is promised or carried is never more than there is.
 */
import { randomUUID } from 'node:crypto';
import type { Stage, Yard } from './stage.ts';
import { get, moveStock, post, stockKey } from './teller.ts';
import type { Teller } from './teller.ts';

const YARDS = 3;
/** After so many uses it is given up, so that no key grows long. */
const USES_MAX = 150;
const MILLI = 1000;

async function yardOf(teller: Teller): Promise<Yard | undefined> {
  const { stage, dice } = teller;
  if (stage.yards.length < YARDS) return newYard(teller);
  const yard = dice.pick(stage.yards);
  yard.uses += 1;
  if (yard.uses === USES_MAX) stage.yards.splice(stage.yards.indexOf(yard), 1);
  return yard;
}

async function newYard(teller: Teller): Promise<Yard | undefined> {
  const { stage } = teller;
  const product = randomUUID();
  const made = await post(teller, '/api/products/', {
    role: 'manager',
    body: {
      product_id: product,
      sku: `YARD-${product.slice(0, 18)}`,
      name: `Timber ${product}`,
      price: stage.amount(100),
      oversell_policy: 'BLOCK',
    },
  });
  if (made === undefined) return undefined;
  const yard = { product, locations: stage.locations, uses: 0 };
  stage.yards.push(yard);
  return yard;
}

/** One person writes it down, another says yes: then it counts, once. */
export async function adjust(teller: Teller): Promise<void> {
  const yard = await yardOf(teller);
  if (yard === undefined) return;
  const { stage, dice } = teller;
  const { product } = yard;
  const location = dice.pick(yard.locations);
  const pieces = dice.between(1, 12);
  const id = randomUUID();
  const made = await post(teller, '/api/stock-adjustments/', {
    role: 'manager',
    body: {
      adjustment_id: id,
      product,
      location,
      adjustment_type: 'CORRECTION',
      quantity_adjusted: String(pieces),
      reason: 'counted',
    },
  });
  if (made === undefined) return;
  const approve = () =>
    post(teller, `/api/stock-adjustments/${id}/approve/`, {
      role: 'owner',
      writes: moveStock(stage, { product, location }, { effect: id, by: pieces * MILLI }),
      mayBe: ['adjustment_decided'],
    });
  if ((await approve()) === undefined || dice.chance() < 0.1) await approve();
}

/** From one location to the other, once, and never more than is there and not promised. */
export async function transfer(teller: Teller): Promise<void> {
  const yard = await yardOf(teller);
  if (yard === undefined) return;
  const { stage, dice } = teller;
  const { product } = yard;
  const [from, to] = dice.shuffle(yard.locations) as [string, string];
  const pieces = dice.between(1, 8);
  const id = randomUUID();
  const made = await post(teller, '/api/stock-transfers/', {
    role: 'manager',
    body: {
      transfer_id: id,
      product,
      from_location: from,
      to_location: to,
      quantity: String(pieces),
    },
  });
  if (made === undefined) return;
  const by = pieces * MILLI;
  const apply = () =>
    post(teller, `/api/stock-transfers/${id}/apply/`, {
      role: 'manager',
      writes: [
        ...moveStock(stage, { product, location: from }, { effect: id, by: -by }),
        ...moveStock(stage, { product, location: to }, { effect: id, by }),
      ],
      mayBe: ['insufficient_stock', 'transfer_applied'],
    });
  if ((await apply()) === undefined || dice.chance() < 0.1) await apply();
}

/** A promise to an order, at the main location; some are given back. */
export async function reserve(teller: Teller): Promise<void> {
  const yard = await yardOf(teller);
  if (yard === undefined) return;
  const { stage, dice } = teller;
  const { product } = yard;
  const [order, line] = [randomUUID(), randomUUID()];
  const pieces = dice.between(1, 6);
  const lines = [{ sales_detail_id: line, product, quantity: String(pieces) }];
  const made = await post(teller, '/api/salesheaders/', {
    role: 'cashier',
    body: { sales_header_id: order, lines },
  });
  if (made === undefined) return;
  const budget = promisedFrom(stage, yard);
  const amount = pieces * MILLI;
  const promised = await post(teller, `/api/salesdetails/${line}/reserve/`, {
    role: 'cashier',
    body: { expiry_days: 30 },
    writes: [{ kind: 'take', budget, effect: line, amount }],
    mayBe: ['insufficient_stock'],
  });
  if (promised === undefined || dice.chance() < 0.5) return;
  await post(teller, `/api/salesheaders/${order}/cancel/`, {
    role: 'manager',
    writes: [{ kind: 'fund', budget, effect: `${line} back`, amount }],
  });
}

const promisedFrom = (stage: Stage, { product, locations: [location] }: Yard): string =>
  stockKey(stage, { product, location });

export async function readLevels(teller: Teller): Promise<void> {
  const { stage, dice } = teller;
  if (stage.yards.length > 0) await readYard(teller, dice.pick(stage.yards));
}

async function readYard(teller: Teller, { product, locations }: Yard): Promise<void> {
  const { stage } = teller;
  await get(teller, `/api/location-stocks/?product=${product}`, {
    role: 'owner',
    reads: ({ body }) =>
      locations.map((location) => ({
        kind: 'total',
        counter: stockKey(stage, { product, location }),
        value: levelIn(body, location),
        isAtRest: false,
      })),
  });
}

function levelIn(body: unknown, location: string): number {
  const levels = body as { readonly location: string; readonly quantity: string }[];
  const found = levels.find((one) => one.location === location);
  return Math.round(Number(found?.quantity ?? 0) * MILLI);
}

/** A good that counters sell: what is on hand follows later. */
export async function readGood(teller: Teller): Promise<void> {
  const { dice, stage } = teller;
  await readGoodAt(teller, dice.pick(stage.shop.goods).product, false);
}

export async function readGoodAt(
  teller: Teller,
  product: string,
  isAtRest: boolean,
): Promise<void> {
  const { stage } = teller;
  const [location] = stage.locations;
  await get(teller, `/api/location-stocks/?product=${product}&location=${location}`, {
    role: 'owner',
    reads: ({ body }) => [
      {
        kind: 'total',
        counter: stockKey(stage, { product, location }),
        value: levelIn(body, location),
        isAtRest,
      },
    ],
  });
}
