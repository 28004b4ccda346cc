/**
 * Books what a person at a till decided about an operation of its queue. It happened, and is kept
 * whatever it is worth; it ends the waiting only where whoever decided might, and said why.
 */
import { auth, mayDo, roleOf } from '@evertill/contract';
import type { DecisionBody, Flag } from '@evertill/contract';
import type { TenantContext } from '@evertill/kernel';
import { bookOne } from '../book-one.ts';
import type { BookingNeeds } from '../book-sales.ts';
import { writeBooked } from '../booked-operations.ts';
import type { DecisionOperation } from '../operation-reading.ts';
import type { RegisterPass } from '../register-pass.ts';
import type { Settled } from '../settlement.ts';
import { writeDecision } from './decision-store.ts';

export async function bookDecision(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: DecisionOperation,
): Promise<Settled> {
  const { body, occurredAt } = operation;
  const isFit = await isDecisionFit(needs, context, operation);
  return bookOne(needs, { context, pass, operation }, async ({ tx, now, isClockSuspect }) => {
    const flags: Flag[] = [
      ...(isFit ? [] : (['approval_unfit'] as const)),
      ...(isClockSuspect ? (['clock_suspect'] as const) : []),
    ];
    const recordedBy = context.userId;
    await writeDecision(tx, {
      decisionId: operation.id,
      registerId: pass.registerId,
      operationId: body.operation.toLowerCase(),
      decision: body.decision,
      amendedBy: body.amendedBy?.toLowerCase() ?? null,
      reason: body.reason ?? '',
      decidedBy: body.decidedBy.toLowerCase(),
      decidedAt: occurredAt,
      way: 'REGISTER',
      isFit,
      bodyHash: operation.bodyHash,
      recordedBy,
      now,
    });
    await writeBooked(tx, { pass, operation, recordedBy, flags, now });
    return flags;
  });
}

/** Changing what was said is anybody's; letting it go is for whoever might decide, then. */
async function isDecisionFit(
  { surroundings }: BookingNeeds,
  context: TenantContext,
  { body, occurredAt }: { readonly body: DecisionBody; readonly occurredAt: Date },
): Promise<boolean> {
  if (body.decision === 'AMENDED') return body.amendedBy !== undefined;
  if ((body.reason ?? '').trim() === '') return false;
  const userClientIds = [body.decidedBy.toLowerCase()];
  const at = occurredAt.toISOString();
  const { people } = await surroundings.ask(auth.findRolesAt, context, { userClientIds, at });
  return people.some(({ role }) => mayDo([roleOf(role)], 'exceptions_decide'));
}
