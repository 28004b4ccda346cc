/**
 * Books one refund. It was paid out at the counter: what the sale does not allow is flagged, and
 * only a return that nobody here may give without a manager is parked.
 */
import { counterLimitsOf } from '@evertill/contract';
import type { Flag } from '@evertill/contract';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { bookOne } from './book-one.ts';
import type { Effect } from './book-one.ts';
import { isOtherTenant } from './book-sales.ts';
import type { BookingNeeds } from './book-sales.ts';
import type { RefundOperation } from './operation-reading.ts';
import type { Reason } from './park-operation.ts';
import { refundFactsOf, refundFlags } from './refund-facts.ts';
import type { RefundFacts } from './refund-facts.ts';
import { countReturned, saleExists, writeRefund } from './refund-store.ts';
import type { RegisterPass } from './register-pass.ts';
import { AmountFlaw } from './sale-facts.ts';
import type { Settled } from './settlement.ts';
import { readVoid } from './drafts/void-store.ts';
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
  const { currency, roleLimits } = await tenantOf(surroundings, context);
  const { mayRefundWithoutSale, refundMinorMax } = counterLimitsOf(context.roles, roleLimits);
  if (body.currency !== currency) return { code: 'currency_foreign' };
  if (isOtherTenant(operation, context)) return { code: 'tenant_mismatch' };
  if (body.salesHeader === null && !mayRefundWithoutSale) return { code: 'refund_needs_manager' };
  try {
    const facts = refundFactsOf(body);
    if (facts.totalMinor <= (refundMinorMax ?? facts.totalMinor)) return facts;
    return { code: 'refund_needs_manager', detail: "The amount is beyond this role's limit." };
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
  const { saleId } = facts;
  if (saleId !== null && !(await saleExists(tx, saleId))) return { code: 'sale_not_found' };
  const sold = saleId === null ? [] : await countReturned(tx, saleId, facts.lines);
  const flags: Flag[] = refundFlags(facts, sold);
  // Read after the counters are held, so that a void has been before this or comes after it.
  if (saleId !== null && (await readVoid(tx, saleId)) !== undefined) flags.push('sale_voided');
  if (operation.body.source !== 'IMPORT' && effect.isClockSuspect) flags.push('clock_suspect');
  const locationId = register.location_id;
  const recordedBy = context.userId;
  const row = { operation, facts, pass, locationId, recordedBy, flags, now };
  const raised = await writeRefund(tx, row);
  tellRefund(tx, refund, locationId);
  return [...flags, ...raised];
}

function tellRefund(tx: Transaction, refund: Refund, locationId: string | null): void {
  const { context, pass, operation, facts } = refund;
  const { body, id } = operation;
  tx.tell({
    type: 'order.refunded',
    aggregateId: facts.saleId ?? id,
    payload: {
      refundId: id,
      orderId: facts.saleId,
      registerId: pass.registerId,
      locationId,
      receiptNumber: body.receiptNumber,
      currency: body.currency,
      totalMinor: facts.totalMinor,
      taxMinor: facts.taxMinor,
      customerId: body.customer ?? null,
      cashierId: body.cashier ?? null,
      source: body.source ?? 'REGISTER',
      occurredAt: operation.occurredAt.toISOString(),
      items: facts.lines.map((line, index) => ({
        lineNumber: index + 1,
        productId: line.productId,
        quantityMilli: line.quantityMilli,
        totalMinor: line.totalMinor,
        isRestocked: line.isRestocked,
      })),
    },
  });
  tx.tell({
    type: 'audit.events',
    aggregateId: pass.registerId,
    payload: {
      chainId: `register:${pass.registerId}`,
      action: 'REFUND',
      modelName: 'SalesRefund',
      objectId: id,
      userId: context.userId,
      reason: body.reason,
      data: { sale: facts.saleId, totalMinor: facts.totalMinor, currency: body.currency },
    },
  });
}
