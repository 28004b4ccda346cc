/**
 * Approves a refund, once: it is paid out, and becomes a fact of the server's own register. Not
 * whoever asked for it, but for the owner. Locks the session's register, the money of the sale, the
 * request, and last the server's register.
 */
import type { orders, RefundBody } from '@evertill/contract';
import { mulDiv, sum, taxOfMoneyRefund } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { showRefund } from '../list-refunds.ts';
import { whoOf } from '../list-sales.ts';
import { holdSession } from '../sessions/hold-session.ts';
import type { PriceBooks } from '../price-books.ts';
import { giveRefund } from './give-refund.ts';
import { refuseTooMuch } from './money-left.ts';
import { cashRoundingOf, payoutOf } from './pay-out.ts';
import { decideRequest, isIdBooked, lockRequest, readRequest } from './request-store.ts';
import type { LockedRequest, RequestRow } from './request-store.ts';
import { readPolicy } from './return-policy.ts';
import { readReturn, readReturnLines } from './return-store.ts';
import { findReturned, moveMoney, refuseVoided } from './returned-sale.ts';
import type { ReturnedSale } from './returned-sale.ts';

export interface RefundNeeds {
  readonly surroundings: Surroundings;
  readonly priceBooks: PriceBooks;
}

interface Approval {
  readonly context: TenantContext;
  readonly sale: ReturnedSale;
  readonly cashRoundingMinor: number;
  readonly now: Date;
}

export function approveRefund(needs: RefundNeeds): TenantUseCase<typeof orders.approveRefund> {
  const { surroundings, priceBooks } = needs;
  const { database, clock } = surroundings;
  return async (context, { refundId }) => {
    const id = refundId.toLowerCase();
    const { sale, sessionId } = await database.read(context, async (tx) => {
      const row = (await readRequest(tx, id)) ?? refuse('not_found');
      const isOpen = row.status === 'PENDING';
      return {
        sale: await findReturned(tx, row.sale_id),
        sessionId: isOpen ? row.session_id : null,
      };
    });
    const cashRoundingMinor = await cashRoundingOf(priceBooks, context, sale);
    return database.inTransaction(context, async (tx) => {
      await holdSession(tx, sessionId);
      const locked = await lockRequest(tx, id, whoOf(context));
      const { row } = locked;
      const { userId: by } = context;
      // The same person again, whose answer was lost, gets it; anybody else is too late.
      if (row.status === 'APPROVED' && row.decided_by === by) return showRefund(tx, id);
      if (row.status !== 'PENDING') refuse('return_decided');
      if (row.created_by === by && !context.roles.includes('owner')) refuse('approver_is_creator');
      const now = clock.now();
      await decideRequest(tx, id, { status: 'APPROVED', by, at: now });
      await moveMoney(tx, row.sale_id, { pendingMinor: -row.amount_minor });
      await pay(tx, surroundings, { locked, approval: { context, sale, cashRoundingMinor, now } });
      return showRefund(tx, id);
    });
  };
}

interface Paying {
  readonly locked: LockedRequest;
  readonly approval: Approval;
}

async function pay(
  tx: Transaction,
  surroundings: Surroundings,
  { locked: { row, money }, approval }: Paying,
): Promise<void> {
  const { context, sale, cashRoundingMinor, now } = approval;
  const { amount_minor: amountMinor, method, currency } = row;
  await refuseVoided(tx, row.sale_id);
  if (await isIdBooked(tx, row.refund_id)) refuse('id_reused');
  // Others that are only asked for have to see what is left after this; what was paid out counts.
  refuseTooMuch({ money: { ...money, pendingMinor: 0 }, amountMinor, currency });
  const goods = await worthOfGoods(tx, row);
  const leftMinor = money.paidMinor - money.refundedMinor;
  const question = { saleId: sale.sale_id, amountMinor, method, cashRoundingMinor };
  const othersMinor = money.pendingMinor - amountMinor;
  const paid = await payoutOf(tx, {
    ...question,
    leftMinor: Math.max(amountMinor, leftMinor - othersMinor),
  });
  const taxLeftMinor = sale.tax_minor - money.refundedTaxMinor;
  const taxMinor =
    goods === undefined
      ? taxOfMoneyRefund({ amountMinor, leftMinor, taxLeftMinor })
      : Math.min(taxWithin(goods, amountMinor), Math.max(0, taxLeftMinor));
  await giveRefund(tx, surroundings, {
    context,
    refundId: row.refund_id,
    sale,
    money,
    lines: [],
    tenders: paid.payouts.map((payout) => ({ ...payout, reference: row.reference })),
    taxMinor: Math.min(taxMinor, paid.paidMinor),
    roundingMinor: paid.roundingMinor,
    totalMinor: paid.paidMinor,
    sessionId: row.session_id,
    reason: row.reason as RefundBody['reason'],
    notes: row.notes,
    told: { salesReturn: row.sales_return_id, method, createdBy: row.created_by },
    now,
  });
}

interface Worth {
  readonly totalMinor: number;
  readonly taxMinor: number;
}

/**
 * What the goods that the refund is for were worth, less the shop's fee: no more is given for them.
 * Undefined where no goods were named. Refused while they are not approved.
 */
async function worthOfGoods(tx: Transaction, row: RequestRow): Promise<Worth | undefined> {
  if (row.sales_return_id === null) return undefined;
  const goods = await readReturn(tx, row.sales_return_id);
  if (goods?.status !== 'APPROVED') return refuse('return_not_approved');
  const lines = await readReturnLines(tx, [row.sales_return_id]);
  const totalMinor = sum(lines, (line) => line.total_minor ?? 0);
  const { restockFeeBps } = await readPolicy(tx);
  const feeMinor = mulDiv(totalMinor, restockFeeBps, 10_000, 'half_up');
  const [given] = await tx.query<{ minor: number }>(
    `SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM orders.refund_requests
     WHERE tenant_id = $1 AND sales_return_id = $2 AND status = 'APPROVED'`,
    [tx.tenantId, row.sales_return_id],
  );
  // This one is approved already, in this transaction.
  if ((given?.minor ?? 0) > totalMinor - feeMinor) refuse('refund_exceeds_sale');
  return { totalMinor, taxMinor: sum(lines, (line) => line.tax_minor ?? 0) };
}

function taxWithin({ totalMinor, taxMinor }: Worth, amountMinor: number): number {
  return totalMinor === 0 ? 0 : mulDiv(taxMinor, amountMinor, totalMinor, 'half_up');
}
