/**
 * Forgets what an operation says of a person who was erased. Only of what needs nobody any more:
 * what is queued, or waits for somebody, still has to go as it is.
 *
 * Of an operation on the person itself all goes, also its hash, which could be guessed from; its
 * number stays taken. A server that was restored to before it parks the stand-in, and knows nobody.
 */
import { bodyHashOf } from './body-hash.ts';
import { SHELF, standInFor } from './journal-moves.ts';
import type { Pen } from './journal-moves.ts';
import type { JournalStorage } from './journal-storage.ts';

export interface ForgetNeeds {
  readonly journal: JournalStorage;
  readonly nowMs: number;
  readonly newId: () => string;
}

/** `memo` is what the app keeps with it from now on. Answers whether anything was forgotten. */
export function forgetPerson(needs: ForgetNeeds, id: string, memo: unknown): Promise<boolean> {
  const { journal, nowMs, newId } = needs;
  return journal.write(async (tx) => {
    const operation = await tx.find(id.toLowerCase());
    const fate = operation?.fate;
    if (operation === undefined || (fate?.kind !== 'settled' && fate?.kind !== 'resolved')) {
      return false;
    }
    if (!operation.kind.startsWith('customer')) {
      await tx.put({ ...operation, memo });
      return true;
    }
    if (operation.place.epoch === SHELF) {
      const body = {};
      await tx.put({ ...operation, body, bodyHash: bodyHashOf('withheld', body), memo: null });
      return true;
    }
    const pen: Pen = { tx, nowMs, newId };
    // Two operations in one place are refused: the person goes first.
    await tx.remove(operation.id);
    await tx.put(standInFor(pen, operation, fate));
    return true;
  });
}
