/** How much of its customers a shop lets its tills keep. */
import type { customers } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { Needs } from './needs.ts';
import { readTillCopies } from './till-copy-store.ts';

export function findTillCopies({
  database,
}: Pick<Needs, 'database'>): TenantUseCase<typeof customers.findTillCopies> {
  return (context) => database.read(context, async (tx) => ({ kept: await readTillCopies(tx) }));
}
