/** Takes in what a register's queue holds, up to a hundred operations, each with its own answer. */
import type { orders } from '@evertill/contract';
import type { Database, TenantContext, TenantUseCase } from '@evertill/kernel';
import { refuse } from '@evertill/kernel';
import type { SettleOperations } from './settle-operations.ts';

export interface PushNeeds {
  readonly database: Database;
  readonly settle: SettleOperations;
}

export function push({ settle, database }: PushNeeds): TenantUseCase<typeof orders.push> {
  return async (context, { operations, ...pass }) => {
    refuseDisorder(operations);
    const { answers, lastSeq } = await settle(context, pass, operations);
    return {
      registerId: pass.registerId,
      epoch: pass.epoch,
      lastSeq: lastSeq ?? (await readLastSeq(database, context, pass.registerId)),
      results: [...answers],
    };
  };
}

/** Where a register stands of which nothing could be settled. */
async function readLastSeq(
  database: Database,
  context: TenantContext,
  registerId: string,
): Promise<number> {
  const [register] = await database.read(context, (tx) =>
    tx.query<{ last_seq: number }>(
      'SELECT last_seq FROM orders.registers WHERE tenant_id = $1 AND register_id = $2',
      [tx.tenantId, registerId],
    ),
  );
  return register?.last_seq ?? 0;
}

/** A queue is in order: a request that is not was not made by one. */
function refuseDisorder(operations: readonly { readonly seq: number }[]): void {
  const at = operations.findIndex((one, index) => {
    const before = operations[index - 1];
    return before !== undefined && one.seq <= before.seq;
  });
  if (at === -1) return;
  const field = `operations.${at}.seq`;
  refuse('input_invalid', {
    detail: `${field} does not follow the one before it`,
    fields: [{ field, message: 'must be greater than the one before it' }],
  });
}
