/**
 * Refuses products, units and locations that the shop has not: nobody writes down an id of another
 * shop. Never inside a transaction: neighbours are asked.
 */
import { catalog, inventory } from '@evertill/contract';
import { Refusal, refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';

/** An id that a body names, and where. */
export interface Named {
  readonly field: string;
  readonly id: string | null | undefined;
}

interface Known {
  readonly field: string;
  readonly id: string;
}

const given = (named: readonly Named[]): readonly Known[] =>
  named.flatMap(({ field, id }) => (id == null ? [] : [{ field, id: id.toLowerCase() }]));

/** One question for all products; one that is not sold any more may still be bought. */
export async function refuseUnknownProducts(
  { ask }: Surroundings,
  context: TenantContext,
  named: readonly Named[],
): Promise<void> {
  const wanted = given(named);
  if (wanted.length === 0) return;
  const productIds = [...new Set(wanted.map(({ id }) => id))];
  const { products } = await ask(catalog.knownProducts, context, { productIds });
  const known = new Set(products.map(({ productId }) => productId));
  const fields = wanted
    .filter(({ id }) => !known.has(id))
    .map(({ field }) => ({ field, message: 'is not a product here' }));
  if (fields.length > 0) refuse('not_found', { fields });
}

/** Units are few: each is asked about once. */
export async function refuseUnknownUnits(
  { ask }: Surroundings,
  context: TenantContext,
  named: readonly Named[],
): Promise<void> {
  const wanted = new Map(given(named).map(({ field, id }) => [id, field]));
  for (const [unitId, field] of wanted) {
    const asked = ask(catalog.findUnit, context, { unitId });
    await asked.catch(refusingAs(field, 'is not a unit here'));
  }
}

export async function refuseUnknownLocation(
  { ask }: Surroundings,
  context: TenantContext,
  locationId: string | null | undefined,
): Promise<void> {
  if (locationId == null) return;
  const asked = ask(inventory.findLocation, context, { locationId });
  await asked.catch(refusingAs('location', 'is not a location here'));
}

/** Says which field it was; anything but `not_found` goes on as it came. */
function refusingAs(field: string, message: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Refusal && error.code === 'not_found') {
      return refuse('not_found', { fields: [{ field, message }] });
    }
    throw error;
  };
}
