/**
 * Books one operation of a register by itself: whatever is not a run of sales.
 *
 * The register is locked first, so that its operations go one after the other. A repeat gets the
 * first answer; what may not be booked is parked; the effect and the sequence stand or fall
 * together.
 */
import type { Flag } from '@evertill/contract';
import { Refusal, refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import type { BookingNeeds } from './book-sales.ts';
import { isClockSuspect, poisonReason } from './booking-trouble.ts';
import type { ReadOperation } from './operation-reading.ts';
import { findKnown, writeUnbooked } from './park-operation.ts';
import type { Reason } from './park-operation.ts';
import { flagsAt } from './refund-store.ts';
import { advanceRegister, keyHashOf, lockRegister } from './register-pass.ts';
import type { RegisterPass, RegisterRow } from './register-pass.ts';
import type { Settled, Settlement } from './settlement.ts';

export interface Effect {
  readonly tx: Transaction;
  readonly register: RegisterRow;
  readonly now: Date;
  /** The operation is older or younger than a clock in order would make it. */
  readonly isClockSuspect: boolean;
}

/** Writes what happened. Answers its flags, or why it may not be booked: then it wrote nothing. */
export type RunEffect = (effect: Effect) => Promise<readonly Flag[] | Reason>;

export interface Booking {
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly operation: ReadOperation;
}

export async function bookOne(
  needs: BookingNeeds,
  booking: Booking,
  effect: RunEffect,
): Promise<Settled> {
  const { context, pass, operation } = booking;
  try {
    const settled = await needs.surroundings.database.inTransaction(context, (tx) =>
      book(tx, { ...booking, needs }, effect),
    );
    return 'lastSeq' in settled ? settled : await needs.park(context, pass, operation, settled);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return needs.park(context, pass, operation, poisonReason(needs.surroundings, error));
  }
}

async function book(
  tx: Transaction,
  { needs, context, pass, operation }: Booking & { readonly needs: BookingNeeds },
  effect: RunEffect,
): Promise<Settled | Reason> {
  const register = await lockRegister(tx, { ...pass, keyHash: keyHashOf(context) });
  const { seq } = operation;
  if (seq > register.last_seq + 1) refuse('sequence_gap');
  const known = await withFlags(tx, operation.id, await findKnown(tx, pass, operation));
  if (seq <= register.last_seq) return { ...known, lastSeq: register.last_seq };
  const now = needs.surroundings.clock.now();
  if (known.code !== 'sequence_reused') {
    await writeUnbooked(tx, { pass, operation, settled: known, recordedBy: context.userId, now });
    await advanceRegister(tx, pass.registerId, seq);
    return { ...known, lastSeq: seq };
  }
  const isSuspect = isClockSuspect(operation.occurredAt, now);
  const flags = await effect({ tx, register, now, isClockSuspect: isSuspect });
  if (!Array.isArray(flags)) return flags as Reason;
  await advanceRegister(tx, pass.registerId, seq);
  return { outcome: 'APPLIED', code: '', flags, lastSeq: seq };
}

/** The first answer again, with what was flagged then. */
async function withFlags(tx: Transaction, id: string, known: Settlement): Promise<Settlement> {
  return known.outcome === 'DUPLICATE' ? { ...known, flags: await flagsAt(tx, id) } : known;
}
