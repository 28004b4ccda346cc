/** The audit log, a page at a time, and one entry of it. */
import type { audit } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import { readEntries, readEntry } from './entry-store.ts';
import type { EntryRow } from './entry-store.ts';
import { entryViewOf } from './entry-view.ts';

type ReadNeeds = Pick<Surroundings, 'database'>;

export function listEntries({ database }: ReadNeeds): TenantUseCase<typeof audit.listEntries> {
  return async (context, query) => {
    const page = await database.read(context, (tx) => readEntries(tx, query));
    return {
      items: page.rows.map((row) => entryViewOf(row as EntryRow)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

export function findEntry({ database }: ReadNeeds): TenantUseCase<typeof audit.findEntry> {
  return async (context, { auditLogId }) => {
    const row = await database.read(context, (tx) => readEntry(tx, auditLogId));
    return row === undefined ? refuse('not_found') : entryViewOf(row);
  };
}
