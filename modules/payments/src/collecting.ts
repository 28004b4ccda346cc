/**
 * Sends an attempt to its provider and notes what comes back: at once, on being asked, or by
 * itself. Nothing is locked while a provider is waited for.
 */
import { refuse, sleep } from '@evertill/kernel';
import type { Surroundings } from '@evertill/kernel';
import { chargeOf, noteAnswer } from './attempt-store.ts';
import type { AttemptRow, Noted } from './attempt-store.ts';
import type { Charge, Provider, ProviderAnswer } from './providers/provider.ts';
import { simulator } from './providers/simulator.ts';

/** How long a person at the counter waits for a provider before the answer is "unknown". */
const ANSWER_MS_MAX = 1_500;
/** How soon it is asked again what became of an attempt that nobody has settled. */
export const CHECK_MS = 5_000;

export interface Collecting {
  /** By name. */
  readonly providers: ReadonlyMap<string, Provider>;
  readonly send: (tenantId: string, row: AttemptRow) => Promise<AttemptRow>;
  readonly check: (tenantId: string, row: AttemptRow) => Promise<AttemptRow>;
}

export function collecting(surroundings: Surroundings, isSimulated: boolean): Collecting {
  const { database, clock, scheduler, log } = surroundings;
  const note = async (tenantId: string, attemptId: string, answer: Noted): Promise<AttemptRow> => {
    const now = clock.now();
    const checkAt = new Date(now.getTime() + CHECK_MS);
    const row = await database.inTransaction({ tenantId }, (tx) =>
      noteAnswer(tx, attemptId, { answer, now, checkAt }),
    );
    return row ?? refuse('not_found');
  };
  const hear = async (tenantId: string, attemptId: string, answer: Noted): Promise<void> => {
    await note(tenantId, attemptId, answer);
  };
  const all = isSimulated ? [simulator(surroundings, hear)] : [];
  const providers = new Map(all.map((provider): [string, Provider] => [provider.name, provider]));
  const ask = async (
    row: AttemptRow,
    tenantId: string,
    question: (provider: Provider, charge: Charge) => Promise<ProviderAnswer>,
  ): Promise<AttemptRow> => {
    const provider = providers.get(row.provider);
    if (provider === undefined) return row;
    const silence = sleep(scheduler, ANSWER_MS_MAX).then((): Noted => ({ status: 'UNKNOWN' }));
    const answer = await Promise.race([
      question(provider, chargeOf(tenantId, row)).catch((error: unknown): Noted => {
        log.warn({ err: error, provider: row.provider }, 'a provider gave no answer');
        return { status: 'UNKNOWN' };
      }),
      silence,
    ]);
    return note(tenantId, row.attempt_id, answer);
  };
  return {
    providers,
    send: (tenantId, row) => ask(row, tenantId, (provider, charge) => provider.start(charge)),
    check: (tenantId, row) => ask(row, tenantId, (provider, charge) => provider.query(charge)),
  };
}
