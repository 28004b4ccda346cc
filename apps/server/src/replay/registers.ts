/**
 * The registers of an import: as many as the first run had, each enrolled like a till of its own.
 * Their names carry the count, so that any later run, on any machine, can read it back.
 */
import { ApiProblem } from '@evertill/client';
import { orders } from '@evertill/contract';
import type { OutputOf } from '@evertill/contract';
import { ConfigError } from '../config.ts';
import type { DeviceKeys } from './device-keys.ts';
import { registerIdOf } from './replay-ids.ts';
import type { Session } from './session.ts';

export const REGISTERS_DEFAULT = 8;
export const REGISTERS_MAX = 64;
const ENROL_TRIES = 5;

export interface RegisterPass {
  readonly epoch: number;
  readonly fencing: number;
  readonly key: string;
  readonly lastSeq: number;
}

export interface ImportRegister {
  readonly registerId: string;
  readonly name: string;
  /** Takes the lease; enrols first where the key is missing or no longer good. */
  readonly takeLease: () => Promise<RegisterPass>;
}

type RegisterView = OutputOf<typeof orders.listRegisters>['items'][number];

const NAME_START = 'import ';
const namePattern = /^import ([1-9]\d*)\/([1-9]\d*)$/;

/** How many registers the import of this shop has; undefined before its first run. */
export async function findRegisterCount(session: Session): Promise<number | undefined> {
  const counts = new Set<number>();
  let cursor: string | null = null;
  do {
    const page: { items: RegisterView[]; nextCursor: string | null } = await session.call(
      orders.listRegisters,
      { search: NAME_START, limit: 1000, ...(cursor === null ? {} : { cursor }) },
    );
    for (const { name, registerId } of page.items) {
      const [, place = '', count = ''] = namePattern.exec(name) ?? [];
      // Somebody may call a till of his own so: only ids that are ours count.
      if (registerIdOf(session.tenantId, Number(place), Number(count)) === registerId) {
        counts.add(Number(count));
      }
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  const [count, ...others] = counts;
  if (others.length > 0) throw new Error('The import has registers of several counts.');
  return count;
}

/** The count to use: the first run's. Another one that is asked for is refused. */
export function agreeOnCount(found: number | undefined, wanted: number | undefined): number {
  if (found === undefined) return wanted ?? REGISTERS_DEFAULT;
  if (wanted === undefined || wanted === found) return found;
  throw new ConfigError(
    `The first replay into this shop had ${found} registers, and invoices stay with theirs: ` +
      `say --registers ${found}, and not ${wanted}.`,
  );
}

export function importRegister(
  session: Session,
  keys: DeviceKeys,
  { place, count }: { readonly place: number; readonly count: number },
): ImportRegister {
  const registerId = registerIdOf(session.tenantId, place, count);
  const name = `${NAME_START}${place}/${count}`;
  const enrol = async (): Promise<string> => {
    for (let triesLeft = ENROL_TRIES; ; triesLeft -= 1) {
      // Asked again under the same id, this answers with a fresh code for the same register.
      const { enrolmentCode } = await session.call(orders.createRegister, { registerId, name });
      try {
        const { deviceKey, epoch } = await session.call(orders.enrol, { enrolmentCode });
        keys.keep(registerId, { epoch, key: deviceKey });
        return deviceKey;
      } catch (error) {
        // The answer was lost, and the code was used up with it.
        const isUsedUp = error instanceof ApiProblem && error.code === 'enrolment_code_invalid';
        if (!isUsedUp || triesLeft === 1) throw error;
      }
    }
  };
  const lease = async (key: string): Promise<RegisterPass> => {
    const leased = await session.call(orders.lease, { registerId }, { registerKey: key });
    return { ...leased, key };
  };
  return {
    registerId,
    name,
    takeLease: async () => {
      const known = keys.find(registerId);
      if (known === undefined) return lease(await enrol());
      try {
        return await lease(known.key);
      } catch (error) {
        if (!isKeySpent(error)) throw error;
        return lease(await enrol());
      }
    },
  };
}

/** The database is another one, or somebody enrolled the register anew. */
function isKeySpent(error: unknown): boolean {
  const isProblem = error instanceof ApiProblem;
  return isProblem && ['register_key_invalid', 'not_found'].includes(error.code);
}
