/** The SQL of exchanges, and their rows in the words of the contract. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import type { Row, Transaction } from '@evertill/kernel';

export interface ExchangeRow extends Row {
  readonly exchange_id: string;
  readonly sale_id: string;
  readonly refund_id: string;
  readonly new_sale_id: string;
  readonly body_hash: string;
  readonly currency: string;
  readonly refunded_minor: number;
  readonly new_total_minor: number;
  readonly change_minor: number;
  readonly exchanged_by: string;
  readonly approved_by: string | null;
  readonly exchanged_at: Date;
}

export async function readExchange(tx: Transaction, id: string): Promise<ExchangeRow | undefined> {
  const [row] = await tx.query<ExchangeRow>(
    'SELECT * FROM orders.exchanges WHERE tenant_id = $1 AND exchange_id = $2',
    [tx.tenantId, id],
  );
  return row;
}

/** False when another exchange has this id; waits for one that is being made. */
export async function insertExchange(tx: Transaction, row: ExchangeRow): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO orders.exchanges (tenant_id, exchange_id, sale_id, refund_id, new_sale_id,
       body_hash, currency, refunded_minor, new_total_minor, change_minor, exchanged_by,
       approved_by, exchanged_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (tenant_id, exchange_id) DO NOTHING RETURNING 1`,
    [
      tx.tenantId,
      row.exchange_id,
      row.sale_id,
      row.refund_id,
      row.new_sale_id,
      row.body_hash,
      row.currency,
      row.refunded_minor,
      row.new_total_minor,
      row.change_minor,
      row.exchanged_by,
      row.approved_by,
      row.exchanged_at,
    ],
  );
  return rows.length > 0;
}

export function exchangeView(row: ExchangeRow): OutputOf<typeof orders.exchange> {
  const amount = (minor: number): string => decimalOf(minor, row.currency);
  const deltaMinor = row.new_total_minor - row.refunded_minor;
  return {
    exchangeId: row.exchange_id,
    originalOrderId: row.sale_id,
    exchangeOrderId: row.new_sale_id,
    refundId: row.refund_id,
    refundedTotal: amount(row.refunded_minor),
    newOrderTotal: amount(row.new_total_minor),
    netDelta: amount(deltaMinor),
    netDirection: deltaMinor > 0 ? 'COLLECT' : deltaMinor < 0 ? 'REFUND' : 'EVEN',
    change: amount(row.change_minor),
  };
}
