/**
 * Books one refund. It was paid out at the counter: what the sale does not allow is flagged, and
 * only a return that nobody here may give without a manager is parked.
 */
import { counterLimitsOf } from '@evertill/contract';
import type { Flag } from '@evertill/contract';
import { Refusal, refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { isClockSuspect, isOtherTenant, poisonReason } from './book-sales.ts';
import type { BookingNeeds } from './book-sales.ts';
import type { RefundOperation } from './operation-reading.ts';
import { findKnown, writeUnbooked } from './park-operation.ts';
import type { Reason } from './park-operation.ts';
import { refundFactsOf, refundFlags } from './refund-facts.ts';
import type { RefundFacts } from './refund-facts.ts';
import { countReturned, flagsAt, saleExists, writeRefund } from './refund-store.ts';
import { advanceRegister, keyHashOf, lockRegister } from './register-pass.ts';
import type { RegisterPass } from './register-pass.ts';
import { AmountFlaw } from './sale-facts.ts';
import type { Settlement } from './settlement.ts';
import { tenantOf } from './shop.ts';

export async function bookRefund(
  needs: BookingNeeds,
  context: TenantContext,
  pass: RegisterPass,
  operation: RefundOperation,
): Promise<Settlement> {
  const { database } = needs.surroundings;
  const judged = await judge(needs, context, operation);
  if ('code' in judged) return needs.park(context, pass, operation, judged);
  try {
    const settled = await database.inTransaction(context, (tx) =>
      book(tx, { needs, context, pass, operation, facts: judged }),
    );
    return settled ?? (await needs.park(context, pass, operation, { code: 'sale_not_found' }));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return needs.park(context, pass, operation, poisonReason(needs.surroundings, error));
  }
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
  if (body.salesHeader === null && !counterLimitsOf(context.roles).mayRefundWithoutSale) {
    return { code: 'refund_needs_manager' };
  }
  try {
    return refundFactsOf(body);
  } catch (error) {
    if (error instanceof AmountFlaw) return { code: 'amount_invalid', detail: error.message };
    throw error;
  }
}

interface Booking {
  readonly needs: BookingNeeds;
  readonly context: TenantContext;
  readonly pass: RegisterPass;
  readonly operation: RefundOperation;
  readonly facts: RefundFacts;
}

/** Undefined when the sale it speaks of is unknown. */
async function book(tx: Transaction, booking: Booking): Promise<Settlement | undefined> {
  const { needs, context, pass, operation, facts } = booking;
  const { clock } = needs.surroundings;
  const register = await lockRegister(tx, { ...pass, keyHash: keyHashOf(context) });
  if (operation.seq > register.last_seq + 1) refuse('sequence_gap');
  const known = await withFlags(tx, operation.id, await findKnown(tx, pass, operation));
  if (operation.seq <= register.last_seq) return known;
  const now = clock.now();
  if (known.code !== 'sequence_reused') {
    await writeUnbooked(tx, { pass, operation, settled: known, recordedBy: context.userId, now });
    await advanceRegister(tx, pass.registerId, operation.seq);
    return known;
  }
  const { saleId } = facts;
  if (saleId !== null && !(await saleExists(tx, saleId))) return undefined;
  const sold = saleId === null ? [] : await countReturned(tx, saleId, facts.lines);
  const flags: Flag[] = refundFlags(facts, sold);
  if (operation.body.source !== 'IMPORT' && isClockSuspect(operation.occurredAt, now)) {
    flags.push('clock_suspect');
  }
  const locationId = register.location_id;
  const recordedBy = context.userId;
  await writeRefund(tx, { operation, facts, pass, locationId, recordedBy, flags, now });
  await advanceRegister(tx, pass.registerId, operation.seq);
  tellRefund(tx, booking, locationId);
  return { outcome: 'APPLIED', code: '', flags };
}

/** The first answer again, with what was flagged then. */
async function withFlags(tx: Transaction, id: string, known: Settlement): Promise<Settlement> {
  return known.outcome === 'DUPLICATE' ? { ...known, flags: await flagsAt(tx, id) } : known;
}

function tellRefund(tx: Transaction, booking: Booking, locationId: string | null): void {
  const { context, pass, operation, facts } = booking;
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
