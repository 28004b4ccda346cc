/** Forgets what the server has had for long enough: it is of no use here any more. */
import { SHELF, epochOf } from './journal-moves.ts';
import type { JournalStorage } from './journal-storage.ts';
import type { KeptOperation } from './kept-operation.ts';

/** In one transaction, so that a sale never waits for long. */
const FORGOTTEN_AT_ONCE_MAX = 200;

export interface Forgetting {
  readonly nowMs: number;
  readonly settledKeptMs: number;
}

/**
 * Only from the front: what is kept has no hole in it, so that all behind some number can be sent
 * again or none. Resolved operations stay. Answers how many were forgotten.
 */
export async function forgetOld(
  journal: JournalStorage,
  { nowMs, settledKeptMs }: Forgetting,
): Promise<number> {
  const isOld = ({ fate }: KeptOperation): boolean =>
    fate.kind === 'settled' && fate.atMs < nowMs - settledKeptMs;
  // Looked for without keeping a sale from being written.
  const [oldest] = await journal.read((tx) => tx.list({ fate: 'settled', limit: 1 }));
  if (oldest === undefined || !isOld(oldest)) return 0;
  return journal.write(async (tx) => {
    const head = await tx.head();
    const settled = await tx.list({ fate: 'settled', limit: FORGOTTEN_AT_ONCE_MAX });
    const firstYoung = settled.findIndex((operation) => !isOld(operation));
    const old = firstYoung === -1 ? settled : settled.slice(0, firstYoung);
    for (const { id } of old) await tx.remove(id);
    const ours = old.filter(({ place }) => place.epoch === epochOf(head));
    const last = ours.at(-1)?.place.seq ?? SHELF;
    if (last > head.forgottenSeq) await tx.putHead({ ...head, forgottenSeq: last });
    return old.length;
  });
}
