/**
 * The same by the printed token, for whoever has the paper: also of a sale that somebody else made.
 * The token is looked up as the hash that it is, so the time of a guess tells nothing.
 */
import type { orders } from '@evertill/contract';
import { bytesOfLinkToken, readReceiptLinkToken } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase, Transaction } from '@evertill/kernel';
import { linkSale } from './receipt-links.ts';
import type { ReceiptNeeds } from './receipts.ts';

export function linkReceiptByToken(
  needs: ReceiptNeeds,
): TenantUseCase<typeof orders.linkReceiptByToken> {
  return (context, { linkToken, customer }) =>
    linkSale(needs, context, {
      customer,
      who: { seesAll: true, userId: null },
      find: (tx) => findByToken(tx, linkToken),
    });
}

async function findByToken(tx: Transaction, typed: string): Promise<string> {
  const token = readReceiptLinkToken(typed) ?? refuse('not_found');
  const [row] = await tx.query<{ sale_id: string }>(
    `SELECT sale_id FROM orders.sales WHERE tenant_id = $1
       AND substring(sha256('\\x01'::bytea || uuid_send(sale_id)) FROM 1 FOR 10) = $2`,
    [tx.tenantId, Buffer.from(bytesOfLinkToken(token))],
  );
  return row?.sale_id ?? refuse('not_found');
}
