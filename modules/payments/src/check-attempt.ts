/** Asks the provider what became of an attempt. What is settled is not asked about again. */
import type { payments } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import { attemptView, readAttempt } from './attempt-store.ts';
import type { StartNeeds } from './start-attempt.ts';

export function checkAttempt({
  surroundings,
  collecting,
}: StartNeeds): TenantUseCase<typeof payments.checkAttempt> {
  return async (context, { paymentAttemptId }) => {
    const row = await surroundings.database.read(context, (tx) =>
      readAttempt(tx, paymentAttemptId),
    );
    if (row === undefined) refuse('not_found');
    if (row.status === 'SUCCEEDED' || row.status === 'FAILED') return attemptView(row);
    return attemptView(await collecting.check(context.tenantId, row));
  };
}
