/**
 * Writes down what happened: the operation, its place in the queue, its receipt number and the
 * counters in one transaction. When it resolves, all of it is on the disk.
 */
import { bodyHashOf, parentIdOf } from './body-hash.ts';
import { BodyFlaw, CopiedDevice, NotEnrolled } from './engine-port.ts';
import type { Draft, EngineSettings } from './engine-port.ts';
import { epochOf, freshlyQueued } from './journal-moves.ts';
import type { JournalRead, JournalStorage, JournalWrite } from './journal-storage.ts';
import type { JournalHead, KeptOperation, WireBody } from './kept-operation.ts';

export interface RecordNeeds {
  readonly journal: JournalStorage;
  readonly nowMs: number;
  readonly settings: Pick<EngineSettings, 'receiptNumberOf'>;
  /** A receipt that was printed: it takes no new number. */
  readonly keptReceiptNumber?: string;
}

/** Throws `BodyFlaw`, `NotEnrolled`, `CopiedDevice`, `StorageFull`: then nothing was written. */
export function recordOperation(needs: RecordNeeds, draft: Draft): Promise<KeptOperation> {
  return needs.journal.write((tx) => writeDraft(tx, needs, draft));
}

/** The same within a transaction that does more. */
export async function writeDraft(
  tx: JournalWrite,
  needs: Omit<RecordNeeds, 'journal'>,
  draft: Draft,
): Promise<KeptOperation> {
  const id = draft.id.toLowerCase();
  // Asked at once: each answer waits for whatever else the page is doing.
  const [head, known, dependsOn] = await Promise.all([
    tx.head(),
    tx.find(id),
    knownParentOf(tx, draft),
  ]);
  if (head.registration === null) throw new NotEnrolled('no register is enrolled on this device');
  if (head.isCopy) throw new CopiedDevice('this device is a copy of another');
  if (known !== undefined) return sameAgain(known, draft);
  const { body, receiptNumber, receipts } = numbered(head, needs, draft);
  const operation: KeptOperation = {
    id,
    kind: draft.kind,
    occurredAt: draft.occurredAt,
    body,
    bodyHash: bodyHashOf(draft.kind, body),
    dependsOn,
    receiptNumber,
    memo: draft.memo ?? null,
    recordedAtMs: needs.nowMs,
    place: { epoch: epochOf(head), seq: head.seq + 1 },
    fate: freshlyQueued,
  };
  await tx.put(operation);
  await tx.putHead({ ...head, seq: head.seq + 1, receipts });
  return operation;
}

/** A tap twice, or a program that does not know whether it was written: once is enough. */
function sameAgain(known: KeptOperation, draft: Draft): KeptOperation {
  const body = withReceipt(draft.body, known.receiptNumber);
  if (known.kind === draft.kind && bodyHashOf(draft.kind, body) === known.bodyHash) return known;
  throw new BodyFlaw(`the id ${known.id} is taken by something with another content`);
}

interface Numbered {
  readonly body: WireBody;
  readonly receiptNumber: string | null;
  readonly receipts: number;
}

function numbered(
  { registration, receipts }: JournalHead,
  { settings, keptReceiptNumber: kept }: Omit<RecordNeeds, 'journal'>,
  { kind, body }: Draft,
): Numbered {
  const hasReceipt = kind === 'sale' || kind === 'refund';
  if (!hasReceipt || registration === null) return { body, receiptNumber: null, receipts };
  if (kept !== undefined) {
    return { body: withReceipt(body, kept), receiptNumber: kept, receipts };
  }
  const receiptNumber = settings.receiptNumberOf({ registration, number: receipts + 1 });
  return { body: withReceipt(body, receiptNumber), receiptNumber, receipts: receipts + 1 };
}

function withReceipt(body: WireBody, receiptNumber: string | null): WireBody {
  return receiptNumber === null ? body : { ...body, receipt_number: receiptNumber };
}

/** Only what this device made: of anything else the server alone knows. */
async function knownParentOf(tx: JournalRead, { kind, body }: Draft): Promise<string | null> {
  const parent = parentIdOf(kind, body);
  return parent === null ? null : ((await tx.find(parent))?.id ?? null);
}
