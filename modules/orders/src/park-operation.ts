/**
 * An operation that is not booked still takes its place in the register's queue, so that those
 * behind it can go on: it is written down with its body, and waits for a person.
 */
import type { RefusalCode } from '@evertill/contract';
import { refusals } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, Transaction } from '@evertill/kernel';
import { advanceRegister, keyHashOf, lockRegister } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import { outcomeOf } from './settlement.ts';
import type { Settled, Settlement } from './settlement.ts';

export interface Parkable {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly bodyHash: string;
  readonly bodyText: string;
  readonly occurredAt: Date;
  readonly body?: object;
}

export interface Reason {
  readonly code: RefusalCode;
  readonly detail?: string;
}

export type Park = (
  context: TenantContext,
  pass: RegisterPass,
  operation: Parkable,
  reason: Reason,
) => Promise<Settled>;

export function parkOperation({ database, clock }: Surroundings): Park {
  return (context, pass, operation, reason) =>
    database.inTransaction(context, async (tx) => {
      const register = await lockRegister(tx, { ...pass, keyHash: keyHashOf(context) });
      if (operation.seq > register.last_seq + 1) refuse('sequence_gap');
      const known = await findKnown(tx, pass, operation);
      const { last_seq: lastSeq } = register;
      if (operation.seq <= lastSeq) return { ...known, lastSeq };
      // Booked before under another number: it stays booked, and this number books nothing.
      const settled = known.code === 'sequence_reused' ? settle(reason) : known;
      await writeUnbooked(tx, {
        pass,
        operation,
        settled,
        recordedBy: context.userId,
        now: clock.now(),
      });
      await advanceRegister(tx, pass.registerId, operation.seq);
      return { ...settled, lastSeq: operation.seq };
    });
}

function settle({ code, detail }: Reason): Settlement {
  return { outcome: outcomeOf(code), code, detail: detail ?? refusals[code].title };
}

/** What is known of an operation already; `sequence_reused` when nothing is known of its id. */
export async function findKnown(
  tx: Transaction,
  pass: RegisterPass,
  operation: Parkable,
): Promise<Settlement> {
  const [row] = await tx.query<{ outcome: Settlement['outcome']; code: RefusalCode | '' }>(
    'SELECT outcome, code FROM orders.known_operation($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      tx.tenantId,
      pass.registerId,
      pass.epoch,
      operation.seq,
      operation.id,
      operation.kind,
      operation.bodyHash,
      receiptNumberOf(operation.body),
    ],
  );
  if (row === undefined) throw new Error('known_operation gave no answer');
  return row;
}

/** Only some kinds give a receipt. */
function receiptNumberOf(body: object | undefined): unknown {
  return body !== undefined && 'receiptNumber' in body ? body.receiptNumber : null;
}

interface Unbooked {
  readonly pass: RegisterPass;
  readonly operation: Parkable;
  readonly settled: Settlement;
  readonly recordedBy: string | null;
  readonly now: Date;
}

export async function writeUnbooked(tx: Transaction, unbooked: Unbooked): Promise<void> {
  const { pass, operation, settled, recordedBy, now } = unbooked;
  await tx.query(
    `INSERT INTO orders.unbooked_operations (
       tenant_id, register_id, epoch, seq, operation_id, kind, outcome, code, detail,
       body_hash, body, recorded_by, occurred_at, received_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      tx.tenantId,
      pass.registerId,
      pass.epoch,
      operation.seq,
      operation.id,
      operation.kind,
      settled.outcome,
      settled.code,
      settled.detail ?? '',
      operation.bodyHash,
      settled.outcome === 'DUPLICATE' ? '' : operation.bodyText,
      recordedBy,
      operation.occurredAt,
      now,
    ],
  );
}
