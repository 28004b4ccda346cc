/**
 * Gathers what a shop's registers send at the same time: a run that comes while another is being
 * written waits for that, and goes with all others that came meanwhile, in one transaction.
 *
 *   none at work ── run ──▶ written at once
 *   one at work ─── runs ──▶ gathered ── the one at work is done ──▶ written together
 *
 * Nobody waits for more to come. Whoever is alone is as fast as ever; a crowd shares the round trip
 * and the flush to the disk. What breaks a transaction is found by writing its runs one by one.
 */
import { Refusal } from '@evertill/kernel';
import type { Recording, SalesAnswer } from './sale-batch.ts';

export type RecordSales = (run: Recording) => Promise<SalesAnswer>;

/** Writes runs of one shop, of a register at most one; all of them or none. */
export type WriteRuns = (
  tenantId: string,
  runs: readonly Recording[],
) => Promise<readonly SalesAnswer[]>;

/** A run as long as this has shared its round trip among its sales already. */
const LONG_RUN = 20;
const TOGETHER_MAX = 64;

interface Waiting extends PromiseWithResolvers<SalesAnswer> {
  readonly run: Recording;
}

export function gatherRuns(write: WriteRuns): RecordSales {
  /** The shops that have a call at work, each with what came since. */
  const shops = new Map<string, Waiting[]>();

  const writeAll = async (tenantId: string, first: Waiting): Promise<void> => {
    const queue: Waiting[] = [];
    shops.set(tenantId, queue);
    for (let next = [first]; next.length > 0; next = takeTogether(queue)) {
      await settle(write, tenantId, next);
    }
    shops.delete(tenantId);
  };
  return (run) => {
    const { tenantId } = run.context;
    const waiting: Waiting = { run, ...Promise.withResolvers<SalesAnswer>() };
    const queue = shops.get(tenantId);
    if (run.sales.length >= LONG_RUN) void settle(write, tenantId, [waiting]);
    else if (queue === undefined) void writeAll(tenantId, waiting);
    else queue.push(waiting);
    return waiting.promise;
  };
}

/** Takes from the queue, in order, what may go together: of a register one run. */
function takeTogether(queue: Waiting[]): Waiting[] {
  const registers = new Set<string>();
  const taken: Waiting[] = [];
  const left: Waiting[] = [];
  for (const one of queue.splice(0)) {
    const { registerId } = one.run.pen;
    const mayGo = taken.length < TOGETHER_MAX && !registers.has(registerId);
    (mayGo ? taken : left).push(one);
    registers.add(registerId);
  }
  queue.push(...left);
  return taken;
}

/** Never fails: what fails is the answer of those whom it concerns. */
async function settle(
  write: WriteRuns,
  tenantId: string,
  together: readonly Waiting[],
): Promise<void> {
  try {
    const answers = await write(
      tenantId,
      together.map(({ run }) => run),
    );
    for (const [place, { resolve, reject }] of together.entries()) {
      const answer = answers[place];
      if (answer === undefined) reject(new Error('a run was not answered'));
      else resolve(answer);
    }
  } catch (error) {
    if (together.length === 1 || isTransient(error)) {
      for (const { reject } of together) reject(error);
      return;
    }
    for (const one of together) await settle(write, tenantId, [one]);
  }
}

/** Nobody of them broke it: asking for each by itself would only keep the next ones waiting. */
function isTransient(error: unknown): boolean {
  return error instanceof Refusal && error.rule.register === 'retry';
}
