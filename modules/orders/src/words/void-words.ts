/** What leaders let pass of a void: kept with it, and flagged where it is not good, or missing. */
import type { Flag } from '@evertill/contract';
import type { Transaction } from '@evertill/kernel';
import { mayLetPass } from './leaders-reach.ts';
import { keepWords, reachOfCashier } from './leaders-words.ts';
import type { Keeping } from './leaders-words.ts';

type Worded = Pick<Keeping, 'operation' | 'registerId' | 'usedBy' | 'whoWasWho'>;

export interface VoidWords {
  readonly raised: readonly Flag[];
  /** Whose good word it was, if it was anybody's. */
  readonly approvedBy: string | null;
}

/** `amountMinor`: what the sale came to. */
export async function judgeVoidWords(
  tx: Transaction,
  worded: Worded,
  { amountMinor, now }: { readonly amountMinor: number; readonly now: Date },
): Promise<VoidWords> {
  const { passed, hasUnfit } = await keepWords(tx, {
    ...worded,
    now,
    amountMinor: () => amountMinor,
    isWithin: (reach, action) => mayLetPass(reach, { action, amountMinor }),
  });
  const { operation, whoWasWho } = worded;
  const word = operation.body.approvals?.find(({ action }) => action === 'VOID');
  const isLetPass = passed.has('VOID');
  const approvedBy = isLetPass ? (word?.approver.toLowerCase() ?? null) : null;
  if (hasUnfit) return { raised: ['approval_unfit'], approvedBy };
  const isBeyond = reachOfCashier(whoWasWho, operation)?.mayVoid === false;
  return { raised: isBeyond && !isLetPass ? ['approval_missing'] : [], approvedBy };
}
