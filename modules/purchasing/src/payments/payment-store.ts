/** All SQL about payments to suppliers, and their view. One that was undone keeps its row. */
import type { SupplierPaymentView } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';
import { amountOf } from '../amounts.ts';
import { updateHeader } from '../papers/line-store.ts';
import { purchasePaper } from '../papers/paper.ts';
import type { PurchaseRow } from '../purchases/purchase-store.ts';

export interface PaymentRow extends Row {
  readonly payment_id: string;
  readonly header_id: string;
  readonly supplier_id: string;
  readonly payment_option_id: string | null;
  readonly amount_minor: number;
  readonly total_minor: number;
  readonly balance_minor: number;
  readonly currency: string;
  readonly narration: string;
  readonly body_hash: string;
  readonly paid_by: string | null;
  readonly created_at: Date;
  readonly voided_at: Date | null;
}

export const paymentSource = `purchasing.supplier_payments p JOIN purchasing.purchases h
  ON h.tenant_id = p.tenant_id AND h.header_id = p.header_id`;
export const paymentColumns = 'p.*, h.supplier_id, h.total_minor, h.balance_minor, h.currency';

/** The field, in wire names, that each constraint of payments is about. */
export const paymentConstraints = {
  supplier_payments_payment_option_fkey: 'payment_option',
} as const;

/** Also one that was undone. */
export async function readPaymentEver(
  tx: Transaction,
  paymentId: string,
): Promise<PaymentRow | undefined> {
  const [row] = await tx.query<PaymentRow>(
    `SELECT ${paymentColumns} FROM ${paymentSource}
     WHERE p.tenant_id = $1 AND p.payment_id = $2`,
    [tx.tenantId, paymentId],
  );
  return row;
}

export async function readPayment(tx: Transaction, paymentId: string): Promise<PaymentRow> {
  const row = await readPaymentEver(tx, paymentId);
  if (row?.voided_at !== null) refuse('not_found');
  return row;
}

/** Moves what was paid on a purchase that the caller holds; refused below zero. */
export async function movePaid(
  tx: Transaction,
  purchase: PurchaseRow,
  differenceMinor: number,
): Promise<void> {
  const balanceMinor = purchase.balance_minor - differenceMinor;
  if (balanceMinor < 0) {
    const owed = decimalOf(purchase.balance_minor, purchase.currency);
    refuse('payment_exceeds_balance', { detail: `No more than ${owed} is still owed.` });
  }
  await updateHeader(tx, purchasePaper, {
    headerId: purchase.header_id,
    values: { paid_minor: purchase.paid_minor + differenceMinor, balance_minor: balanceMinor },
  });
}

/** A body that was made of what is not so any more is refused before money moves. */
export function refuseStale(
  purchase: PurchaseRow,
  said: { readonly supplier?: string | undefined; readonly totalAmount?: string | undefined },
): void {
  const { supplier, totalAmount } = said;
  if (supplier !== undefined && supplier.toLowerCase() !== purchase.supplier_id) {
    const message = 'is not the supplier of the purchase';
    refuse('not_found', { fields: [{ field: 'supplier', message }] });
  }
  if (totalAmount === undefined) return;
  if (amountOf('total_amount', totalAmount, purchase.currency) !== purchase.total_minor) {
    const message = 'is not what the purchase costs';
    refuse('amount_invalid', { fields: [{ field: 'total_amount', message }] });
  }
}

export function paymentView(row: PaymentRow): SupplierPaymentView {
  return {
    paymentId: row.payment_id,
    supplier: row.supplier_id,
    paymentOption: row.payment_option_id,
    purchaseHeader: row.header_id,
    amountPaid: decimalOf(row.amount_minor, row.currency),
    totalAmount: decimalOf(row.total_minor, row.currency),
    remainingBalance: decimalOf(row.balance_minor, row.currency),
    narration: row.narration,
    currency: row.currency,
    paidBy: row.paid_by,
    createdAt: row.created_at.toISOString(),
  };
}
