/**
 * Plays one register: sends its queue in order, batch by batch, until every operation has its
 * answer.
 *
 * The whole queue is sent on every run, under the numbers of the first: what is settled already is
 * answered again, and so each run knows exactly what became of every line. Where a number of this
 * epoch went to something else (another file, replayed before) the rest of the queue moves up
 * behind the last number that is taken.
 */
import { ApiProblem, retryDelayMs } from '@evertill/client';
import { orders } from '@evertill/contract';
import type { PushAnswer } from '@evertill/contract';
import type { Gates } from './gates.ts';
import type { WriteBody } from './operation-bodies.ts';
import type { PlannedOperation } from './plan.ts';
import type { ImportRegister, RegisterPass } from './registers.ts';
import type { Session } from './session.ts';

export interface Queued {
  readonly operation: PlannedOperation;
  readonly id: string;
  /** The sale it goes back to. */
  readonly dependsOn: string | undefined;
}

export interface RegisterRun {
  readonly session: Session;
  readonly register: ImportRegister;
  readonly queue: readonly Queued[];
  readonly gates: Gates;
  readonly write: WriteBody;
  readonly onSettled: (operation: PlannedOperation, answer: PushAnswer) => void;
}

interface Progress {
  pass: RegisterPass;
  /** The place in the queue that has no answer yet. */
  next: number;
  /** What is added to a place in the queue to get its number; 1 as long as nothing moved up. */
  shift: number;
  /** Pushes in a row that settled nothing, and since when. */
  vainTries: number;
  vainSinceMs: number;
}

const OPERATIONS_MAX = 100;
const LINES_MAX = 2_000;

export async function runRegister(run: RegisterRun): Promise<void> {
  const { session, register, queue, gates } = run;
  if (queue.length === 0) return;
  const pass = await register.takeLease();
  const progress: Progress = { pass, next: 0, shift: 1, vainTries: 0, vainSinceMs: 0 };
  while (progress.next < queue.length) {
    const batch = nextBatch(run, progress);
    if (batch.length === 0) {
      await gates.whenOpen(queue[progress.next]?.dependsOn ?? '');
      continue;
    }
    const before = progress.next;
    const stop = await pushBatch(run, progress, batch);
    const isVain = progress.next === before && stop !== 'number_taken';
    if (isVain) await waitAfterVainTry(session, progress);
    else progress.vainTries = 0;
    if (stop === 'pass_refused') {
      progress.pass = await register.takeLease();
      closeGap(progress);
    }
  }
}

/** After a new enrolment the numbers start anew, and may not leave one out. */
function closeGap(progress: Progress): void {
  const { next, pass } = progress;
  progress.shift = Math.min(progress.shift, pass.lastSeq + 1 - next);
}

/** What is sent together: either all of it may be known already, or nothing of it. */
function nextBatch({ queue, gates }: RegisterRun, progress: Progress): readonly Queued[] {
  const { next, shift, pass } = progress;
  const isKnown = next + shift <= pass.lastSeq;
  const batch: Queued[] = [];
  const inBatch = new Set<string>();
  let lines = 0;
  for (let place = next; place < queue.length && batch.length < OPERATIONS_MAX; place += 1) {
    const queued = queue[place];
    if (queued === undefined || (isKnown && place + shift > pass.lastSeq)) break;
    const { dependsOn, operation, id } = queued;
    if (dependsOn !== undefined && !gates.isOpen(dependsOn) && !inBatch.has(dependsOn)) break;
    lines += operation.lines.length;
    if (lines > LINES_MAX && batch.length > 0) break;
    batch.push(queued);
    inBatch.add(id);
  }
  return batch;
}

/** Why a push ended before its last operation was settled. */
type Stop = 'none' | 'try_later' | 'pass_refused' | 'number_taken';

async function pushBatch(
  run: RegisterRun,
  progress: Progress,
  batch: readonly Queued[],
): Promise<Stop> {
  const { session, register, write } = run;
  const { pass, next, shift } = progress;
  const { registerId } = register;
  const { epoch, fencing, key } = pass;
  const operations = batch.map(({ operation }, index) => write(operation, next + index + shift));
  try {
    const answer = await session.call(
      orders.push,
      { registerId, epoch, fencing, operations },
      { registerKey: key },
    );
    const stop = takeAnswers(run, progress, answer.results);
    progress.pass = { ...pass, lastSeq: answer.lastSeq };
    if (stop === 'number_taken') progress.shift = answer.lastSeq + 1 - progress.next;
    return stop;
  } catch (error) {
    if (error instanceof ApiProblem && isPassRefused(error.code)) return 'pass_refused';
    throw error;
  }
}

const passRefusals = ['fencing_stale', 'epoch_stale', 'register_key_invalid', 'sequence_gap'];

function isPassRefused(code: string | undefined): boolean {
  return code !== undefined && passRefusals.includes(code);
}

/** Goes through the answers up to the first that settles nothing. */
function takeAnswers(
  { queue, gates, onSettled }: RegisterRun,
  progress: Progress,
  answers: readonly PushAnswer[],
): Stop {
  const { lastSeq } = progress.pass;
  for (const answer of answers) {
    const queued = queue[progress.next];
    if (queued?.id !== answer.id) throw new Error('an answer to something that was not asked');
    if (answer.outcome === 'RETRY_LATER') {
      return isPassRefused(answer.code) ? 'pass_refused' : 'try_later';
    }
    if (answer.code === 'sequence_reused' && answer.seq <= lastSeq) return 'number_taken';
    onSettled(queued.operation, answer);
    gates.open(queued.id);
    progress.next += 1;
  }
  return 'none';
}

async function waitAfterVainTry(session: Session, progress: Progress): Promise<void> {
  const nowMs = session.nowMs();
  if (progress.vainTries === 0) progress.vainSinceMs = nowMs;
  else if (nowMs - progress.vainSinceMs > session.patienceMs) {
    throw new Error('The server answers, and settles nothing: see its log.');
  }
  await session.pause(retryDelayMs(progress.vainTries, session.chance()));
  progress.vainTries += 1;
}
