/** What leaders let pass of a movement of cash: kept with it, and flagged where it is not good. */
import { counterLimitsOf } from '@evertill/contract';
import type { CashMovementBody, CounterLimits, Flag } from '@evertill/contract';
import type { Effect } from '../book-one.ts';
import { raiseFlags } from '../refund-store.ts';
import { keepWords, reachOfCashier } from './leaders-words.ts';
import type { Keeping } from './leaders-words.ts';
import { mayLetPass } from './leaders-reach.ts';

type Worded = Pick<Keeping, 'operation' | 'registerId' | 'usedBy' | 'whoWasWho'>;

export interface MovedCash {
  readonly direction: CashMovementBody['kind'];
  readonly amountMinor: number;
}

/** Whether it is more than somebody of this reach may pay out, or open the drawer at all. */
export function isMoveBeyond(reach: CounterLimits, { direction, amountMinor }: MovedCash): boolean {
  return direction !== 'PAY_IN' && !mayLetPass(reach, { action: direction, amountMinor });
}

export async function judgeMovementWords(
  { tx, now }: Effect,
  worded: Worded,
  moved: MovedCash & { readonly roles: readonly string[] },
): Promise<readonly Flag[]> {
  const { amountMinor } = moved;
  const { passed, hasUnfit } = await keepWords(tx, {
    ...worded,
    now,
    amountMinor: () => amountMinor,
    isWithin: (reach, action) => mayLetPass(reach, { action, amountMinor }),
  });
  const { direction } = moved;
  const isLetPass = direction === 'PAY_IN' || passed.has(direction);
  const isMissing = !isLetPass && isBeyondWhoDidIt(worded, moved);
  const flags: readonly Flag[] = hasUnfit
    ? ['approval_unfit']
    : isMissing
      ? ['approval_missing']
      : [];
  await raiseFlags(tx, { subjectId: worded.operation.id, flags, now });
  return flags;
}

/** Beyond the log-in that sent it, or beyond who stood there, where that is known. */
function isBeyondWhoDidIt(
  { whoWasWho, operation }: Worded,
  moved: MovedCash & { readonly roles: readonly string[] },
): boolean {
  const sender = counterLimitsOf(moved.roles, whoWasWho.roleLimits);
  const cashier = reachOfCashier(whoWasWho, operation);
  return isMoveBeyond(cashier ?? sender, moved);
}
