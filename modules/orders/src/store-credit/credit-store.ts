/**
 * The SQL of store credit. The row of a credit is what all who issue, spend and return it meet on;
 * it is locked last of everything in a transaction, after the server's register, by id.
 */
import { decimalOf } from '@evertill/domain';
import { derivedId } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';

export interface CreditRow extends Row {
  readonly credit_id: string;
  readonly code: string;
  readonly currency: string;
  readonly issued_minor: number;
  readonly spent_minor: number;
  readonly returned_minor: number;
  readonly balance_minor: number;
  readonly last_entry: number;
  readonly issued_at: Date | null;
  readonly refund_id: string | null;
  readonly customer_id: string | null;
  readonly expires_at: Date | null;
}

export type CreditKind = 'ISSUED' | 'SPENT' | 'RETURNED';

/** Who writes in the ledger, and when. */
export interface LedgerPen {
  readonly recordedBy: string | null;
  readonly currency: string;
  /** Of the register that says so; null for the back office. */
  readonly registerId: string | null;
  readonly occurredAt: Date;
  readonly now: Date;
}

export interface CreditMove {
  readonly kind: CreditKind;
  /** In the one way that a code is written. */
  readonly code: string;
  readonly amountMinor: number;
  readonly saleId: string | null;
  readonly refundId: string | null;
  readonly paymentId: string | null;
}

/** What a credit is from the moment it is issued. */
export interface Issue {
  readonly customerId: string | null;
  readonly expiresAt: Date | null;
}

/**
 * The id that everybody derives from the code. It is looked up by this and not by the code itself:
 * the time that a guess takes tells nothing of how near it was.
 */
export function creditIdOf(tenantId: string, code: string): string {
  return derivedId(tenantId, `store-credit:${code}`);
}

export async function readCredit(
  tx: Transaction,
  creditId: string,
): Promise<CreditRow | undefined> {
  const [row] = await tx.query<CreditRow>(
    'SELECT * FROM orders.store_credits WHERE tenant_id = $1 AND credit_id = $2',
    [tx.tenantId, creditId],
  );
  return row;
}

/** Holds a credit until the transaction ends; undefined when nobody has spoken of it yet. */
export async function lockCredit(tx: Transaction, code: string): Promise<CreditRow | undefined> {
  const [row] = await tx.query<CreditRow>(
    `SELECT * FROM orders.store_credits
     WHERE tenant_id = $1 AND credit_id = $2 FOR NO KEY UPDATE`,
    [tx.tenantId, creditIdOf(tx.tenantId, code)],
  );
  return row;
}

/**
 * Writes one entry, the balance with it, and tells the audit. A credit that nobody has spoken of
 * yet begins here: a counter may spend what another one issued and has not sent.
 */
export async function moveCredit(
  tx: Transaction,
  pen: LedgerPen,
  move: CreditMove,
  issue: Issue | null = null,
): Promise<void> {
  const creditId = creditIdOf(tx.tenantId, move.code);
  const by = (kind: CreditKind): number => (move.kind === kind ? move.amountMinor : 0);
  const [row] = await tx.query<CreditRow>(
    `INSERT INTO orders.store_credits AS c (tenant_id, credit_id, code, currency, issued_minor,
       spent_minor, returned_minor, last_entry, issued_at, refund_id, customer_id, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11)
     ON CONFLICT (tenant_id, credit_id) DO UPDATE
       SET issued_minor = c.issued_minor + $5, spent_minor = c.spent_minor + $6,
           returned_minor = c.returned_minor + $7, last_entry = c.last_entry + 1,
           issued_at = coalesce(c.issued_at, $8), refund_id = coalesce(c.refund_id, $9),
           customer_id = coalesce(c.customer_id, $10), expires_at = coalesce(c.expires_at, $11)
     RETURNING *`,
    [
      tx.tenantId,
      creditId,
      move.code,
      pen.currency,
      by('ISSUED'),
      by('SPENT'),
      by('RETURNED'),
      issue === null ? null : pen.occurredAt,
      issue === null ? null : move.refundId,
      issue?.customerId ?? null,
      issue?.expiresAt ?? null,
    ],
  );
  if (row === undefined) throw new Error(`the store credit ${creditId} is gone`);
  await writeEntry(tx, pen, { move, row });
  tellMove(tx, pen, { move, row });
}

interface Moved {
  readonly move: CreditMove;
  readonly row: CreditRow;
}

async function writeEntry(tx: Transaction, pen: LedgerPen, { move, row }: Moved): Promise<void> {
  await tx.query(
    `INSERT INTO orders.store_credit_entries (tenant_id, credit_id, number, kind, amount_minor,
       balance_minor, sale_id, refund_id, payment_id, recorded_by, occurred_at, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.tenantId,
      row.credit_id,
      row.last_entry,
      move.kind,
      move.amountMinor,
      row.balance_minor,
      move.saleId,
      move.refundId,
      move.paymentId,
      pen.recordedBy,
      pen.occurredAt,
      pen.now,
    ],
  );
}

/** Without the code: whoever knows it has the money. */
function tellMove(tx: Transaction, pen: LedgerPen, { move, row }: Moved): void {
  const amount = (minor: number): string => decimalOf(minor, pen.currency);
  const { registerId } = pen;
  tx.tell({
    type: 'audit.events',
    aggregateId: registerId ?? row.credit_id,
    payload: {
      chainId: registerId === null ? 'back-office' : `register:${registerId}`,
      action: `STORE_CREDIT_${move.kind}`,
      modelName: 'StoreCredit',
      objectId: row.credit_id,
      userId: pen.recordedBy,
      reason: '',
      data: {
        amount: amount(move.amountMinor),
        balance: amount(row.balance_minor),
        currency: pen.currency,
        sale: move.saleId,
        refund: move.refundId,
        payment: move.paymentId,
      },
    },
  });
}
