/**
 * Closes a session: what should be in the drawer, what is, and the Z that says both for ever.
 *
 * A sale and a close never race. Both lock the row of the register before they look at the session
 * (`record_sales`, `bookOne` and `lockSession` begin with it), and at READ COMMITTED whatever is
 * read after the lock is what the other committed: a sale that came first is in the sums gathered
 * here, one that comes after finds the session closed and becomes its supplement.
 */
import { canonicalBody, canonicalJson, zDocument } from '@evertill/contract';
import { decimalOf, expectedMinorOf, foreignCountsOf, sessionFigures } from '@evertill/domain';
import { varianceMinorOf } from '@evertill/domain';
import type { ForeignCount } from '@evertill/domain';
import { refuse, sha256Hex } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import type { Count } from './session-amounts.ts';
import { figuresView, foreignCountsView } from './session-figures.ts';
import { takeZNumber, writeClosing } from './session-store.ts';
import type { NextZ, SessionRow } from './session-store.ts';
import { countParked, gatherSums } from './session-sums.ts';
import type { GatheredSums } from './session-sums.ts';

export interface Closing {
  readonly context: TenantContext;
  /** Locked, with its register. */
  readonly session: SessionRow;
  readonly count: Count;
  readonly closedBy: string;
  readonly closedAt: Date;
  /** Whoever asks has to explain a variance; a drawer that was closed is a fact without. */
  readonly mustExplain: boolean;
}

export type Closed = 'closed' | 'closed before' | 'closed otherwise';

/** Closes it; or says that it was closed before, with the same count or with another one. */
export async function closeSession(tx: Transaction, closing: Closing): Promise<Closed> {
  const { session, count } = closing;
  const closeHash = closeHashOf(count);
  if (session.status === 'CLOSED') {
    return session.close_hash === closeHash ? 'closed before' : 'closed otherwise';
  }
  const sums = await gatherSums(tx, session, 'ALL');
  const expectedMinor = expectedMinorOf({
    openingFloatMinor: session.opening_float_minor,
    cashMinor: sessionFigures(sums).cashMinor,
  });
  const varianceMinor = varianceMinorOf(count.countedMinor, expectedMinor);
  const foreignCounts = foreignCountsOf(sums.foreign, count.foreign);
  // What nobody counted is as far from what was expected as can be.
  const isAsExpected = varianceMinor === 0 && foreignCounts.every((one) => one.varianceMinor === 0);
  if (!isAsExpected && count.reason === null && closing.mustExplain) {
    refuse('variance_reason_missing', {
      fields: [{ field: 'reason', message: 'is needed, since the count is not what was expected' }],
    });
  }
  const next = await takeZNumber(tx, session.register_id);
  const parkedCount = await countParked(tx, session);
  const found = { sums, expectedMinor, varianceMinor, foreignCounts };
  const result = { ...closing, ...found, parkedCount, next };
  await writeClosing(tx, {
    sessionId: session.session_id,
    closedBy: closing.closedBy,
    closedAt: closing.closedAt,
    countedMinor: count.countedMinor,
    denominations: count.denominations,
    foreignCounts: foreignCounts.length === 0 ? null : foreignCounts,
    expectedMinor,
    varianceMinor,
    varianceReason: count.reason,
    closeHash,
    zNumber: next.zNumber,
    zDocument: zOf(result),
    zSums: sums,
  });
  tellClosed(tx, result);
  return 'closed';
}

/** The same count is known by it again, over whichever way it came. */
function closeHashOf({ countedMinor, denominations, foreign, reason }: Count): string {
  // Where nothing foreign was counted, as it was before there could be any.
  const counted = foreign.length === 0 ? {} : { foreign };
  return sha256Hex(canonicalJson({ countedMinor, denominations, ...counted, reason }));
}

interface Result extends Closing {
  readonly sums: GatheredSums;
  readonly expectedMinor: number;
  readonly varianceMinor: number;
  readonly foreignCounts: readonly ForeignCount[];
  readonly parkedCount: number;
  readonly next: NextZ;
}

function zOf(result: Result): string {
  const { session, count, next } = result;
  const amount = (minor: number): string => decimalOf(minor, session.currency);
  return canonicalBody(zDocument, {
    sessionId: session.session_id,
    register: session.register_id,
    registerName: next.registerName,
    zNumber: next.zNumber,
    currency: session.currency,
    openedBy: session.opened_by,
    openedAt: session.opened_at.toISOString(),
    closedBy: result.closedBy,
    closedAt: result.closedAt.toISOString(),
    openingFloat: amount(session.opening_float_minor),
    expectedTotal: amount(result.expectedMinor),
    closingTotal: amount(count.countedMinor),
    variance: amount(result.varianceMinor),
    varianceReason: count.reason,
    denominations: count.denominations,
    foreignCounts: foreignCountsView(result.foreignCounts),
    figures: figuresView(result.sums, session.currency),
    parkedCount: result.parkedCount,
  });
}

function tellClosed(tx: Transaction, result: Result): void {
  const { session, count, context, next, expectedMinor, varianceMinor } = result;
  const told = {
    zNumber: next.zNumber,
    currency: session.currency,
    expectedMinor,
    countedMinor: count.countedMinor,
    varianceMinor,
  };
  const foreign = result.foreignCounts.length === 0 ? {} : { foreignCounts: result.foreignCounts };
  tx.tell({
    type: 'session.closed',
    aggregateId: session.session_id,
    payload: {
      ...told,
      sessionId: session.session_id,
      registerId: session.register_id,
      openedBy: session.opened_by,
      closedBy: result.closedBy,
      closedAt: result.closedAt.toISOString(),
    },
  });
  tx.tell({
    type: 'audit.events',
    aggregateId: session.register_id,
    payload: {
      chainId: `register:${session.register_id}`,
      action: 'SESSION_CLOSED',
      modelName: 'CashSession',
      objectId: session.session_id,
      userId: context.userId,
      reason: count.reason ?? '',
      data: { before: { status: 'OPEN' }, after: { ...told, ...foreign, status: 'CLOSED' } },
    },
  });
}
