/** Those whose name nobody knows: a page at a time, or one by its id. */
import type { customers } from '@evertill/contract';
import { readPage, refuse, whenGiven } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from './needs.ts';
import { profileView, readProfile } from './profile-store.ts';

const profileList = {
  from: 'customers.anonymous_profiles a',
  columns: 'a.*',
  tenantColumn: 'a.tenant_id',
  orderings: {
    last_seen: { sql: 'a.last_seen', type: 'timestamptz' },
    first_seen: { sql: 'a.first_seen', type: 'timestamptz' },
  },
  tieBreak: { sql: 'a.anonymous_customer_id', type: 'uuid' },
  defaultOrdering: '-last_seen',
} satisfies Omit<ListSource, 'where'>;

export function listProfiles({
  database,
}: Pick<ReadNeeds, 'database'>): TenantUseCase<typeof customers.listProfiles> {
  return (context, query) =>
    database.read(context, async (tx) => {
      const where: ListSource['where'] = [
        ['a.removed_at IS NULL', undefined],
        whenGiven('a.customer_id = ?', query.customer),
        whenGiven('(a.customer_id IS NOT NULL) = ?', query.isIdentified),
      ];
      const { rows, ...page } = await readPage(tx, { ...profileList, where }, query);
      return { ...page, items: rows.map(profileView) };
    });
}

export function findProfile({
  database,
}: Pick<ReadNeeds, 'database'>): TenantUseCase<typeof customers.findProfile> {
  return async (context, { anonymousCustomerId }) => {
    const row = await database.read(context, (tx) => readProfile(tx, anonymousCustomerId));
    return row?.removed_at === null ? profileView(row) : refuse('not_found');
  };
}
