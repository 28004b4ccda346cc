/**
 * How operations move within the journal: onto the next number, off their number, back into the
 * queue. A number that was given stays taken: a stand-in keeps it, so that the sequence has no gap
 * even when the server has to be sent all of it again.
 */
import { bodyHashOf } from './body-hash.ts';
import type { JournalWrite } from './journal-storage.ts';
import type { Fate, JournalHead, KeptOperation, Place } from './kept-operation.ts';

export const SHELF = 0;

export interface Pen {
  readonly tx: JournalWrite;
  readonly nowMs: number;
  readonly newId: () => string;
}

export const freshlyQueued: Extract<Fate, { readonly kind: 'queued' }> = {
  kind: 'queued',
  wasSettled: false,
  retries: 0,
  faults: null,
};

/** The next number of this epoch. The head is written with it. */
async function nextPlace(tx: JournalWrite): Promise<Place> {
  const head = await tx.head();
  const seq = head.seq + 1;
  await tx.putHead({ ...head, seq });
  return { epoch: epochOf(head), seq };
}

export function epochOf({ registration }: JournalHead): number {
  return registration?.epoch ?? SHELF;
}

async function shelfPlace(tx: JournalWrite): Promise<Place> {
  const head = await tx.head();
  const shelved = head.shelved + 1;
  await tx.putHead({ ...head, shelved });
  return { epoch: SHELF, seq: shelved };
}

/** Takes an operation off its number and puts it on the shelf, with another fate. */
export async function shelve(
  pen: Pen,
  operation: KeptOperation,
  fate: Fate,
  standInFate: Fate,
): Promise<KeptOperation> {
  const place = await shelfPlace(pen.tx);
  const shelved = { ...operation, place, fate };
  await pen.tx.put(shelved);
  if (operation.place.epoch !== SHELF) {
    await pen.tx.put(standInFor(pen, operation, standInFate));
  }
  return shelved;
}

/** Puts an operation at the end of the queue, the same again under the next number. */
export async function sendUnderNextNumber(
  pen: Pen,
  operation: KeptOperation,
  fate: Fate,
): Promise<void> {
  const place = await nextPlace(pen.tx);
  await pen.tx.put({ ...operation, place, fate });
  if (operation.place.epoch === SHELF) return;
  await pen.tx.put(standInFor(pen, operation, settledStandIn(pen)));
}

/** The server has settled the number already: the stand-in is sent only if it forgets. */
export function settledStandIn({ nowMs }: Pick<Pen, 'nowMs'>): Fate {
  return { kind: 'settled', atMs: nowMs, outcome: 'APPLIED', flags: [] };
}

/** What keeps a number that was left. Of what speaks of a person it says no hash. */
export function standInFor(pen: Pen, operation: KeptOperation, fate: Fate): KeptOperation {
  const { id, kind, bodyHash, place, occurredAt } = operation;
  const said = kind.startsWith('customer') ? {} : { body_hash: bodyHash };
  const body = { operation: id, kind, ...said };
  return {
    id: pen.newId(),
    kind: 'withheld',
    occurredAt,
    body,
    bodyHash: bodyHashOf('withheld', body),
    dependsOn: null,
    receiptNumber: null,
    memo: null,
    recordedAtMs: pen.nowMs,
    place,
    fate,
  };
}
