/** The whole catalogue at once, for a register's first load. */
import type { catalog } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { Snapshots } from './snapshots.ts';

export function findSnapshot({ find }: Snapshots): TenantUseCase<typeof catalog.findSnapshot> {
  return (context) => find(context);
}
