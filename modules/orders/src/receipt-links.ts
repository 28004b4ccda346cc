/**
 * Whose a receipt is: a fact beside the sale, written once. The customer is an id and nothing more
 * here; whom it stands for, the module of customers knows.
 */
import type { OutputOf, orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { namedBuyer } from './buyers.ts';
import { tellAudit } from './drafts/tell-audit.ts';
import { showReceipt } from './receipts.ts';
import type { ReceiptNeeds } from './receipts.ts';
import type { Who } from './sale-reads.ts';

export interface Linking {
  readonly customer: string;
  /** Whose sales may be linked. */
  readonly who: Who;
  readonly find: (tx: Transaction) => Promise<string>;
}

/** Refused as `not_found` (sale or customer), or as `receipt_linked` where it is another's. */
export async function linkSale(
  needs: ReceiptNeeds,
  context: TenantContext,
  { customer, who, find }: Linking,
): Promise<OutputOf<typeof orders.linkReceipt>> {
  const { database, clock } = needs.surroundings;
  const { customerId } = await namedBuyer(needs.surroundings, context, customer);
  if (customerId === null) throw new Error('a receipt is linked to nobody');
  const saleId = await database.inTransaction(context, async (tx) => {
    const id = await find(tx);
    const [sale] = await tx.query<{ customer_id: string | null }>(
      `SELECT customer_id FROM orders.sales
       WHERE tenant_id = $1 AND sale_id = $2 AND ($3 OR recorded_by = $4)`,
      [tx.tenantId, id, who.seesAll, who.userId],
    );
    if (sale === undefined) refuse('not_found');
    if (sale.customer_id === customerId) return id;
    if (sale.customer_id !== null) refuse('receipt_linked');
    await link(tx, { saleId: id, customerId, linkedBy: context.userId, now: clock.now() });
    return id;
  });
  return showReceipt(needs, context, saleId, who);
}

interface NewLink {
  readonly saleId: string;
  readonly customerId: string;
  readonly linkedBy: string | null;
  readonly now: Date;
}

/** Waits for one that is being written; of two customers at once one is told of the other. */
async function link(tx: Transaction, made: NewLink): Promise<void> {
  const { saleId, customerId, linkedBy, now } = made;
  const rows = await tx.query(
    `INSERT INTO orders.receipt_links (tenant_id, sale_id, customer_id, linked_by, linked_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, sale_id) DO NOTHING RETURNING 1`,
    [tx.tenantId, saleId, customerId, linkedBy, now],
  );
  if (rows.length > 0) {
    const data = { after: { customer: customerId } };
    const about = { modelName: 'Receipt', objectId: saleId, userId: linkedBy };
    tellAudit(tx, { action: 'RECEIPT_LINKED', ...about, data });
    return;
  }
  const [known] = await tx.query<{ customer_id: string }>(
    'SELECT customer_id FROM orders.receipt_links WHERE tenant_id = $1 AND sale_id = $2',
    [tx.tenantId, saleId],
  );
  if (known?.customer_id !== customerId) refuse('receipt_linked');
}
