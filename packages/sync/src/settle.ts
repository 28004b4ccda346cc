/**
 * What an answer does to the journal. An operation is settled, or parked, by an answer that echoes
 * its id and the hash of its body under the number and in the epoch it was sent with, and by
 * nothing else: neither by a status, nor by its place in a list, nor by how far the server says it
 * stands.
 */
import type { JournalRead, JournalStorage, JournalWrite } from './journal-storage.ts';
import type { Fate, KeptOperation, ParkReason } from './kept-operation.ts';
import type { PushReply, PushResult } from './server-port.ts';

/** After so long what was booked before, and is unknown now, goes again by itself; then twice. */
const RETRY_FIRST_MS = 60_000;
const RETRY_LONGEST_MS = 3_600_000;

export interface SettleSummary {
  readonly settled: number;
  readonly parked: number;
  /** The code of the first that has to come again, if any has. */
  readonly later: string | null;
  /** Answers to what we sent that say something else than what we sent. */
  readonly differing: number;
}

export interface Settling {
  readonly sent: readonly KeptOperation[];
  readonly reply: PushReply;
  readonly nowMs: number;
}

/** Notes what became of what was sent, in one transaction. Forgotten, it is sent once more. */
export function settleReply(journal: JournalStorage, settling: Settling): Promise<SettleSummary> {
  return journal.write((tx) => settleAll(tx, settling), { mayLag: true });
}

async function settleAll(
  tx: JournalWrite,
  { sent, reply, nowMs }: Settling,
): Promise<SettleSummary> {
  const results = new Map(reply.results.map((result) => [result.id.toLowerCase(), result]));
  // Asked at once: each answer waits for whatever else the page is doing.
  const standing = await Promise.all(sent.map(({ id }) => standingOf(tx, id)));
  let [settled, parked, differing] = [0, 0, 0];
  let later: string | null = null;
  for (const [index, operation] of sent.entries()) {
    const result = results.get(operation.id);
    if (result === undefined) {
      later ??= 'no_answer';
    } else if (!echoes(reply, result, operation)) {
      differing += 1;
    } else if (result.outcome === 'RETRY_LATER') {
      later ??= result.code;
    } else {
      const fate = await give(tx, { operation, result, nowMs, ...standing[index] });
      if (fate === 'settled') settled += 1;
      if (fate === 'parked') parked += 1;
    }
  }
  if (settled > 0) await tx.putHead({ ...(await tx.head()), lastSettledAtMs: nowMs });
  return { settled, parked, later, differing };
}

/** An answer from before the device was enrolled again has the same ids, hashes and numbers. */
function echoes(
  { epoch }: PushReply,
  result: PushResult,
  { bodyHash, place }: KeptOperation,
): boolean {
  if (epoch !== place.epoch) return false;
  return result.bodyHash === bodyHash && result.seq === place.seq;
}

/** How an operation stands in the journal before the answer. */
interface Standing {
  readonly now?: KeptOperation | undefined;
  readonly dependants?: readonly KeptOperation[];
}

async function standingOf(tx: JournalRead, id: string): Promise<Standing> {
  const [now, dependants] = await Promise.all([tx.find(id), tx.dependants(id)]);
  return { now, dependants };
}

interface Answered extends Standing {
  readonly operation: KeptOperation;
  readonly result: PushResult;
  readonly nowMs: number;
}

async function give(tx: JournalWrite, answered: Answered): Promise<'settled' | 'parked' | null> {
  const { operation, now } = answered;
  // Settled by another tab meanwhile, or under another number now: this answer is of yesterday.
  if (now?.fate.kind !== 'queued' || !isSamePlace(now, operation)) return null;
  const fate = await fateOf(tx, { ...answered, operation: now });
  await tx.put({ ...now, fate });
  if (fate.kind === 'settled') await freeDependants(tx, answered);
  return fate.kind === 'settled' ? 'settled' : 'parked';
}

function isSamePlace(one: KeptOperation, other: KeptOperation): boolean {
  return one.place.epoch === other.place.epoch && one.place.seq === other.place.seq;
}

async function fateOf(tx: JournalWrite, answered: Answered): Promise<Fate> {
  const { operation, result, nowMs } = answered;
  const { outcome, flags } = result;
  if (outcome === 'APPLIED' || outcome === 'DUPLICATE') {
    return { kind: 'settled', atMs: nowMs, outcome, flags };
  }
  // A stand-in is there to be parked on the other side: its number is all that it is for. And what
  // was decided is decided here, also where a server has no word for it.
  if (operation.kind === 'withheld' || operation.kind === 'decision') {
    return { kind: 'settled', atMs: nowMs, outcome: 'APPLIED', flags: [] };
  }
  const why = await parkReasonOf(tx, operation, result);
  return { kind: 'parked', atMs: nowMs, why, ...goesAgain(answered, why) };
}

/** What was booked once, before a backup was restored, and lacks what another register sends. */
function goesAgain(
  { operation, nowMs }: Answered,
  why: ParkReason,
): { readonly retryAtMs: number | null; readonly retries: number } {
  const { fate } = operation;
  const retries = fate.kind === 'queued' ? fate.retries : 0;
  const wasSettled = fate.kind === 'queued' && fate.wasSettled;
  if (!wasSettled || why.code !== 'sale_not_found') return { retryAtMs: null, retries };
  const delayMs = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.min(retries, 10));
  return { retryAtMs: nowMs + delayMs, retries };
}

const parkOutcomes = ['CONFLICT', 'REJECTED_NEEDS_MANAGER', 'REJECTED_TERMINAL'] as const;

async function parkReasonOf(
  tx: JournalWrite,
  { dependsOn }: KeptOperation,
  { outcome, code, detail }: PushResult,
): Promise<ParkReason> {
  const parent = dependsOn === null ? undefined : await tx.find(dependsOn);
  return {
    // A word of a newer server: a person looks at it, and nobody guesses.
    outcome: parkOutcomes.find((known) => known === outcome) ?? 'UNKNOWN',
    code: code === '' ? outcome.toLowerCase() : code,
    detail,
    blockedBy: parent?.fate.kind === 'parked' ? parent.id : null,
  };
}

/** What waited for this one alone goes again by itself. */
async function freeDependants(
  tx: JournalWrite,
  { operation, nowMs, dependants = [] }: Answered,
): Promise<void> {
  for (const dependant of dependants) {
    const { fate } = dependant;
    if (fate.kind !== 'parked' || fate.why.blockedBy !== operation.id) continue;
    await tx.put({ ...dependant, fate: { ...fate, retryAtMs: nowMs } });
  }
}
