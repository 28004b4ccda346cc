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

/** Of what was served last, so that PostgreSQL is not asked for megabytes again and again. */
const KEPT_BYTES_MAX = 64 * 1_048_576;
/** So many changes are two or three pulls: then the chore builds anew. */
const CHANGES_MAX = 1_000;
/** So many are twenty pulls, and take as long as building a catalogue of 100,000 products. */
const CHANGES_MAX_TO_SERVE = 20_000;
const OLD_MS = 3_600_000;

export function snapshots(needs: PriceNeeds): Snapshots {
  const building = new Map<string, Promise<void>>();
  const served = lastServed();
  const ageOf = (tenant: TenantRef): Promise<SnapshotAge | undefined> =>
    needs.database.read(tenant, (tx) => readSnapshotAge(tx, CHANGES_MAX_TO_SERVE));
  /** Whoever asks while one is built waits for that one, and builds no second. */
  const buildIf = (
    tenantId: string,
    isNeeded: (age: SnapshotAge | undefined) => boolean,
  ): Promise<void> => {
    const known = building.get(tenantId);
    if (known !== undefined) return known;
    const work = async (): Promise<void> => {
      if (isNeeded(await ageOf({ tenantId }))) await buildSnapshot(needs, { tenantId });
    };
    const made = work().finally(() => building.delete(tenantId));
    building.set(tenantId, made);
    return made;
  };
  const read = async (context: TenantContext): Promise<ByteAnswer> => {
    const row = await needs.database.read(context, readSnapshot);
    if (row === undefined) throw new Error('the snapshot was not written');
    const { content, etag } = row;
    const answer = { content: content.toString('base64'), compression: 'gzip', etag } as const;
    served.keep(context.tenantId, answer);
    return answer;
  };
  return {
    find: async (context) => {
      const age = await ageOf(context);
      if (isTooOldToServe(age)) {
        await withPriceBook(needs, context, async () => undefined);
        await buildIf(context.tenantId, isTooOldToServe);
        return read(context);
      }
      return served.find(context.tenantId, age?.etag) ?? read(context);
    },
    renew: async (tenantId) => {
      const now = needs.clock.now();
      await buildIf(tenantId, (age) => age !== undefined && isDue(age, now));
    },
  };
}

function isTooOldToServe(age: SnapshotAge | undefined): boolean {
  return age?.format !== SNAPSHOT_FORMAT || age.changes >= CHANGES_MAX_TO_SERVE;
}

function isDue({ format, builtAt, changes }: SnapshotAge, now: Date): boolean {
  const isOld = changes > 0 && now.getTime() - builtAt.getTime() > OLD_MS;
  return isOld || format !== SNAPSHOT_FORMAT || changes >= CHANGES_MAX;
}

interface LastServed {
  /** Undefined unless it is the very one that there is now. */
  readonly find: (tenantId: string, etag: string | undefined) => ByteAnswer | undefined;
  readonly keep: (tenantId: string, answer: ByteAnswer) => void;
}

/** One of each shop, the latest asked for of all shops: a Map keeps the order of its keys. */
function lastServed(): LastServed {
  const answers = new Map<string, ByteAnswer>();
  const put = (tenantId: string, answer: ByteAnswer): void => {
    answers.delete(tenantId);
    answers.set(tenantId, answer);
  };
  return {
    find: (tenantId, etag) => {
      const answer = answers.get(tenantId);
      if (answer === undefined) return undefined;
      put(tenantId, answer);
      return answer.etag === etag ? answer : undefined;
    },
    keep: (tenantId, answer) => {
      put(tenantId, answer);
      let bytes = [...answers.values()].reduce((all, { content }) => all + content.length, 0);
      for (const [eldest, { content }] of answers) {
        if (bytes <= KEPT_BYTES_MAX) return;
        answers.delete(eldest);
        bytes -= content.length;
      }
    },
  };
}
