/** Whether an order may be made for somebody: a living customer of this shop. */
import type { customers } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import { isLiving, readCustomer } from './customer-store.ts';
import type { ReadNeeds } from './needs.ts';

export function knowsCustomer({
  database,
}: Pick<ReadNeeds, 'database'>): TenantUseCase<typeof customers.knowsCustomer> {
  return async (context, { customerId }) => ({
    isLiving: isLiving(await database.read(context, (tx) => readCustomer(tx, customerId))),
  });
}
