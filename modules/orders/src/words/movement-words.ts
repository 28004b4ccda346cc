/** What leaders let pass of a movement of cash: kept with it, and flagged where it is not good. */
import type { Flag } from '@evertill/contract';
import type { Effect } from '../book-one.ts';
import { raiseFlags } from '../refund-store.ts';
import { keepWords } from './leaders-words.ts';
import type { Keeping } from './leaders-words.ts';
import { mayLetPass } from './leaders-reach.ts';

type Worded = Pick<Keeping, 'operation' | 'registerId' | 'usedBy' | 'whoWasWho'>;

export async function judgeMovementWords(
  { tx, now }: Effect,
  worded: Worded,
  amountMinor: number,
): Promise<readonly Flag[]> {
  const { hasUnfit } = await keepWords(tx, {
    ...worded,
    now,
    amountMinor: () => amountMinor,
    isWithin: (reach, action) => mayLetPass(reach, { action, amountMinor }),
  });
  const flags: readonly Flag[] = hasUnfit ? ['approval_unfit'] : [];
  await raiseFlags(tx, { subjectId: worded.operation.id, flags, now });
  return flags;
}
