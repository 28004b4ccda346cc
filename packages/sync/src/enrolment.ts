/**
 * The device becomes a register, or becomes it again. Each enrolment is a new epoch with numbers
 * from one: all that is kept is sent again under them, the oldest first, with the same ids and
 * bodies. What the server has it calls a repeat; the rest it books.
 */
import { SHELF, freshlyQueued } from './journal-moves.ts';
import type { JournalStorage, JournalWrite } from './journal-storage.ts';
import { emptyHead } from './kept-operation.ts';
import type { Fate, FateKind, KeptOperation, Registration } from './kept-operation.ts';
import { queuedAgain } from './server-standing.ts';

/** This device holds what another register made and has not sent: it may not become a third one. */
export class OtherRegister extends Error {
  override readonly name = 'OtherRegister';
}

/** Throws `OtherRegister` while there is anything of another register that was not sent. */
export function takeRegistration(
  journal: JournalStorage,
  registration: Registration,
): Promise<void> {
  return journal.write(async (tx) => {
    const head = await tx.head();
    const { shelved } = head;
    const kept = await everythingKept(tx);
    if (isOther(registration, head.registration)) {
      await leaveBehind(tx, kept);
      await tx.putHead({ ...emptyHead, shelved, registration });
      return;
    }
    let seq = 0;
    const moved: KeptOperation[] = [];
    for (const operation of kept) {
      // Stand-ins keep numbers of an epoch that has ended.
      if (operation.kind === 'withheld') {
        await tx.remove(operation.id);
        continue;
      }
      seq += 1;
      const place = { epoch: registration.epoch, seq };
      moved.push({ ...operation, place, fate: sentAnew(operation) });
    }
    for (const operation of moved) await tx.put(operation);
    await tx.putHead({ ...emptyHead, shelved, registration, seq });
  });
}

const sentFates = ['settled', 'parked', 'queued'] as const satisfies readonly FateKind[];

/** All that has a number, in the order in which it was made. What lies on the shelf stays there. */
async function everythingKept(tx: JournalWrite): Promise<readonly KeptOperation[]> {
  const after = { epoch: SHELF, seq: Number.MAX_SAFE_INTEGER };
  const lists: (readonly KeptOperation[])[] = [];
  for (const fate of sentFates) lists.push(await tx.list({ fate, after }));
  return lists
    .flat()
    .sort((one, other) => one.place.epoch - other.place.epoch || one.place.seq - other.place.seq);
}

function sentAnew(operation: KeptOperation): Fate {
  return operation.fate.kind === 'queued' && !operation.fate.wasSettled
    ? freshlyQueued
    : queuedAgain(operation);
}

function isOther(next: Registration, now: Registration | null): boolean {
  return now !== null && (now.tenantId !== next.tenantId || now.registerId !== next.registerId);
}

/** What the server has may be forgotten here; what it has not may not. */
async function leaveBehind(tx: JournalWrite, kept: readonly KeptOperation[]): Promise<void> {
  const unsent = kept.filter(({ fate }) => fate.kind === 'queued');
  if (unsent.length > 0) throw new OtherRegister(`${unsent.length} operations were not sent`);
  for (const { id } of kept) await tx.remove(id);
}
