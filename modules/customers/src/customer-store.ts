/** All SQL about customers: the sealed row, the key to it, and what it is found by. */
import type { MarketingChannel } from '@evertill/contract';
import type { Row, Transaction } from '@evertill/kernel';
import type { Mark } from './blind-index.ts';
import type { SealedDetails } from './sealed-details.ts';

export interface CustomerRow extends Row, SealedDetails {
  readonly customer_id: string;
  /** Null once the customer is erased. */
  readonly sealed_key: Buffer | null;
  readonly marketing_opt_in: boolean;
  readonly marketing_channels: MarketingChannel[];
  readonly consent_timestamp: Date | null;
  readonly body_mark: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly edited_at: Date;
  readonly archived_at: Date | null;
  readonly erased_at: Date | null;
}

/** The field, in wire names, that each constraint of the blind index is about. */
export const indexConstraints: Readonly<Record<string, string>> = {
  blind_index_phone: 'phone',
  blind_index_email: 'email',
};

export const customerSource = `customers.customers c LEFT JOIN customers.subject_keys k
  ON k.tenant_id = c.tenant_id AND k.customer_id = c.customer_id`;
export const customerColumns = 'c.*, k.sealed_key';

export async function readCustomer(
  tx: Transaction,
  customerId: string,
  lock: '' | 'FOR NO KEY UPDATE OF c' = '',
): Promise<CustomerRow | undefined> {
  const [row] = await tx.query<CustomerRow>(
    `SELECT ${customerColumns} FROM ${customerSource}
     WHERE c.tenant_id = $1 AND c.customer_id = $2 ${lock}`,
    [tx.tenantId, customerId],
  );
  return row;
}

/** Holds the customer until the transaction ends. What is joined is read after the lock is held. */
export async function lockCustomer(
  tx: Transaction,
  customerId: string,
): Promise<CustomerRow | undefined> {
  await tx.query(
    `SELECT FROM customers.customers WHERE tenant_id = $1 AND customer_id = $2
     FOR NO KEY UPDATE`,
    [tx.tenantId, customerId],
  );
  return readCustomer(tx, customerId);
}

/** Who of the living is found by a phone number or an e-mail. */
export async function readByMark(
  tx: Transaction,
  { kind, mark }: Mark,
): Promise<string | undefined> {
  const [row] = await tx.query<{ customer_id: string }>(
    `SELECT customer_id FROM customers.blind_index
     WHERE tenant_id = $1 AND kind = $2 AND mark = $3`,
    [tx.tenantId, kind, mark],
  );
  return row?.customer_id;
}

export interface NewCustomer extends SealedDetails {
  readonly customerId: string;
  readonly sealedKey: Buffer;
  readonly bodyMark: string;
  readonly marks: readonly Mark[];
  readonly createdAt: Date;
  readonly editedAt: Date;
}

/** False when the id is there already. Breaks `blind_index_…` where phone or e-mail is taken. */
export async function insertCustomer(tx: Transaction, customer: NewCustomer): Promise<boolean> {
  const made = await tx.query(
    `INSERT INTO customers.customers (
       tenant_id, customer_id, sealed_name, sealed_email, sealed_phone, sealed_address,
       sealed_description, marketing_opt_in, marketing_channels, body_mark, created_at,
       updated_at, edited_at
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, false, '{}', $8, $9, $9, $10)
     ON CONFLICT (tenant_id, customer_id) DO NOTHING RETURNING customer_id`,
    [
      tx.tenantId,
      customer.customerId,
      customer.sealed_name,
      customer.sealed_email,
      customer.sealed_phone,
      customer.sealed_address,
      customer.sealed_description,
      customer.bodyMark,
      customer.createdAt,
      customer.editedAt,
    ],
  );
  if (made.length === 0) return false;
  await tx.query(
    `INSERT INTO customers.subject_keys (tenant_id, customer_id, sealed_key)
     VALUES ($1, $2, $3)`,
    [tx.tenantId, customer.customerId, customer.sealedKey],
  );
  await insertMarks(tx, customer.customerId, customer.marks);
  return true;
}

export interface ChangedCustomer extends SealedDetails {
  readonly customerId: string;
  readonly marks: readonly Mark[];
  readonly updatedAt: Date;
  readonly editedAt: Date;
}

export async function updateCustomer(tx: Transaction, customer: ChangedCustomer): Promise<void> {
  await deleteMarks(tx, customer.customerId);
  await tx.query(
    `UPDATE customers.customers SET sealed_name = $3, sealed_email = $4, sealed_phone = $5,
       sealed_address = $6, sealed_description = $7, updated_at = $8, edited_at = $9
     WHERE tenant_id = $1 AND customer_id = $2`,
    [
      tx.tenantId,
      customer.customerId,
      customer.sealed_name,
      customer.sealed_email,
      customer.sealed_phone,
      customer.sealed_address,
      customer.sealed_description,
      customer.updatedAt,
      customer.editedAt,
    ],
  );
  await insertMarks(tx, customer.customerId, customer.marks);
}

/** In one order for everybody, so that two who want the same marks never wait in a ring. */
async function insertMarks(
  tx: Transaction,
  customerId: string,
  marks: readonly Mark[],
): Promise<void> {
  await tx.query(
    `INSERT INTO customers.blind_index (tenant_id, customer_id, kind, mark)
     SELECT $1, $2, m.kind, m.mark FROM unnest($3::text[], $4::bytea[]) AS m (kind, mark)
     ORDER BY m.kind, m.mark`,
    [tx.tenantId, customerId, marks.map(({ kind }) => kind), marks.map(({ mark }) => mark)],
  );
}

async function deleteMarks(tx: Transaction, customerId: string): Promise<void> {
  await tx.query('DELETE FROM customers.blind_index WHERE tenant_id = $1 AND customer_id = $2', [
    tx.tenantId,
    customerId,
  ]);
}

/** Out of lists and searches; the phone number and the e-mail are free for somebody else. */
export async function markArchived(tx: Transaction, customerId: string, at: Date): Promise<void> {
  await deleteMarks(tx, customerId);
  await tx.query(
    `UPDATE customers.customers SET archived_at = $3, updated_at = $3
     WHERE tenant_id = $1 AND customer_id = $2`,
    [tx.tenantId, customerId, at],
  );
}

/** Forgets the customer. False when there is nobody any more. */
export async function eraseRow(
  tx: Transaction,
  erased: { readonly customerId: string; readonly by: string | null; readonly at: Date },
): Promise<boolean> {
  const [row] = await tx.query<{ erased: boolean }>(
    'SELECT customers.erase_customer($1, $2, $3, $4) AS erased',
    [tx.tenantId, erased.customerId, erased.by, erased.at],
  );
  return row?.erased === true;
}

export function isLiving(row: CustomerRow | undefined): row is CustomerRow {
  return row?.archived_at === null && row.erased_at === null;
}
