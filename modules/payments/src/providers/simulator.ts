/**
 * A provider that is none, for tests and for trying out. What it does is told by the account it is
 * asked to charge, since that is the one thing that a caller chooses:
 *
 *   approve        collects, says so at once
 *   decline        refuses at once
 *   late           collects, says so a little later
 *   late-decline   refuses, a little later
 *   twice          collects, says so a little later, and says it again
 *   timeout        collects, and never answers
 *   lost           never receives what was sent
 *   never          says nothing, ever; in time, a query calls it expired
 *
 * Any other account collects at once. Its books are a table, so that it remembers as a real one
 * would when we are killed.
 */
import type { Database, Log, World } from '@evertill/kernel';
import { sleep } from '@evertill/kernel';
import type { Charge, Hear, Provider, ProviderAnswer } from './provider.ts';

const LATE_MS = 400;
const NEVER_MS = 60_000;
/** Longer than anybody waits for it. */
const TIMEOUT_MS = 60_000;

interface SimulatorNeeds extends World {
  readonly database: Database;
  readonly log: Log;
}

export function simulator(needs: SimulatorNeeds, hear: Hear): Provider {
  return {
    name: 'SIMULATOR',
    isSimulated: true,
    methods: ['CARD', 'MOBILE', 'CRYPTO'],
    start: async (charge) => {
      if (charge.account === 'lost') return silence(needs);
      await enter(needs, charge);
      if (charge.account === 'timeout') return silence(needs);
      for (const delayMs of tellings(charge.account)) tellLater(needs, hear, { charge, delayMs });
      return readBooks(needs, charge);
    },
    query: (charge) => readBooks(needs, charge),
  };
}

function tellings(account: string): readonly number[] {
  if (account === 'late' || account === 'late-decline') return [LATE_MS];
  return account === 'twice' ? [LATE_MS, LATE_MS * 1.5] : [];
}

/** The answer that never comes. */
async function silence({ scheduler }: SimulatorNeeds): Promise<never> {
  await sleep(scheduler, TIMEOUT_MS);
  throw new Error('the simulator did not answer');
}

async function enter({ database, clock }: SimulatorNeeds, charge: Charge): Promise<void> {
  const delayMs = tellings(charge.account)[0] ?? (charge.account === 'never' ? NEVER_MS : 0);
  await database.inTransaction(charge, (tx) =>
    tx.query(
      `INSERT INTO payments.simulated_charges
         (tenant_id, attempt_id, scenario, amount_minor, settles_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [
        tx.tenantId,
        charge.attemptId,
        charge.account,
        charge.amountMinor,
        new Date(clock.now().getTime() + delayMs),
      ],
    ),
  );
}

async function readBooks(
  { database, clock }: SimulatorNeeds,
  { tenantId, attemptId }: Charge,
): Promise<ProviderAnswer> {
  const [row] = await database.read({ tenantId }, (tx) =>
    tx.query<{ scenario: string; settles_at: Date }>(
      `SELECT scenario, settles_at FROM payments.simulated_charges
       WHERE tenant_id = $1 AND attempt_id = $2`,
      [tx.tenantId, attemptId],
    ),
  );
  if (row === undefined) return { status: 'FAILED', failureCode: 'never_received' };
  if (row.settles_at > clock.now()) return { status: 'PENDING' };
  return settled(row.scenario, attemptId);
}

function settled(
  scenario: string,
  attemptId: string,
): Exclude<ProviderAnswer, { status: 'PENDING' }> {
  if (scenario === 'never') return { status: 'FAILED', failureCode: 'expired' };
  if (scenario.endsWith('decline')) return { status: 'FAILED', failureCode: 'declined' };
  return { status: 'SUCCEEDED', reference: `SIMULATED-${attemptId.slice(-12).toUpperCase()}` };
}

interface Telling {
  readonly charge: Charge;
  readonly delayMs: number;
}

function tellLater({ scheduler, log }: SimulatorNeeds, hear: Hear, { charge, delayMs }: Telling) {
  const { tenantId, attemptId, account } = charge;
  scheduler.after(delayMs, () => {
    hear(tenantId, attemptId, settled(account, attemptId)).catch((error: unknown) => {
      log.warn({ err: error }, 'nobody heard the simulator');
    });
  });
}
