/**
 * Settles what a register sent, in order: each operation is booked, or parked, or told to come
 * again. Neighbouring sales share a transaction; whatever else stands alone.
 */
import { isOperationKind } from '@evertill/contract';
import type { PushAnswer } from '@evertill/contract';
import { Refusal } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { bookRefund } from './book-refund.ts';
import { bookSales } from './book-sales.ts';
import type { BookingNeeds } from './book-sales.ts';
import { parkWithheld, settleCustomerOperation, speaksOfCustomer } from './customer-operations.ts';
import { bookDecision } from './decisions/book-decision.ts';
import { bookVoid } from './drafts/book-void.ts';
import { readOperation } from './operation-reading.ts';
import type {
  ReadOperation,
  SaleOperation,
  SentOperation,
  UnreadableOperation,
} from './operation-reading.ts';
import type { RegisterPass } from './register-pass.ts';
import { bookSessionOperation } from './sessions/book-session-operation.ts';
import { pushAnswer } from './settlement.ts';
import type { Settled } from './settlement.ts';

type Operation = ReadOperation | UnreadableOperation;

export type SettleOperations = (
  context: TenantContext,
  pass: RegisterPass,
  sent: readonly SentOperation[],
) => Promise<SettledOperations>;

export interface SettledOperations {
  readonly answers: readonly PushAnswer[];
  /** How far the register's sequence stands; unknown when nothing could be settled. */
  readonly lastSeq: number | undefined;
}

export function settleOperations(needs: BookingNeeds): SettleOperations {
  const { metrics } = needs.surroundings;
  return async (context, shown, sent) => {
    // One register, one spelling: it names chains and events.
    const pass = { ...shown, registerId: shown.registerId.toLowerCase() };
    const operations = sent.map(readOperation);
    const answers: PushAnswer[] = [];
    let lastSeq: number | undefined;
    for (const run of neighbouringRuns(operations)) {
      try {
        const settled = await settleRun(needs, context, pass, run);
        answers.push(...settled.map((one, index) => pushAnswer(run[index] as Operation, one)));
        lastSeq = settled.at(-1)?.lastSeq;
      } catch (error) {
        // The pass is not good, or we cannot just now. What is settled stays settled; if nothing
        // is, the whole request has this one answer.
        const isTransient = error instanceof Refusal && error.rule.register === 'retry';
        if (!isTransient && answers.length === 0) throw error;
        answers.push(...comeAgain(operations.slice(answers.length), error));
        if (!(error instanceof Refusal)) needs.surroundings.log.error({ err: error }, 'a fault');
        break;
      }
    }
    for (const [index, { outcome, flags }] of answers.entries()) {
      const kind = operations[index]?.kind ?? '';
      // A label is one of few: what a caller makes up is not one.
      metrics.outcomes.inc({ kind: isOperationKind(kind) ? kind : 'unknown', outcome });
      for (const flag of outcome === 'APPLIED' ? flags : []) metrics.flagged.inc({ flag });
    }
    return { answers, lastSeq };
  };
}

function comeAgain(rest: readonly Operation[], error: unknown): PushAnswer[] {
  const code = error instanceof Refusal ? error.code : 'unavailable';
  return rest.map((operation) => pushAnswer(operation, { outcome: 'RETRY_LATER', code }));
}

async function settleRun(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  run: readonly Operation[],
): Promise<Settled[]> {
  const [first] = run;
  if (first === undefined) return [];
  if ('flaw' in first) {
    const isWithheld = speaksOfCustomer(first);
    if (isWithheld) return [await parkWithheld(needs, context, pass, first)];
    return [await needs.park(context, pass, first, first.flaw)];
  }
  if (first.kind === 'customer_create' || first.kind === 'customer_update') {
    return [await settleCustomerOperation(needs, context, pass, first)];
  }
  if (first.kind === 'refund') return [await bookRefund(needs, context, pass, first)];
  if (first.kind === 'void') return [await bookVoid(needs, context, pass, first)];
  if (first.kind === 'decision') return [await bookDecision(needs, context, pass, first)];
  if (first.kind !== 'sale') return [await bookSessionOperation(needs, context, pass, first)];
  return bookSales(needs, context, pass, run as readonly SaleOperation[]);
}

/** Sales that follow one another without a gap go together; anything else goes alone. */
function neighbouringRuns(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const runs: Operation[][] = [];
  for (const operation of operations) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isNext = last !== undefined && operation.seq === last.seq + 1;
    if (run !== undefined && isNext && isSale(operation) && isSale(last)) run.push(operation);
    else runs.push([operation]);
  }
  return runs;
}

function isSale(operation: Operation): boolean {
  return operation.kind === 'sale' && !('flaw' in operation);
}
