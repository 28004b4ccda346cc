/** What goes next, in the order of the sequence: the front of the queue, as far as it fits. */
import { limits } from '@evertill/contract';
import type { JournalStorage } from './journal-storage.ts';
import type { KeptOperation } from './kept-operation.ts';
import type { PushedOperation } from './server-port.ts';

/** Room for the envelope, and for what JSON makes of quotes. */
const BYTES_MAX = limits.PUSH_BODY_BYTES_MAX * 0.9;

export async function takeBatch(
  journal: JournalStorage,
  countMax: number,
): Promise<readonly KeptOperation[]> {
  const queued = await journal.read((tx) => tx.list({ fate: 'queued', limit: countMax }));
  let bytes = 0;
  const fitting = queued.findIndex((operation, index) => {
    bytes += bytesOf(operation);
    return index > 0 && bytes > BYTES_MAX;
  });
  return fitting === -1 ? queued : queued.slice(0, fitting);
}

/** A character is at most three bytes in UTF-8 for each of its UTF-16 units. */
function bytesOf({ body }: KeptOperation): number {
  return JSON.stringify(body).length * 3;
}

export function pushedOf(operation: KeptOperation): PushedOperation {
  const { id, kind, occurredAt, body, dependsOn, place } = operation;
  const head = { seq: place.seq, id, kind, occurredAt, body };
  return dependsOn === null ? head : { ...head, dependsOn };
}
