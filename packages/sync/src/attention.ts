/**
 * What waits for a person, and what a person may do about it. Nothing is deleted: a resolution is
 * written down with who decided and why, and the operation stays.
 *
 * The server keeps what it parked as parked for ever; so a retry is the same operation under the
 * next number, a change is another operation, and a void or an acceptance is this register's word.
 */
import type { AttentionChoice, AttentionItem, Amendment, ResolveRequest } from './engine-port.ts';
import { freshlyQueued, sendUnderNextNumber, settledStandIn, shelve } from './journal-moves.ts';
import type { Pen } from './journal-moves.ts';
import type { JournalStorage, JournalWrite } from './journal-storage.ts';
import type { KeptOperation, Resolution } from './kept-operation.ts';
import { writeDraft } from './record.ts';
import type { RecordNeeds } from './record.ts';
import { isOperationKind } from '@evertill/contract';

export interface AttentionNeeds extends RecordNeeds {
  readonly newId: () => string;
}

/** What was asked about an operation is not to be had for it. */
export class ChoiceRefused extends Error {
  override readonly name = 'ChoiceRefused';
}

export function listAttention(journal: JournalStorage): Promise<readonly AttentionItem[]> {
  return journal.read(async (tx) => {
    const parked = await tx.list({ fate: 'parked' });
    return parked.map((operation) => ({ operation, choices: choicesOf(operation) }));
  });
}

/** Things that happened: money moved, and a word of ours does not undo it. */
const facts: ReadonlySet<string> = new Set(['sale', 'refund', 'cash_movement', 'session_close']);

/**
 * Of a fact nothing is simply accepted: it is booked after all, or undone at the counter. Of a
 * request the server's no may stand. A reused id is of something else: the same again stays a no.
 */
export function choicesOf({ kind, fate }: KeptOperation): readonly AttentionChoice[] {
  if (fate.kind !== 'parked' || kind === 'withheld') return [];
  const mayRetry = fate.why.code !== 'id_reused';
  const end: AttentionChoice = facts.has(kind) ? 'void' : 'accept';
  return [...(mayRetry ? (['retry'] as const) : []), 'amend', end];
}

export function retryParked(needs: AttentionNeeds, id: string): Promise<void> {
  return needs.journal.write(async (tx) => {
    const operation = await parkedFor(tx, id, 'retry');
    const { fate } = operation;
    const retries = fate.kind === 'parked' ? fate.retries : 0;
    await sendUnderNextNumber(penOf(needs, tx), operation, { ...freshlyQueued, retries });
  });
}

/** All whose time has come; answers how many went back into the queue. */
export function retryDue(needs: AttentionNeeds): Promise<number> {
  return needs.journal.write(async (tx) => {
    const parked = await tx.list({ fate: 'parked' });
    let count = 0;
    for (const operation of parked) {
      const { fate } = operation;
      if (fate.kind !== 'parked' || fate.retryAtMs === null) continue;
      if (fate.retryAtMs > needs.nowMs) continue;
      const retries = fate.retries + 1;
      const again = { kind: 'queued', wasSettled: true, retries, faults: null } as const;
      await sendUnderNextNumber(penOf(needs, tx), operation, again);
      count += 1;
    }
    return count;
  });
}

/** A sale keeps its receipt number: it is printed, and the first one was not booked under it. */
export function amendParked(
  needs: AttentionNeeds,
  id: string,
  { by, body, memo }: Amendment,
): Promise<KeptOperation> {
  return needs.journal.write(async (tx) => {
    const operation = await parkedFor(tx, id, 'amend');
    if (!isOperationKind(operation.kind)) throw new ChoiceRefused('a stand-in is not amended');
    const kept = operation.receiptNumber;
    const amended = await writeDraft(
      tx,
      { ...needs, ...(kept === null ? {} : { keptReceiptNumber: kept }) },
      { id: needs.newId(), kind: operation.kind, occurredAt: operation.occurredAt, body, memo },
    );
    await resolveAs(penOf(needs, tx), operation, { kind: 'amended', by, amendedBy: amended.id });
    return amended;
  });
}

export function resolveParked(
  needs: AttentionNeeds,
  id: string,
  { kind, by, reason }: ResolveRequest,
): Promise<void> {
  return needs.journal.write(async (tx) => {
    const operation = await parkedFor(tx, id, kind);
    if (reason.trim() === '') throw new ChoiceRefused('a reason is needed');
    const word = kind === 'void' ? 'voided' : 'accepted';
    await resolveAs(penOf(needs, tx), operation, { kind: word, by, reason });
  });
}

async function resolveAs(
  pen: Pen,
  operation: KeptOperation,
  resolution: Resolution,
): Promise<void> {
  const fate = { kind: 'resolved', atMs: pen.nowMs, resolution } as const;
  await shelve(pen, operation, fate, settledStandIn(pen));
}

async function parkedFor(
  tx: JournalWrite,
  id: string,
  choice: AttentionChoice,
): Promise<KeptOperation> {
  const operation = await tx.find(id.toLowerCase());
  if (operation === undefined) throw new ChoiceRefused(`there is no operation ${id} here`);
  if (!choicesOf(operation).includes(choice)) throw new ChoiceRefused(`${choice} is not to be had`);
  return operation;
}

function penOf({ nowMs, newId }: AttentionNeeds, tx: JournalWrite): Pen {
  return { tx, nowMs, newId };
}
