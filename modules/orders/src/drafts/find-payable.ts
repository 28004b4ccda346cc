/** What is still to be paid on an order, or on a sale: for whoever collects it. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import type { ReadNeeds } from '../list-sales.ts';
import { readHeader } from '../sale-reads.ts';

export function findPayable({ database }: ReadNeeds): TenantUseCase<typeof orders.findPayable> {
  return async (context, { salesHeaderId }) => {
    // On behalf of a person: no further than that person sees. A neighbour alone sees all.
    const { userId } = context;
    const who = userId === null ? { seesAll: true, userId } : whoOf({ ...context, caller: 'user' });
    const found = await database.read(context, (tx) => readHeader(tx, salesHeaderId, who));
    if (found === undefined) refuse('not_found');
    const { currency, remainingBalance: balance, status } = found;
    return { currency, balance, status };
  };
}
