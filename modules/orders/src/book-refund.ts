/**
 * Books one refund. It was paid out at the counter: what the sale does not allow is flagged, and
 * only a return that nobody here may give without a manager is parked.
 */
import { counterLimitsOf } from '@evertill/contract';
import type { Flag } from '@evertill/contract';
import { isWithinReturnWindow } from '@evertill/domain';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { bookOne } from './book-one.ts';
import type { Effect } from './book-one.ts';
import { isOtherTenant } from './book-sales.ts';
import type { BookingNeeds } from './book-sales.ts';
import type { RefundOperation } from './operation-reading.ts';
import type { Reason } from './park-operation.ts';
import { refundFactsOf, refundFlags } from './refund-facts.ts';
import type { RefundFacts } from './refund-facts.ts';
import { countReturned, meetSale, writeRefund } from './refund-store.ts';
import type { MetSale } from './refund-store.ts';
import { tellRefunded } from './refunded-event.ts';
import type { RegisterPass } from './register-pass.ts';
import { spendApproval } from './returns/approvals.ts';
import { AmountFlaw } from './sale-facts.ts';
import type { Settled } from './settlement.ts';
import { tenantOf } from './shop.ts';

export async function bookRefund(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: RefundOperation,
): Promise<Settled> {
  const facts = await judge(needs, context, operation);
  if ('code' in facts) return needs.park(context, pass, operation, facts);
  const refund = { context, pass, operation, facts };
  return bookOne(needs, { context, pass, operation }, (effect) => write(effect, refund));
}

async function judge(
  { surroundings }: BookingNeeds,
  context: TenantContext,
  operation: RefundOperation,
): Promise<RefundFacts | Reason> {
  const { body } = operation;
  const { currency } = await tenantOf(surroundings, context);
  if (body.currency !== currency) return { code: 'currency_foreign' };
  if (isOtherTenant(operation, context)) return { code: 'tenant_mismatch' };
  const { mayRefundWithoutSale } = counterLimitsOf(context.roles);
  if (body.salesHeader === null && !mayRefundWithoutSale && body.approval === undefined) {
    return { code: 'refund_needs_manager' };
  }
  try {
    return refundFactsOf(body);
  } catch (error) {
    if (error instanceof AmountFlaw) return { code: 'amount_invalid', detail: error.message };
    throw error;
  }
}

interface Refund {
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly operation: RefundOperation;
  readonly facts: RefundFacts;
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
  if (sale !== undefined) {
    if (sale.is_overpaid) flags.add('refund_exceeds_sale');
    if (isLate(sale, operation)) flags.add('return_window_over');
  }
  if (operation.body.source !== 'IMPORT' && effect.isClockSuspect) flags.add('clock_suspect');
  const locationId = register.location_id;
  const recordedBy = context.userId;
  const row = { operation, facts, pass, locationId, recordedBy, flags: [...flags], now };
  await writeRefund(tx, row);
  tellRefund(tx, refund, locationId);
  return [...flags];
}

/** A return without its sale, from who may not give one: only with a leader's approval. */
async function isLetPass(tx: Transaction, refund: Refund, now: Date): Promise<boolean> {
  const { context, operation, facts } = refund;
  const { approval: token, salesHeader } = operation.body;
  const { mayRefundWithoutSale } = counterLimitsOf(context.roles);
  if (salesHeader !== null || mayRefundWithoutSale || token === undefined) return true;
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
