/**
 * Takes tenders for an order, all of them or none. Locks the register of their session, then the
 * order; so of two that pay the last of a balance one wins, and a close has been before or waits.
 * Where nothing is open any more, a confirmed order becomes a sale in the same transaction.
 */
import { canonicalJson } from '@evertill/contract';
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { newId, refuse, sha256Hex } from '@evertill/kernel';
import type { TenantContext, Transaction, World } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { amountReader } from '../amount-reader.ts';
import { hasCredit, spendAsked } from '../store-credit/spend-credit.ts';
import { completeOrder } from './complete-order.ts';
import { readingAmounts } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { holdSession } from '../sessions/hold-session.ts';
import { lockOrder, readOrder, readPayments } from './order-store.ts';
import type { OrderPaymentRow, OrderRow } from './order-store.ts';
import { statusOfState } from './order-state.ts';
import { insertPayments, nameSession, readPaymentsById } from './payment-store.ts';
import type { NewPayment } from './payment-store.ts';
import { settleAnew } from './price-anew.ts';
import { tellAudit } from './tell-audit.ts';
import { changeOf } from './tender-rules.ts';

type TakenPayment = OutputOf<typeof orders.takePayment>;

export interface TenderInput {
  readonly salesPaymentId?: string | undefined;
  readonly method: OrderPaymentRow['method'];
  readonly amount: string;
  readonly reference?: string | undefined;
}

export interface TendersInput {
  readonly salesHeader: string;
  readonly session?: string | null | undefined;
  readonly payments: readonly TenderInput[];
}

interface Handed {
  readonly orderId: string;
  readonly sessionId: string | null;
  readonly payments: readonly HandedPayment[];
}

interface HandedPayment extends TenderInput {
  readonly paymentId: string;
  readonly bodyHash: string;
}

export async function takeTenders(
  needs: DraftNeeds,
  context: TenantContext,
  input: TendersInput,
): Promise<TakenPayment[]> {
  const { database } = needs.surroundings;
  const handed = handedOf(needs.surroundings, input);
  const first = await database.read(context, (tx) => findTaken(tx, context, handed));
  if (first !== undefined) return first;
  const taken = await database.inTransaction(context, async (tx) => {
    await holdSession(tx, handed.sessionId);
    const order = await lockOrder(tx, handed.orderId, whoOf(context));
    return (await findTaken(tx, context, handed)) ?? take(tx, needs, { context, order, handed });
  });
  database.told(context.tenantId);
  return taken;
}

/** What a repeat is known by: the same tender, for the same order, in the same session. */
function handedOf(world: World, input: TendersInput): Handed {
  const orderId = input.salesHeader.toLowerCase();
  const sessionId = input.session?.toLowerCase() ?? null;
  const payments = input.payments.map((payment) => {
    const { method, amount, reference = null } = payment;
    const said = canonicalJson([orderId, sessionId, method, amount, reference]);
    const paymentId = payment.salesPaymentId?.toLowerCase() ?? newId(world);
    return { ...payment, paymentId, bodyHash: sha256Hex(said) };
  });
  if (new Set(payments.map((one) => one.paymentId)).size < payments.length) {
    const fields = [{ field: 'payments', message: 'name an id twice' }];
    refuse('input_invalid', { detail: 'Two payments have the same id.', fields });
  }
  return { orderId, sessionId, payments };
}

/** The first answer, when all of these were taken before; undefined when none was. */
async function findTaken(
  tx: Transaction,
  context: TenantContext,
  { orderId, payments }: Handed,
): Promise<TakenPayment[] | undefined> {
  const ids = payments.map((one) => one.paymentId);
  const known = new Map((await readPaymentsById(tx, ids)).map((row) => [row.payment_id, row]));
  if (known.size === 0) return undefined;
  const order = await readOrder(tx, orderId, whoOf(context));
  if (order === undefined) refuse('not_found');
  return payments.map(({ paymentId, bodyHash }) => {
    const row = known.get(paymentId);
    if (row?.body_hash !== bodyHash || row.order_id !== orderId) refuse('id_reused');
    return takenView(row, order);
  });
}

interface Taking {
  readonly context: TenantContext;
  readonly order: OrderRow;
  readonly handed: Handed;
}

async function take(
  tx: Transaction,
  { surroundings }: DraftNeeds,
  { context, order, handed }: Taking,
): Promise<TakenPayment[]> {
  const { orderId, sessionId } = handed;
  if (order.state !== 'draft' && order.state !== 'awaiting_payment') refuse('order_state');
  const now = surroundings.clock.now();
  const payments = newPayments(order, await readPayments(tx, orderId), handed);
  const recordedBy = context.userId;
  if (!(await insertPayments(tx, { orderId, recordedBy, now }, payments))) refuse('id_reused');
  await nameSession(tx, orderId, sessionId);
  const settled = await settleAnew(tx, order, now);
  tellPayments(tx, context, settled, payments);
  const isSold = settled.state === 'awaiting_payment' && settled.balance_minor === 0;
  if (isSold) await completeOrder(tx, surroundings, { context, order: settled, sessionId, now });
  if (hasCredit(payments)) {
    // Last: whoever is refused has paid nothing, and nobody waits for a register behind a credit.
    const { currency } = order;
    const pen = { recordedBy, currency, registerId: null, occurredAt: now, now };
    await spendAsked(tx, pen, { saleId: orderId, tenders: payments });
  }
  const after: OrderRow = isSold ? { ...settled, state: 'completed' } : settled;
  const rows = await readPaymentsById(
    tx,
    payments.map((one) => one.paymentId),
  );
  const byId = new Map(rows.map((row) => [row.payment_id, row]));
  return payments.map(({ paymentId }) =>
    takenView(byId.get(paymentId) ?? refuse('not_found'), after),
  );
}

function newPayments(
  order: OrderRow,
  before: readonly OrderPaymentRow[],
  { sessionId, payments }: Handed,
): NewPayment[] {
  const read = amountReader(order.currency);
  const path = payments.length === 1 ? () => 'amount' : (at: number) => `payments.${at}.amount`;
  const tenders = readingAmounts(() =>
    payments.map(({ method, amount }, index) => ({
      method,
      amount_minor: read.amount(amount, path(index)),
    })),
  );
  const change = changeOf(order, before, tenders);
  return payments.map(({ paymentId, bodyHash, method, reference }, index) => ({
    paymentId,
    bodyHash,
    sessionId,
    method,
    amountMinor: tenders[index]?.amount_minor ?? 0,
    changeMinor: change[index] ?? 0,
    reference: reference ?? null,
    provider: null,
  }));
}

function tellPayments(
  tx: Transaction,
  { userId }: TenantContext,
  order: OrderRow,
  payments: readonly NewPayment[],
): void {
  for (const { paymentId, method, amountMinor, changeMinor, sessionId } of payments) {
    tellAudit(tx, {
      action: 'PAYMENT',
      modelName: 'SalesPayment',
      objectId: paymentId,
      userId,
      data: {
        salesHeader: order.order_id,
        session: sessionId,
        method,
        amount: decimalOf(amountMinor, order.currency),
        change: decimalOf(changeMinor, order.currency),
      },
    });
  }
}

function takenView(row: OrderPaymentRow, order: OrderRow): TakenPayment {
  const amount = (minor: number): string => decimalOf(minor, order.currency);
  return {
    salesPaymentId: row.payment_id,
    salesHeader: row.order_id,
    salesRefund: null,
    session: row.session_id,
    method: row.method,
    amount: amount(row.amount_minor),
    foreign: null,
    reference: row.reference,
    createdAt: row.occurred_at.toISOString(),
    change: amount(row.change_minor),
    remainingBalance: amount(order.balance_minor),
    status: statusOfState[order.state],
  };
}
