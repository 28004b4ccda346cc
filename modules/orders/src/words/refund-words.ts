/** What leaders let pass of a refund, and what somebody should have let pass. */
import type { ApprovedAction, CounterLimits, Flag } from '@evertill/contract';
import type { TenantContext, Transaction } from '@evertill/kernel';
import type { RefundOperation } from '../operation-reading.ts';
import type { RefundFacts } from '../refund-facts.ts';
import type { RegisterPass } from '../register-pass.ts';
import { mayLetPass } from './leaders-reach.ts';
import { keepWords, reachOfCashier } from './leaders-words.ts';
import type { WhoWasWho } from './leaders-words.ts';

export interface WordedRefund {
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly operation: RefundOperation;
  readonly facts: RefundFacts;
  /** Of the log-in that sends it. */
  readonly reach: CounterLimits;
  readonly whoWasWho: WhoWasWho;
}

export interface RefundWords {
  readonly passed: ReadonlySet<ApprovedAction>;
  readonly raised: readonly Flag[];
}

export async function judgeRefundWords(
  tx: Transaction,
  refund: WordedRefund,
  now: Date,
): Promise<RefundWords> {
  const { context, pass, operation, facts, whoWasWho } = refund;
  const amountMinor = facts.totalMinor;
  const { passed, hasUnfit } = await keepWords(tx, {
    ...{ operation, whoWasWho, now },
    registerId: pass.registerId,
    usedBy: context.userId,
    amountMinor: () => amountMinor,
    isWithin: (reach, action) => mayLetPass(reach, { action, amountMinor }),
  });
  if (hasUnfit) return { passed, raised: ['approval_unfit'] };
  // An older till sends one token, which was looked at before.
  if (operation.body.approval !== undefined) return { passed, raised: [] };
  const isMissing = reachesOf(refund).some((reach) =>
    neededFor(facts, reach).some((action) => !passed.has(action)),
  );
  return { passed, raised: isMissing ? ['approval_missing'] : [] };
}

/** Of who stood there, where that is known; and of the log-in where words were needed for it. */
function reachesOf({ reach, whoWasWho, operation }: WordedRefund): readonly CounterLimits[] {
  const cashiers = reachOfCashier(whoWasWho, operation);
  return cashiers === undefined ? [reach] : [reach, cashiers];
}

/** What a refund needs a leader's word for, from who may go so far. */
export function neededFor(facts: RefundFacts, reach: CounterLimits): readonly ApprovedAction[] {
  const { saleId, totalMinor } = facts;
  if (saleId === null) {
    const action = 'REFUND_WITHOUT_SALE';
    return mayLetPass(reach, { action, amountMinor: totalMinor }) ? [] : [action];
  }
  return mayLetPass(reach, { action: 'REFUND', amountMinor: totalMinor }) ? [] : ['REFUND'];
}
