/** The owner says how much tills keep. Each forgets the rest with its next pull. */
import type { customers } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { Needs } from './needs.ts';
import { readTillCopies, writeTillCopies } from './till-copy-store.ts';

export function changeTillCopies({
  database,
  clock,
}: Pick<Needs, 'database' | 'clock'>): TenantUseCase<typeof customers.changeTillCopies> {
  return (context, { kept }) =>
    database.inTransaction(context, async (tx) => {
      const before = await readTillCopies(tx);
      if (before === kept) return { kept };
      await writeTillCopies(tx, kept, clock.now());
      tx.tell({
        type: 'audit.events',
        aggregateId: tx.tenantId,
        payload: {
          chainId: 'back-office',
          action: 'TILL_COPIES_CHANGED',
          modelName: 'Tenant',
          objectId: tx.tenantId,
          userId: context.userId,
          reason: '',
          data: { before, after: kept },
        },
      });
      return { kept };
    });
}
