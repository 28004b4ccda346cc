/** What the shop of the context counts in, and which day it is there. Asked of auth. */
import { auth } from '@evertill/contract';
import type { Surroundings, TenantContext } from '@evertill/kernel';

export interface Shop {
  readonly currency: string;
  /** `2026-01-31`, by the shop's own clock on the wall. */
  readonly today: string;
}

/** Never inside a transaction: a neighbour is asked. */
export async function shopOf({ ask, clock }: Surroundings, context: TenantContext): Promise<Shop> {
  const { currency, timeZone } = await ask(auth.findTenant, context, {});
  // Sweden writes its days as ISO 8601 does.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(clock.now());
  return { currency, today };
}
