/** What the shop of the context counts in, and which day it is there, also while auth is away. */
import { tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantContext } from '@evertill/kernel';

export interface Shop {
  readonly currency: string;
  /** `2026-01-31`, by the shop's own clock on the wall. */
  readonly today: string;
}

/** Never inside a transaction: a neighbour is asked. */
export async function shopOf(surroundings: Surroundings, context: TenantContext): Promise<Shop> {
  const { currency, timeZone } = await tenantOf(surroundings, context);
  // Sweden writes its days as ISO 8601 does.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(surroundings.clock.now());
  return { currency, today };
}
