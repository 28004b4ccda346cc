/** How long things may come back, for tills: whole, when it changed since a cursor. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { readPolicy } from './return-policy.ts';

export function pullReturnPolicy({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.pullReturnPolicy> {
  return (context, { cursor }) =>
    database.read(context, async (tx) => {
      const policy = await readPolicy(tx);
      const { allowWindowDays, receiptRequired } = policy;
      // It is so small that what was told is its own place.
      const told = `${String(allowWindowDays)}.${String(receiptRequired)}`;
      const returnPolicy = cursor === told ? null : { allowWindowDays, receiptRequired };
      return { cursor: told, hasMore: false, returnPolicy };
    });
}
