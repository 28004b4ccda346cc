/** The audit log, a page at a time. */
import type { audit } from '@evertill/contract';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { readEntries } from './entry-store.ts';
import type { EntryRow } from './entry-store.ts';
import { entryViewOf } from './entry-view.ts';

export function listEntries({
  database,
}: Pick<Surroundings, 'database'>): TenantUseCase<typeof audit.listEntries> {
  return async (context, query) => {
    const page = await database.read(context, (tx) => readEntries(tx, query));
    return {
      items: page.rows.map((row) => entryViewOf(row as EntryRow)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}
