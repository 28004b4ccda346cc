/**
 * Voids a completed sale: a fact beside it, on its own day and in its own session, while nothing of
 * it went back. Later, or in part, it is a refund. Locks the session's register, then the counters
 * that refunds of the sale meet on.
 */
import type { RefusalCode } from '@evertill/contract';
import { decimalOf, nextOrderState, shopDayOf } from '@evertill/domain';
import type { Transaction } from '@evertill/kernel';
import { holdOpenSession } from '../sessions/hold-session.ts';
import { holdMoney } from '../returns/returned-sale.ts';
import { takeBack } from '../store-credit/give-credit.ts';
import { tellAudit } from './tell-audit.ts';
import {
  hasRefund,
  holdReturns,
  insertVoid,
  leaveCollected,
  readSoldItems,
  readVoid,
} from './void-store.ts';
import type { SoldRow } from './void-store.ts';

export interface Voiding {
  readonly sale: SoldRow;
  readonly reason: string;
  readonly voidedBy: string | null;
  readonly timeZone: string;
  /** When it happened: for a register, when it says that it did. */
  readonly at: Date;
  /** When it is written down. */
  readonly now: Date;
  /** Whoever may not void shows who let it pass; asked last, when all else is well. */
  readonly approve: (tx: Transaction) => Promise<string | null>;
}

/** Writes the void and tells it; or answers why not, and has written nothing of it. */
export async function voidSale(
  tx: Transaction,
  voiding: Voiding,
): Promise<RefusalCode | undefined> {
  const { sale, at, timeZone, reason, voidedBy } = voiding;
  const { sale_id: saleId, session_id: named } = sale;
  const sessionId = await holdOpenSession(tx, named);
  await holdMoney(tx, saleId);
  await holdReturns(tx, saleId);
  const isVoided = (await readVoid(tx, saleId)) !== undefined;
  const isTouched = await hasRefund(tx, saleId);
  const state = isVoided ? 'voided' : isTouched ? 'partially_refunded' : 'completed';
  if (nextOrderState(state, 'voided') === undefined) return 'order_state';
  if (named !== null && sessionId === null && (await isKnownSession(tx, named))) {
    return 'session_closed';
  }
  const isInTime = sessionId !== null || dayOf(sale.occurred_at, timeZone) === dayOf(at, timeZone);
  if (!isInTime) return 'void_too_late';
  const approvedBy = await voiding.approve(tx);
  await insertVoid(tx, { sale, sessionId, reason, voidedBy, approvedBy, at });
  await leaveCollected(tx, sale, at);
  await tellVoid(tx, voiding, approvedBy);
  const pen = { recordedBy: voidedBy, registerId: null, occurredAt: at, now: voiding.now };
  await takeBack(tx, { ...pen, currency: sale.currency }, saleId);
  return undefined;
}

const dayOf = (at: Date, timeZone: string): string => shopDayOf(at.getTime(), timeZone);

/** A session that nobody ever opened here cannot be closed: the day decides then. */
async function isKnownSession(tx: Transaction, sessionId: string): Promise<boolean> {
  const rows = await tx.query(
    'SELECT FROM orders.cash_sessions WHERE tenant_id = $1 AND session_id = $2',
    [tx.tenantId, sessionId],
  );
  return rows.length > 0;
}

async function tellVoid(
  tx: Transaction,
  { sale, reason, voidedBy, at }: Voiding,
  approvedBy: string | null,
): Promise<void> {
  const { sale_id: saleId } = sale;
  tx.tell({
    type: 'order.voided',
    aggregateId: saleId,
    payload: {
      orderId: saleId,
      registerId: sale.register_id,
      locationId: sale.location_id,
      receiptNumber: sale.receipt_number,
      currency: sale.currency,
      totalMinor: sale.total_minor,
      taxMinor: sale.tax_minor,
      customerId: sale.customer_id,
      cashierId: sale.cashier_id,
      source: sale.source,
      reason,
      occurredAt: at.toISOString(),
      items: await readSoldItems(tx, saleId),
    },
  });
  tellAudit(tx, {
    action: 'VOID',
    modelName: 'SalesHeader',
    objectId: saleId,
    userId: voidedBy,
    reason,
    data: {
      before: { state: 'completed', total: decimalOf(sale.total_minor, sale.currency) },
      after: { state: 'voided' },
      receiptNumber: sale.receipt_number,
      approvedBy,
    },
  });
}
