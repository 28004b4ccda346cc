/**
 * What waits for a person, and what a person may do about it. Nothing is deleted: a resolution is
 * written down with who decided and why, and the operation stays.
 *
 * The server keeps what it parked, too; so a retry is the same operation under the next number, a
 * change is another operation, and whatever a person decided goes to the server as a decision, an
 * operation of its own that is written down in the same transaction.
 */
import { factKinds, isOperationKind } from '@evertill/contract';
import type { DecisionWord } from '@evertill/contract';
import type { AttentionChoice, AttentionItem, Amendment, ResolveRequest } from './engine-port.ts';
import { freshlyQueued, sendUnderNextNumber, settledStandIn, shelve } from './journal-moves.ts';
import type { Pen } from './journal-moves.ts';
import type { JournalRead, JournalStorage, JournalWrite } from './journal-storage.ts';
import type { Fate, KeptOperation, Resolution } from './kept-operation.ts';
import { writeDraft } from './record.ts';
import type { RecordNeeds } from './record.ts';
import type { Decided } from './server-port.ts';

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

/**
 * Of a fact nothing is simply accepted: it is booked after all, or undone at the counter. Of a
 * request the server's no may stand. A reused id is of something else: the same again stays a no.
 */
export function choicesOf({ kind, fate }: KeptOperation): readonly AttentionChoice[] {
  if (fate.kind !== 'parked' || kind === 'withheld') return [];
  const mayRetry = fate.why.code !== 'id_reused';
  const end: AttentionChoice = factKinds.has(kind) ? 'void' : 'accept';
  return [...(mayRetry ? (['retry'] as const) : []), 'amend', end];
}

export function retryParked(needs: AttentionNeeds, id: string): Promise<void> {
  return needs.journal.write(async (tx) => {
    const operation = await parkedFor(tx, id, 'retry');
    const retries = retriesOf(operation);
    await sendUnderNextNumber(penOf(needs, tx), operation, { ...freshlyQueued, retries });
  });
}

/** All whose time has come; answers how many went back into the queue. */
export async function retryDue(needs: AttentionNeeds): Promise<number> {
  const dueOf = async (tx: JournalRead): Promise<readonly KeptOperation[]> => {
    const parked = await tx.list({ fate: 'parked' });
    return parked.filter(({ fate }) => fate.kind === 'parked' && isDue(fate, needs.nowMs));
  };
  // Looked for without keeping a sale from being written.
  if ((await needs.journal.read(dueOf)).length === 0) return 0;
  return needs.journal.write(async (tx) => {
    const due = await dueOf(tx);
    for (const operation of due) {
      const retries = retriesOf(operation) + 1;
      const again = { kind: 'queued', wasSettled: true, retries, faults: null } as const;
      await sendUnderNextNumber(penOf(needs, tx), operation, again);
    }
    return due.length;
  });
}

const isDue = ({ retryAtMs }: Extract<Fate, { kind: 'parked' }>, nowMs: number): boolean =>
  retryAtMs !== null && retryAtMs <= nowMs;

const retriesOf = ({ fate }: KeptOperation): number => (fate.kind === 'parked' ? fate.retries : 0);

/** A sale keeps its receipt number: it is printed, and the first one was not booked under it. */
export function amendParked(
  needs: AttentionNeeds,
  id: string,
  { id: amendedId, by, body, memo }: Amendment,
): Promise<KeptOperation> {
  return needs.journal.write(async (tx) => {
    const operation = await parkedFor(tx, id, 'amend');
    if (!isOperationKind(operation.kind)) throw new ChoiceRefused('a stand-in is not amended');
    const kept = operation.receiptNumber;
    const amended = await writeDraft(
      tx,
      { ...needs, ...(kept === null ? {} : { keptReceiptNumber: kept }) },
      {
        id: amendedId ?? needs.newId(),
        kind: operation.kind,
        occurredAt: operation.occurredAt,
        body,
        memo,
      },
    );
    await resolveAs(penOf(needs, tx), operation, { kind: 'amended', by, amendedBy: amended.id });
    await tellServer(tx, needs, {
      ...{ operation: id.toLowerCase(), decision: 'AMENDED', decided_by: by },
      amended_by: amended.id,
    });
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
    await tellServer(tx, needs, {
      ...{ operation: operation.id, decision: kind === 'void' ? 'VOIDED' : 'ACCEPTED' },
      ...{ decided_by: by, reason: reason.trim() },
    });
  });
}

/** What the back office decided meanwhile: it stands, and goes nowhere. Answers how many ended. */
export function takeDecided(needs: AttentionNeeds, decided: readonly Decided[]): Promise<number> {
  return needs.journal.write(async (tx) => {
    let count = 0;
    for (const { operation: id, decision, by, reason } of decided) {
      const operation = await tx.find(id.toLowerCase());
      if (operation?.fate.kind !== 'parked') continue;
      const kind = decision === 'VOIDED' ? 'voided' : 'accepted';
      await resolveAs(penOf(needs, tx), operation, { kind, by, reason });
      count += 1;
    }
    return count;
  });
}

interface Said {
  readonly operation: string;
  readonly decision: DecisionWord;
  readonly decided_by: string;
  readonly reason?: string;
  readonly amended_by?: string;
}

/** In the transaction of the decision: the server hears of each, whenever the line is there. */
async function tellServer(tx: JournalWrite, needs: AttentionNeeds, said: Said): Promise<void> {
  const occurredAt = new Date(needs.nowMs).toISOString();
  await writeDraft(tx, needs, {
    id: needs.newId(),
    kind: 'decision',
    occurredAt,
    body: { ...said },
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
