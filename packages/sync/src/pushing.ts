/**
 * Sends the front of the queue until it is empty. A batch that is refused as a whole is halved
 * until one operation is alone; one that the server cannot take in even alone gives its number to a
 * stand-in, so that those behind it go on.
 *
 *   take ──▶ push ──answered──▶ settle what is echoed ──▶ take …
 *              └──refused for its content──▶ halve ──alone──▶ withhold
 */
import { limits } from '@evertill/contract';
import { shelve, freshlyQueued } from './journal-moves.ts';
import type { JournalStorage } from './journal-storage.ts';
import type { KeptOperation, Registration } from './kept-operation.ts';
import type { PushReply, ServerPort, Trouble } from './server-port.ts';
import { settleReply } from './settle.ts';
import type { SettleSummary } from './settle.ts';
import { pushedOf, takeBatch } from './take-batch.ts';
import { endingOf, isOfContent, isStrangeNo, mayBeTooMuch } from './trouble.ts';
import type { Ending } from './trouble.ts';
import type { World } from './world.ts';

/**
 * What the server breaks on, alone and again and again for so long while it answers, is withheld.
 * Long enough to outlive a server that is down: the withheld is only late, and a person sees it.
 */
const POISON_TRIES = 20;
const POISON_MS = 24 * 3_600_000;

export interface PushNeeds {
  readonly world: World;
  readonly journal: JournalStorage;
  readonly server: ServerPort;
  readonly registration: Registration;
  readonly fencing: number;
  /** How many go together: halved by refusals, doubled by success, and remembered between runs. */
  readonly size: { count: number };
  readonly isCurrent: () => boolean;
  /** After each answer: whether anything was settled, parked or withheld by it. */
  readonly onProgress: (isProgress: boolean) => Promise<void>;
}

/**
 * The guard: each round takes at least one operation off the front of the queue (here, or another
 * tab has done so), halves the batch, or ends; the same batch does not go twice without a pause.
 */
export async function pushAll(needs: PushNeeds): Promise<Ending> {
  let before = '';
  while (needs.isCurrent()) {
    const batch = await takeBatch(needs.journal, needs.size.count);
    if (batch.length === 0) return { event: 'drained' };
    const front = `${batch[0]?.id ?? ''} ${batch[0]?.place.seq ?? 0} ${batch.length}`;
    if (front === before) return { event: 'failed', code: 'strange_answer' };
    before = front;
    // Reading took its time: the lock may be another tab's by now.
    if (!needs.isCurrent()) break;
    const reply = await needs.server.push({
      registration: needs.registration,
      fencing: needs.fencing,
      operations: batch.map(pushedOf),
    });
    const round =
      reply.kind === 'ok'
        ? await take(needs, batch, reply.value)
        : await refuseBatch(needs, batch, reply);
    await needs.onProgress(round.isProgress);
    if (round.ending !== undefined) return round.ending;
  }
  return { event: 'failed' };
}

interface Round {
  readonly isProgress: boolean;
  /** Undefined to go on. */
  readonly ending: Ending | undefined;
}

async function take(
  needs: PushNeeds,
  batch: readonly KeptOperation[],
  reply: PushReply,
): Promise<Round> {
  const { size, world } = needs;
  const summary = await settleReply(needs.journal, { sent: batch, reply, nowMs: world.nowMs() });
  const isProgress = summary.settled + summary.parked > 0;
  if (isProgress) size.count = Math.min(limits.PUSH_OPERATIONS_MAX, size.count * 2);
  const ending = endingOfLater(summary);
  if (ending !== undefined && !isProgress && isFault(summary)) await blame(needs, batch);
  return { isProgress, ending };
}

const isFault = ({ later }: SettleSummary): boolean => later === 'unavailable' || later === 'fault';

/** What has to come again says how. Without a word about any, all went well. */
function endingOfLater({ later, differing }: SettleSummary): Ending | undefined {
  if (later === 'fencing_stale') return { event: 'fencing_stale', code: later };
  if (later === 'sequence_gap') return { event: 'resend', code: later };
  if (later === 'no_answer') return { event: 'failed', code: 'strange_answer' };
  if (later !== null) return { event: 'failed', code: later };
  if (differing > 0) return { event: 'failed', code: 'echo_differs' };
  return undefined;
}

async function refuseBatch(
  needs: PushNeeds,
  batch: readonly KeptOperation[],
  trouble: Trouble,
): Promise<Round> {
  const [first] = batch;
  if (batch.length > 1 && mayBeTooMuch(trouble)) {
    needs.size.count = Math.ceil(batch.length / 2);
    const ending = isOfContent(trouble) ? undefined : endingOf(trouble);
    return { isProgress: false, ending };
  }
  if (first !== undefined && batch.length === 1) {
    if (isOfContent(trouble)) {
      const { code, detail } = trouble.kind === 'refused' ? trouble : unsaid;
      await withhold(needs, first, { code, detail });
      return { isProgress: true, ending: undefined };
    }
    if (trouble.kind === 'refused' && trouble.code === 'fault') await blame(needs, batch);
    if (isStrangeNo(trouble)) await blame(needs, batch, 'strange_answer');
  }
  return { isProgress: false, ending: endingOf(trouble) };
}

type Blame = 'fault' | 'strange_answer';
const unsaid = { code: 'fault', detail: '' } as const;

/** Counts against the first of a batch, where all of it came back because of a fault. */
async function blame(
  needs: PushNeeds,
  [first]: readonly KeptOperation[],
  code: Blame = 'fault',
): Promise<void> {
  if (first === undefined) return;
  const nowMs = needs.world.nowMs();
  const isPoison = await needs.journal.write(async (tx) => {
    const now = await tx.find(first.id);
    if (now?.fate.kind !== 'queued') return false;
    const { count = 0, sinceMs = nowMs } = now.fate.faults ?? {};
    await tx.put({ ...now, fate: { ...now.fate, faults: { count: count + 1, sinceMs } } });
    return count + 1 >= POISON_TRIES && nowMs - sinceMs >= POISON_MS;
  });
  if (isPoison) await withhold(needs, first, { code, detail: '' });
}

/** The operation waits for a person on the shelf; a stand-in takes its number. */
async function withhold(
  { journal, world }: PushNeeds,
  { id }: KeptOperation,
  { code, detail }: { readonly code: string; readonly detail: string },
): Promise<void> {
  const nowMs = world.nowMs();
  await journal.write(async (tx) => {
    const now = await tx.find(id);
    if (now?.fate.kind !== 'queued') return;
    const why = { outcome: 'REJECTED_TERMINAL', code, detail, blockedBy: null } as const;
    const { retries } = now.fate;
    const fate = { kind: 'parked', atMs: nowMs, why, retryAtMs: null, retries } as const;
    await shelve({ tx, nowMs, newId: world.newId }, now, fate, freshlyQueued);
  });
}
