/**
 * Books one sale that does more than a sale does, by itself and not in a run: a leader's approval
 * is used, store credit is spent, or cash of another currency is kept, in its transaction.
 */
import type { ApprovedAction, CounterLimits, Flag } from '@evertill/contract';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { bookOne } from './book-one.ts';
import type { Effect } from './book-one.ts';
import type { BookingNeeds } from './book-sales.ts';
import { writeForeignTenders } from './foreign/foreign-tender-store.ts';
import type { Reason } from './park-operation.ts';
import { byHandMinor } from './promotion-facts.ts';
import { raiseFlags } from './refund-store.ts';
import { keyHashOf } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import { spendApproval } from './returns/approvals.ts';
import { recordSalesIn } from './sale-batch.ts';
import { isDiscountAllowed } from './sale-facts.ts';
import type { PricedSale } from './sale-batch.ts';
import type { Settled } from './settlement.ts';
import { spendFacts } from './store-credit/spend-credit.ts';
import { mayLetPass } from './words/leaders-reach.ts';
import { keepWords, reachOfCashier, readWhoWasWho } from './words/leaders-words.ts';
import type { WhoWasWho } from './words/leaders-words.ts';

export interface LoneSale extends PricedSale {
  /** The discount is more than this person may give: booked only with a leader's approval. */
  readonly isBeyond: boolean;
}

export async function bookLoneSale(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  sale: LoneSale,
): Promise<Settled> {
  const { operation } = sale;
  const whoWasWho = await readWhoWasWho(
    needs.surroundings,
    context,
    operation,
    (reach) => !isDiscountAllowed(sale.facts, reach.discountPpmMax),
  );
  return bookOne(needs, { context, pass, operation }, (effect) =>
    write(effect, { needs, context, pass, sale, whoWasWho }),
  );
}

interface Lone {
  readonly needs: BookingNeeds;
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly sale: LoneSale;
  readonly whoWasWho: WhoWasWho;
}

async function write({ tx, now }: Effect, lone: Lone): Promise<readonly Flag[] | Reason> {
  const { needs, context, pass, sale } = lone;
  if (!(await isLetPass(tx, { context, sale, now }))) return { code: 'approval_invalid' };
  const { operation, facts } = sale;
  const pen = { ...pass, keyHash: keyHashOf(context) };
  const answer = await recordSalesIn(tx, needs.surroundings, { context, pen, sales: [sale] });
  if (answer.outcomes[0] !== 'APPLIED') {
    throw new Error(`a lone sale was not booked: ${JSON.stringify(answer)}`);
  }
  await writeForeignTenders(tx, operation.id, facts.payments);
  const ledgerPen = {
    recordedBy: context.userId,
    currency: operation.body.currency,
    registerId: pass.registerId,
    occurredAt: operation.occurredAt,
    now,
  };
  const spending = { saleId: operation.id, tenders: facts.payments };
  const raised = [
    ...(await judgeWords(tx, lone, now)),
    ...(await spendFacts(tx, ledgerPen, spending)),
  ];
  await raiseFlags(tx, { subjectId: operation.id, flags: raised, now });
  return [...new Set([...(answer.flags[0] ?? []), ...raised])].sort();
}

/** What leaders let pass of it is kept; what nobody let pass, that should have been, is flagged. */
async function judgeWords(
  tx: Transaction,
  { context, pass, sale, whoWasWho }: Lone,
  now: Date,
): Promise<readonly Flag[]> {
  const { operation, facts, isBeyond } = sale;
  const isWithin = (reach: CounterLimits, action: ApprovedAction): boolean =>
    action === 'DISCOUNT'
      ? isDiscountAllowed(facts, reach.discountPpmMax)
      : mayLetPass(reach, { action, amountMinor: 0 });
  const { passed, hasUnfit } = await keepWords(tx, {
    ...{ operation, whoWasWho, isWithin, now },
    registerId: pass.registerId,
    usedBy: context.userId,
    amountMinor: (action) => (action === 'DISCOUNT' ? byHandMinor(facts) : 0),
  });
  if (hasUnfit) return ['approval_unfit'];
  const isOld = operation.body.approval !== undefined;
  const reach = reachOfCashier(whoWasWho, operation);
  const isMissing = isBeyond || (reach !== undefined && !isWithin(reach, 'DISCOUNT'));
  return isMissing && !isOld && !passed.has('DISCOUNT') ? ['approval_missing'] : [];
}

interface Asking {
  readonly context: TenantContext;
  readonly sale: LoneSale;
  readonly now: Date;
}

async function isLetPass(tx: Transaction, { context, sale, now }: Asking): Promise<boolean> {
  // Words in a list are judged when it is booked: what happened is not refused for them.
  if (!sale.isBeyond || sale.operation.body.approvals !== undefined) return true;
  const used = await spendApproval(tx, {
    token: sale.operation.body.approval ?? '',
    action: 'DISCOUNT',
    subject: sale.operation.id,
    amountMinor: byHandMinor(sale.facts),
    usedBy: context.userId,
    now,
  });
  return used !== undefined;
}
