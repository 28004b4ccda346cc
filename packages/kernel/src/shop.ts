/**
 * The shop of a context: its name, currency, time zone, limits. Asked of auth, and remembered for
 * seconds: never inside a transaction.
 */
import { auth } from '@evertill/contract';
import type { ShopView } from '@evertill/contract';
import type { TenantContext } from './context.ts';
import type { Surroundings } from './module-surroundings.ts';
import { refuse } from './refusal.ts';

interface Remembered {
  readonly tenant: ShopView;
  readonly untilMs: number;
}

/** A shop that is suspended is noticed within this time; its currency never changes. */
const AGE_MS_MAX = 10_000;
const remembered = new WeakMap<object, Map<string, Remembered>>();

export async function tenantOf(
  { ask, clock, database }: Pick<Surroundings, 'ask' | 'clock' | 'database'>,
  context: TenantContext,
): Promise<ShopView> {
  const shops = remembered.get(database) ?? new Map<string, Remembered>();
  remembered.set(database, shops);
  const nowMs = clock.now().getTime();
  const known = shops.get(context.tenantId);
  if (known !== undefined && known.untilMs > nowMs) return known.tenant;
  const tenant = await ask(auth.findTenant, context, {}).catch((error: unknown) => {
    // What is known of a shop outlives a moment in which nobody can be asked.
    if (known !== undefined) return known.tenant;
    throw error;
  });
  if (tenant.status === 'SUSPENDED') refuse('tenant_suspended', { retryAfterSeconds: 60 });
  shops.set(context.tenantId, { tenant, untilMs: nowMs + AGE_MS_MAX });
  return tenant;
}
