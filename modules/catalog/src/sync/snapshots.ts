/**
 * The snapshots of the shops: built when one is first asked for, and again by the chore when much
 * changed since. An old one is never wrong: its cursor leads on to what it does not hold. So a
 * register waits for a new one only where pulling would take longer than building.
 */
import { SNAPSHOT_FORMAT } from '@evertill/contract';
import type { ByteAnswer } from '@evertill/contract';
import type { TenantContext, TenantRef } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import { withPriceBook } from '../with-price-book.ts';
import { buildSnapshot } from './build-snapshot.ts';
import { readSnapshot, readSnapshotAge } from './snapshot-store.ts';
import type { SnapshotAge } from './snapshot-store.ts';

export interface Snapshots {
  readonly find: (context: TenantContext) => Promise<ByteAnswer>;
  /** The chore: where one is in use, it is kept fresh. */
  readonly renew: (tenantId: string) => Promise<void>;
}

/** So many changes are two or three pulls: then the chore builds anew. */
const CHANGES_MAX = 1_000;
/** So many are twenty pulls, and take as long as building a catalogue of 100,000 products. */
const CHANGES_MAX_TO_SERVE = 20_000;
const OLD_MS = 3_600_000;

export function snapshots(needs: PriceNeeds): Snapshots {
  const building = new Map<string, Promise<void>>();
  const ageOf = (tenant: TenantRef, changesMax: number): Promise<SnapshotAge | undefined> =>
    needs.database.read(tenant, (tx) => readSnapshotAge(tx, changesMax));
  /** Whoever asks while one is built waits for that one. */
  const build = (tenantId: string): Promise<void> => {
    const known = building.get(tenantId);
    if (known !== undefined) return known;
    const made = buildSnapshot(needs, { tenantId }).finally(() => building.delete(tenantId));
    building.set(tenantId, made);
    return made;
  };
  return {
    find: async (context) => {
      const age = await ageOf(context, CHANGES_MAX_TO_SERVE);
      if (age === undefined) await withPriceBook(needs, context, async () => undefined);
      if (age === undefined || isBehind(age, CHANGES_MAX_TO_SERVE)) await build(context.tenantId);
      const row = await needs.database.read(context, readSnapshot);
      if (row === undefined) throw new Error('the snapshot was not written');
      return { content: row.content.toString('base64'), compression: 'gzip', etag: row.etag };
    },
    renew: async (tenantId) => {
      const age = await ageOf({ tenantId }, CHANGES_MAX);
      if (age === undefined) return;
      if (isBehind(age, CHANGES_MAX) || isOld(age, needs.clock.now())) await build(tenantId);
    },
  };
}

function isOld({ builtAt, changes }: SnapshotAge, now: Date): boolean {
  return changes > 0 && now.getTime() - builtAt.getTime() > OLD_MS;
}

function isBehind({ format, changes }: SnapshotAge, changesMax: number): boolean {
  return format !== SNAPSHOT_FORMAT || changes >= changesMax;
}
