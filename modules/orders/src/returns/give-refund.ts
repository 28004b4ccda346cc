/**
 * Writes down a refund that the back office gives: a fact like any other, through the server's own
 * register. Who calls it holds the money of the sale, and the lines if goods come back. What it
 * gives as store credit goes into the ledger with it; the credits are locked last.
 */
import type { RefundBody } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { Tender } from '@evertill/domain';
import { newId } from '@evertill/kernel';
import type { TenantContext, Transaction, World } from '@evertill/kernel';
import { tellRefunded } from '../refunded-event.ts';
import { recordServerRefund, takeServerTurn } from '../server-register.ts';
import { addressed, giveCredit } from '../store-credit/give-credit.ts';
import { moveMoney } from './returned-sale.ts';
import type { ReturnedSale, SaleMoney } from './returned-sale.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

export interface Giving {
  readonly context: TenantContext;
  readonly refundId: string;
  readonly sale: ReturnedSale;
  readonly money: SaleMoney;
  readonly lines: RefundBody['lines'];
  readonly tenders: readonly (Tender & { readonly reference?: string | null })[];
  readonly taxMinor: number;
  readonly roundingMinor: number;
  readonly totalMinor: number;
  readonly sessionId: string | null;
  readonly reason: RefundBody['reason'];
  readonly notes: string | null;
  /** What it was asked for with, and by whom, for the audit. */
  readonly told: Record<string, unknown>;
  readonly now: Date;
}

export async function giveRefund(tx: Transaction, world: World, giving: Giving): Promise<void> {
  const { context, refundId, sale, now } = giving;
  const turn = await takeServerTurn(tx, now);
  const ids = { saleId: sale.sale_id, refundId };
  const body = bodyOf(world, { ...giving, tenders: await addressed(tx, giving.tenders, ids) });
  const { location_id: locationId } = sale;
  const facts = await recordServerRefund(tx, { context, refundId, turn, body, locationId, now });
  await moveMoney(tx, sale.sale_id, { refundedMinor: giving.totalMinor });
  tellRefunded(tx, {
    refundId,
    registerId: turn.pen.registerId,
    locationId,
    body: { ...body, receiptNumber: turn.receiptNumber },
    facts,
    occurredAt: now,
  });
  tellGiven(tx, giving);
  const { currency, customer_id: customerId } = sale;
  const { userId: recordedBy } = context;
  const pen = { recordedBy, currency, registerId: null, occurredAt: now, now };
  await giveCredit(tx, pen, { ...ids, customerId, payouts: facts.payments });
}

function bodyOf(world: World, giving: Giving): Omit<RefundBody, 'receiptNumber'> {
  const { sale, context, notes } = giving;
  const amount = (minor: number): string => decimalOf(minor, sale.currency);
  return {
    salesHeader: sale.sale_id,
    currency: sale.currency,
    customer: sale.customer_id,
    session: giving.sessionId,
    ...(context.userId === null ? {} : { cashier: context.userId }),
    reason: giving.reason,
    ...(notes === null ? {} : { note: notes }),
    lines: giving.lines,
    tax: amount(giving.taxMinor),
    rounding: amount(giving.roundingMinor),
    total: amount(giving.totalMinor),
    payments: giving.tenders.map(({ method, amountMinor, reference = null }) => ({
      salesPaymentId: newId(world),
      method,
      amount: amount(amountMinor),
      ...(reference === null ? {} : { reference }),
    })),
  };
}

function tellGiven(tx: Transaction, giving: Giving): void {
  const { context, refundId, sale, money, totalMinor } = giving;
  const amount = (minor: number): string => decimalOf(minor, sale.currency);
  tellAudit(tx, {
    action: 'REFUND',
    modelName: 'SalesRefund',
    objectId: refundId,
    userId: context.userId,
    reason: giving.reason,
    data: {
      before: { refunded: amount(money.refundedMinor) },
      after: { refunded: amount(money.refundedMinor + totalMinor) },
      sale: sale.sale_id,
      total: amount(totalMinor),
      currency: sale.currency,
      ...giving.told,
    },
  });
}
