/** One return of goods. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { readReturn, showReturn } from './return-store.ts';

export function findReturn({ database }: Surroundings): TenantUseCase<typeof orders.findReturn> {
  return (context, { salesReturnId }) =>
    database.read(context, async (tx) => {
      const { seesAll, userId } = whoOf(context);
      const row = await readReturn(tx, salesReturnId);
      const isThere = row !== undefined && row.status !== 'WITHDRAWN';
      if (!isThere || !(seesAll || row.created_by === userId)) refuse('not_found');
      return showReturn(tx, salesReturnId);
    });
}
