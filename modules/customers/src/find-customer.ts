/** One customer, archived or erased as well: sales name them all. */
import type { customers } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { readCustomer } from './customer-store.ts';
import { customerView, readDetails } from './customer-view.ts';
import type { ReadNeeds } from './needs.ts';
import { noDetails } from './sealed-details.ts';

export function findCustomer(needs: ReadNeeds): TenantUseCase<typeof customers.findCustomer> {
  return async (context, { customerId }) => {
    const row =
      (await needs.database.read(context, (tx) => readCustomer(tx, customerId))) ??
      refuse('not_found');
    // Of whom we have forgotten there is nothing to open, and no key is asked for.
    if (row.erased_at !== null) return customerView(row, noDetails);
    const opening = { keys: await needs.shopKeys.of(context), tenantId: context.tenantId };
    return customerView(row, readDetails(needs, row, opening));
  };
}
