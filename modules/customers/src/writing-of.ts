/** Fetches, before any transaction, what a write of a customer rests on. */
import type { TenantContext } from '@evertill/kernel';
import type { ConsentSource } from './consents.ts';
import type { Needs } from './needs.ts';
import { currencyOf } from './shop-currency.ts';
import type { Writing } from './write-customer.ts';

export async function writingOf(
  needs: Needs,
  context: TenantContext,
  said: { readonly source: ConsentSource; readonly saidAt?: Date },
): Promise<Writing> {
  const keys = await needs.shopKeys.of(context);
  return { needs, context, keys, currency: await currencyOf(needs, context), ...said };
}
