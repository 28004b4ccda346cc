/** Attempts, newest first, one by its id, and the providers there are. */
import type { payments } from '@evertill/contract';
import { readPage, refuse, whenGiven } from '@evertill/kernel';
import type { ListSource, Surroundings, TenantUseCase } from '@evertill/kernel';
import { attemptView, readAttempt } from './attempt-store.ts';
import type { AttemptRow } from './attempt-store.ts';
import type { Provider } from './providers/provider.ts';

type ReadNeeds = Pick<Surroundings, 'database'>;

const attemptList = {
  from: 'payments.attempts a',
  columns: 'a.*',
  tenantColumn: 'a.tenant_id',
  orderings: { created_at: { sql: 'a.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'a.attempt_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

export function listAttempts({ database }: ReadNeeds): TenantUseCase<typeof payments.listAttempts> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where = [
        whenGiven('a.order_id = ?', query.salesHeader),
        whenGiven('a.status = ?', query.status),
      ];
      const { rows, ...page } = await readPage(tx, { ...attemptList, where }, query);
      return { ...page, items: rows.map((row) => attemptView(row as AttemptRow)) };
    });
}

export function findAttempt({ database }: ReadNeeds): TenantUseCase<typeof payments.findAttempt> {
  return async (context, { paymentAttemptId }) => {
    const row = await database.read(context, (tx) => readAttempt(tx, paymentAttemptId));
    return row === undefined ? refuse('not_found') : attemptView(row);
  };
}

export function listProviders(
  providers: ReadonlyMap<string, Provider>,
): TenantUseCase<typeof payments.listProviders> {
  return () =>
    Promise.resolve({
      providers: [...providers.values()].map(({ name, methods, isSimulated }) => ({
        provider: name,
        methods: [...methods],
        isSimulated,
      })),
    });
}
