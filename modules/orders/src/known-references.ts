/**
 * Refuses a location or a unit that the shop has not: nobody writes down an id of another shop.
 * Never inside a transaction: neighbours are asked.
 */
import { catalog, inventory } from '@evertill/contract';
import { Refusal, refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';

export type Reference = string | null | undefined;

/** The location of an order or of a register, if it names one; refused as `not_found`. */
export async function refuseUnknownLocation(
  { ask }: Surroundings,
  context: TenantContext,
  location: Reference,
): Promise<void> {
  if (location == null) return;
  const asked = ask(inventory.findLocation, context, { locationId: location });
  await asked.catch(refusingAs('location', 'is not a location here'));
}

/** The units that lines name, each asked about once; refused as `not_found`. */
export async function refuseUnknownUnits(
  { ask }: Surroundings,
  context: TenantContext,
  units: readonly Reference[],
): Promise<void> {
  const wanted = new Set(units.flatMap((unit) => (unit == null ? [] : [unit.toLowerCase()])));
  for (const unitId of wanted) {
    const asked = ask(catalog.findUnit, context, { unitId });
    await asked.catch(refusingAs('unit', 'is not a unit here'));
  }
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
