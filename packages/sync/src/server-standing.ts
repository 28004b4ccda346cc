/**
 * How far the server stands, compared with how far we know that it stood: docs/decisions/0066 in
 * the words of the register. What a restored server lost goes back into the queue, in front.
 */
import { epochOf } from './journal-moves.ts';
import type { JournalStorage, JournalWrite } from './journal-storage.ts';
import { isSameLife } from './kept-operation.ts';
import type { Fate, KeptOperation, Place, Registration } from './kept-operation.ts';

export type Standing =
  | { readonly kind: 'fine' }
  /** The server was restored from a backup: so many go again. */
  | { readonly kind: 'resending'; readonly count: number }
  /** It was, and what it lost is not all kept here: the register has to be enrolled anew. */
  | { readonly kind: 'history_gone' }
  /** It knows more than this device ever made. */
  | { readonly kind: 'copied' };

/**
 * The last number that was settled or parked here: taken before the server is asked, so that what
 * another tab settles meanwhile is not mistaken for something lost.
 */
export function acknowledgedSeq(journal: JournalStorage): Promise<number> {
  return journal.read(async (tx) => {
    const head = await tx.head();
    const epoch = epochOf(head);
    const settled = await tx.last({ fate: 'settled', epoch });
    const parked = await tx.last({ fate: 'parked', epoch });
    return Math.max(head.forgottenSeq, settled?.place.seq ?? 0, parked?.place.seq ?? 0);
  });
}

export interface ServerStands {
  readonly lastSeq: number;
  /** As it was asked: a device that was enrolled again meanwhile learns nothing of the answer. */
  readonly registration: Registration;
  /** Of `acknowledgedSeq`, before the server was asked. */
  readonly acknowledged: number;
}

export function takeStanding(
  journal: JournalStorage,
  { registration, lastSeq, acknowledged }: ServerStands,
): Promise<Standing> {
  return journal.write(async (tx): Promise<Standing> => {
    const head = await tx.head();
    if (!isSameLife(registration, head.registration)) return { kind: 'fine' };
    if (lastSeq > head.seq) {
      await tx.putHead({ ...head, isCopy: true });
      return { kind: 'copied' };
    }
    if (lastSeq >= acknowledged) return { kind: 'fine' };
    if (lastSeq < head.forgottenSeq) return { kind: 'history_gone' };
    return { kind: 'resending', count: await requeue(tx, { epoch: epochOf(head), seq: lastSeq }) };
  });
}

/** The same numbers, ids, times and bodies: the server sees them for the first time again. */
async function requeue(tx: JournalWrite, after: Place): Promise<number> {
  const lost = [
    ...(await tx.list({ fate: 'settled', after })),
    ...(await tx.list({ fate: 'parked', after })),
  ];
  for (const operation of lost) await tx.put({ ...operation, fate: queuedAgain(operation) });
  return lost.length;
}

export function queuedAgain({ fate }: KeptOperation): Fate {
  const retries = fate.kind === 'queued' || fate.kind === 'parked' ? fate.retries : 0;
  const wasSettled = fate.kind === 'settled' || (fate.kind === 'queued' && fate.wasSettled);
  return { kind: 'queued', wasSettled, retries, faults: null };
}
