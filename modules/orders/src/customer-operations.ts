/**
 * Settles what a register's queue asks of customers. The effect is another module's, so it cannot
 * share a transaction with the sequence (docs/decisions/0041): first the pass is checked, then
 * customers is asked, which does it once for each operation id, then the operation's row is written
 * and the sequence moves. A crash in between is asked again and answered the same.
 *
 * Orders keeps no word of such a body, nor its hash, which could be guessed from: a mark that
 * customers makes stands for it.
 */
import { customers, isRefusalCode } from '@evertill/contract';
import type { Flag } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';
import { bookOne } from './book-one.ts';
import type { BookingNeeds } from './book-sales.ts';
import { isParked, writeBooked } from './booked-operations.ts';
import type { CustomerOperation, UnreadableOperation } from './operation-reading.ts';
import type { Reason } from './park-operation.ts';
import { keyHashOf, lockRegister } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import type { Settled } from './settlement.ts';

/** What is kept in the place of a body that speaks of a person. */
const WITHHELD = '{}';

export async function settleCustomerOperation(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: CustomerOperation,
): Promise<Settled> {
  const isBlocked = await checkTurn(needs, context, pass, operation);
  const { reason, mark } = await (isBlocked ? block : askFor)(needs, context, operation);
  const kept = { ...operation, bodyHash: mark, bodyText: WITHHELD };
  return bookOne(needs, { context, pass, operation: kept }, async (effect) => {
    if (reason !== undefined) return reason;
    const flags: readonly Flag[] = effect.isClockSuspect ? ['clock_suspect'] : [];
    const { tx, now } = effect;
    await writeBooked(tx, { pass, operation: kept, recordedBy: context.userId, flags, now });
    return flags;
  });
}

/** One that speaks of a customer and fits no schema is parked without its body, too. */
export async function parkWithheld(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: UnreadableOperation,
): Promise<Settled> {
  const bodyHash = await markOf(needs, context, operation);
  const kept = { ...operation, bodyHash, bodyText: WITHHELD };
  return needs.park(context, pass, kept, operation.flaw);
}

/** Also of kinds that we do not know, and that a later register may. */
export function speaksOfCustomer({ kind }: { readonly kind: string }): boolean {
  return kind.startsWith('customer');
}

/**
 * Before anybody is asked: a register that may not push has no effect. Answers whether what the
 * operation depends on waits for a person.
 */
function checkTurn(
  { surroundings }: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  { seq, dependsOn }: CustomerOperation,
): Promise<boolean> {
  return surroundings.database.inTransaction(context, async (tx) => {
    const register = await lockRegister(tx, { ...pass, keyHash: keyHashOf(context) });
    if (seq > register.last_seq + 1) refuse('sequence_gap');
    return dependsOn !== undefined && (await isParked(tx, pass.registerId, dependsOn));
  });
}

async function markOf(
  { surroundings }: BookingNeeds,
  context: TenantContext,
  { bodyHash }: { readonly bodyHash: string },
): Promise<string> {
  return (await surroundings.ask(customers.markHash, context, { bodyHash })).mark;
}

interface Asked {
  /** Why it was not done. */
  readonly reason: Reason | undefined;
  readonly mark: string;
}

async function block(
  needs: BookingNeeds,
  context: TenantContext,
  operation: CustomerOperation,
): Promise<Asked> {
  const mark = await markOf(needs, context, operation);
  return { reason: { code: 'dependency_parked' }, mark };
}

async function askFor(
  { surroundings }: BookingNeeds,
  context: TenantContext,
  operation: CustomerOperation,
): Promise<Asked> {
  const { id: operationId, bodyHash, occurredAt } = operation;
  const { code, detail, mark } = await surroundings.ask(customers.settleOperation, context, {
    operationId,
    bodyHash,
    occurredAt: occurredAt.toISOString(),
    ...(operation.kind === 'customer_create'
      ? { create: operation.body }
      : { update: operation.body }),
  });
  if (code === '') return { reason: undefined, mark };
  if (!isRefusalCode(code)) throw new Error(`customers refused an operation with ${code}`);
  return { reason: { code, ...(detail === '' ? {} : { detail }) }, mark };
}
