/**
 * Books one refund. It was paid out at the counter: what the sale does not allow is flagged, and
 * only a return that nobody here may give without a manager is parked.
 */
import { counterLimitsOf } from '@evertill/contract';
import type { CounterLimits, Flag } from '@evertill/contract';
import { isWithinReturnWindow } from '@evertill/domain';
import { tenantOf } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { bookOne } from './book-one.ts';
import type { Effect } from './book-one.ts';
import { isOtherTenant } from './book-sales.ts';
import type { BookingNeeds } from './book-sales.ts';
import { readVoid } from './drafts/void-store.ts';
import type { RefundOperation } from './operation-reading.ts';
import type { Reason } from './park-operation.ts';
import { refundFactsOf, refundFlags } from './refund-facts.ts';
import type { RefundFacts } from './refund-facts.ts';
import { countReturned, meetSale, raiseFlags, writeRefund } from './refund-store.ts';
import type { MetSale } from './refund-store.ts';
import { tellRefunded } from './refunded-event.ts';
import type { RegisterPass } from './register-pass.ts';
import { spendApproval } from './returns/approvals.ts';
import { isReceiptOf } from './returns/return-policy.ts';
import { AmountFlaw } from './amount-reader.ts';
import type { Settled } from './settlement.ts';
import { giveCredit } from './store-credit/give-credit.ts';
import { readWhoWasWho } from './words/leaders-words.ts';
import type { WhoWasWho } from './words/leaders-words.ts';
import { judgeRefundWords, neededFor } from './words/refund-words.ts';

export async function bookRefund(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: RefundOperation,
): Promise<Settled> {
  const judged = await judge(needs, context, operation);
  if ('code' in judged) return needs.park(context, pass, operation, judged);
  const refund = { context, pass, operation, ...judged };
  return bookOne(needs, { context, pass, operation }, (effect) => write(effect, refund));
}

async function judge(
  { surroundings }: BookingNeeds,
  context: TenantContext,
  operation: RefundOperation,
): Promise<Judged | Reason> {
  const { body } = operation;
  const { approval, salesHeader } = body;
  const { currency, roleLimits } = await tenantOf(surroundings, context);
  const reach = counterLimitsOf(context.roles, roleLimits);
  const { mayRefundWithoutSale, refundMinorMax } = reach;
  if (body.currency !== currency) return { code: 'currency_foreign' };
  if (isOtherTenant(operation, context)) return { code: 'tenant_mismatch' };
  // A leader lets a return pass that has no sale, and so much of it as the approval says.
  const isWorded = body.approvals !== undefined;
  const isApproved = isWorded || (salesHeader === null && approval !== undefined);
  if (salesHeader === null && !mayRefundWithoutSale && !isApproved) {
    return { code: 'refund_needs_manager' };
  }
  try {
    const facts = refundFactsOf(body);
    const isTooMuch = facts.totalMinor > (refundMinorMax ?? facts.totalMinor);
    const isBeyond = isTooMuch || (salesHeader === null && !mayRefundWithoutSale);
    if (!isTooMuch || isApproved) {
      const whoWasWho = await readWhoWasWho(
        surroundings,
        context,
        operation,
        (cashiers) => neededFor(facts, cashiers).length > 0,
      );
      return { facts, reach, whoWasWho, isBeyond: isBeyond && !isWorded };
    }
    return { code: 'refund_needs_manager', detail: "The amount is beyond this role's limit." };
  } catch (error) {
    if (error instanceof AmountFlaw) return { code: 'amount_invalid', detail: error.message };
    throw error;
  }
}

interface Judged {
  readonly facts: RefundFacts;
  /** More than this person may do alone: booked only with a leader's approval. */
  readonly isBeyond: boolean;
  /** Of the log-in that sends it. */
  readonly reach: CounterLimits;
  readonly whoWasWho: WhoWasWho;
}

interface Refund extends Judged {
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly operation: RefundOperation;
}

async function write(effect: Effect, refund: Refund): Promise<readonly Flag[] | Reason> {
  const { tx, register, now } = effect;
  const { context, pass, operation, facts } = refund;
  const { saleId, totalMinor } = facts;
  const sale = saleId === null ? undefined : await meetSale(tx, saleId, totalMinor);
  if (saleId !== null && sale === undefined) return { code: 'sale_not_found' };
  if (!(await isLetPass(tx, refund, now))) return { code: 'approval_invalid' };
  const sold = saleId === null ? [] : await countReturned(tx, saleId, facts.lines);
  const flags = new Set<Flag>(refundFlags(facts, sold));
  const { passed, raised: worded } = await judgeRefundWords(tx, refund, now);
  for (const flag of worded) flags.add(flag);
  if (sale !== undefined) {
    if (sale.is_overpaid) flags.add('refund_exceeds_sale');
    if (isLate(sale, operation) && !passed.has('RETURN_WINDOW')) flags.add('return_window_over');
    if (isWithoutReceipt(sale, operation) && !passed.has('RETURN_WITHOUT_RECEIPT')) {
      flags.add('receipt_missing');
    }
    // Read after the counters are held, so that a void has been before this or comes after it.
    if ((await readVoid(tx, sale.sale_id)) !== undefined) flags.add('sale_voided');
  }
  if (operation.body.source !== 'IMPORT' && effect.isClockSuspect) flags.add('clock_suspect');
  const locationId = register.location_id;
  const recordedBy = context.userId;
  const row = { operation, facts, pass, locationId, recordedBy, flags: [...flags], now };
  const raised = await writeRefund(tx, row);
  tellRefund(tx, refund, locationId);
  // Last, for the credits are locked after everything else.
  const credited = await creditRefund(effect, refund);
  return [...flags, ...raised, ...credited];
}

/** What the counter gave as store credit; it printed the code, so it is owed whatever we think. */
async function creditRefund(
  { tx, now }: Effect,
  { context, pass, operation, facts }: Refund,
): Promise<readonly Flag[]> {
  const { body, id: refundId, occurredAt } = operation;
  const { registerId } = pass;
  const { userId: recordedBy } = context;
  const pen = { recordedBy, currency: body.currency, registerId, occurredAt, now };
  const { saleId, payments: payouts } = facts;
  const customerId = body.customer ?? null;
  const flags = await giveCredit(tx, pen, { refundId, saleId, customerId, payouts });
  await raiseFlags(tx, { subjectId: refundId, flags, now });
  return flags;
}

/** Whoever may do it alone needs no approval, and leaves one unused. */
async function isLetPass(tx: Transaction, refund: Refund, now: Date): Promise<boolean> {
  const { context, operation, facts, isBeyond } = refund;
  const { approval: token } = operation.body;
  if (!isBeyond || token === undefined) return !isBeyond;
  const used = await spendApproval(tx, {
    token,
    action: 'REFUND_WITHOUT_SALE',
    subject: operation.id,
    amountMinor: facts.totalMinor,
    usedBy: context.userId,
    now,
  });
  return used !== undefined;
}

/** The money is out of the drawer already: what came back too late is flagged. */
function isLate({ sold_at: soldAt, window_days: days }: MetSale, operation: RefundOperation) {
  if (days === null) return false;
  const returnedAtMs = operation.occurredAt.getTime();
  return !isWithinReturnWindow({ soldAtMs: soldAt.getTime(), returnedAtMs, windowDays: days });
}

/** Whether the counter took it back without the receipt, or with another one's number. */
function isWithoutReceipt(sale: MetSale, { body }: RefundOperation): boolean {
  const { saleReceiptNumber: shown } = body;
  return shown === undefined ? sale.is_receipt_required : !isReceiptOf(sale, shown);
}

function tellRefund(tx: Transaction, refund: Refund, locationId: string | null): void {
  const { context, pass, operation, facts } = refund;
  const { body, id: refundId, occurredAt } = operation;
  const { registerId } = pass;
  tellRefunded(tx, { refundId, registerId, locationId, body, facts, occurredAt });
  tx.tell({
    type: 'audit.events',
    aggregateId: registerId,
    payload: {
      chainId: `register:${registerId}`,
      action: 'REFUND',
      modelName: 'SalesRefund',
      objectId: refundId,
      userId: context.userId,
      reason: body.reason,
      data: { sale: facts.saleId, totalMinor: facts.totalMinor, currency: body.currency },
    },
  });
}
