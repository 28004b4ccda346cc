/**
 * The snapshots of the shops: built when one is first asked for, and again when too much changed
 * since. An old one is never wrong: its cursor leads on to what it does not hold.
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

/** So many changes are two or three pulls. */
const CHANGES_MAX = 1_000;
const OLD_MS = 3_600_000;

export function snapshots(needs: PriceNeeds): Snapshots {
  const building = new Map<string, Promise<void>>();
  const isNeeded = async (tenant: TenantRef): Promise<boolean> => {
    const age = await needs.database.read(tenant, (tx) => readSnapshotAge(tx, CHANGES_MAX));
    return age === undefined || isFarBehind(age) || isOld(age, needs.clock.now());
  };
  /** Whoever asks while one is built waits for that one. */
  const freshen = (tenantId: string): Promise<void> => {
    const known = building.get(tenantId);
    if (known !== undefined) return known;
    const work = async (): Promise<void> => {
      if (await isNeeded({ tenantId })) await buildSnapshot(needs, { tenantId });
    };
    const made = work().finally(() => building.delete(tenantId));
    building.set(tenantId, made);
    return made;
  };
  return {
    find: async (context) => {
      await withPriceBook(needs, context, async () => undefined);
      await freshen(context.tenantId);
      const row = await needs.database.read(context, readSnapshot);
      if (row === undefined) throw new Error('the snapshot was not written');
      return { content: row.content.toString('base64'), compression: 'gzip', etag: row.etag };
    },
    renew: async (tenantId) => {
      const row = await needs.database.read({ tenantId }, (tx) => readSnapshotAge(tx, 1));
      if (row !== undefined) await freshen(tenantId);
    },
  };
}

function isOld({ builtAt, changes }: SnapshotAge, now: Date): boolean {
  return changes > 0 && now.getTime() - builtAt.getTime() > OLD_MS;
}

function isFarBehind({ format, changes }: SnapshotAge): boolean {
  return format !== SNAPSHOT_FORMAT || changes >= CHANGES_MAX;
}
