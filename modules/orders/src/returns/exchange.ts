/**
 * Goods back and goods out, at once: a refund and a sale of the server's own register, in one
 * transaction. What the one credits and the other takes is a tender of kind OTHER in both, named
 * `exchange:<id>`. Locks the session's register, the money of the sale, its lines, and last the
 * server's register.
 */
import type { InputOf, orders } from '@evertill/contract';
import type { Tender } from '@evertill/domain';
import { derivedId, newId, refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { refuseOtherTenant } from '../drafts/draft-needs.ts';
import { isHeld } from '../held-capability.ts';
import { holdSession } from '../sessions/hold-session.ts';
import { hasCredit, spendAsked } from '../store-credit/spend-credit.ts';
import type { CreditTender } from '../store-credit/spend-credit.ts';
import { useApproval } from './approvals.ts';
import type { RefundNeeds } from './approve-refund.ts';
import { goodsBack, priceNewGoods } from './exchange-goods.ts';
import type { GoodsBack, NewGoods } from './exchange-goods.ts';
import { collect, creditFor } from './exchange-money.ts';
import type { Collected, Credit } from './exchange-money.ts';
import { bookExchange } from './exchange-booking.ts';
import { exchangeView, readExchange } from './exchange-store.ts';
import type { ExchangeRow } from './exchange-store.ts';
import { cashRoundingOf, payoutOf } from './pay-out.ts';
import { isIdBooked } from './request-store.ts';
import { amountOf } from './return-input.ts';
import { refuseLate, refuseWithoutReceipt } from './return-policy.ts';
import { findReturned, holdLines, holdMoney, refuseVoided } from './returned-sale.ts';
import type { ReturnedSale } from './returned-sale.ts';

export interface Exchanging {
  readonly context: TenantContext;
  readonly input: InputOf<typeof orders.exchange>;
  readonly exchangeId: string;
  readonly hash: string;
  readonly sale: ReturnedSale;
  readonly goods: NewGoods;
  readonly payments: readonly (Tender & CreditTender)[];
  readonly cashRoundingMinor: number;
  readonly now: Date;
}

export function exchange(needs: RefundNeeds): TenantUseCase<typeof orders.exchange> {
  const { surroundings, priceBooks } = needs;
  const { database, clock } = surroundings;
  return async (context, input) => {
    refuseOtherTenant(context, input.userClient);
    const exchangeId = input.exchangeId?.toLowerCase() ?? newId(surroundings);
    const hash = context.fingerprint();
    const { sale, known } = await database.read(context, async (tx) => ({
      sale: await findSale(tx, input.salesHeaderId.toLowerCase()),
      known: await readExchange(tx, exchangeId),
    }));
    if (known !== undefined) return answerAgain(known, hash);
    const goods = await priceNewGoods(needs, context, input);
    const cashRoundingMinor = await cashRoundingOf(priceBooks, context, sale);
    const payments = (input.payments ?? []).map(({ method, amount, reference }, index) => ({
      paymentId: newId(surroundings),
      method,
      amountMinor: amountOf(amount, sale.currency, `payments.${index}.amount`),
      reference: reference ?? null,
    }));
    const now = clock.now();
    const about = { context, input, exchangeId, hash, sale, goods, payments };
    return database.inTransaction(context, (tx) =>
      swap(tx, needs, { ...about, cashRoundingMinor, now }),
    );
  };
}

/** The sale stands in the address here: it is missing like any other thing. */
async function findSale(tx: Transaction, saleId: string): Promise<ReturnedSale> {
  const rows = await tx.query('SELECT FROM orders.sales WHERE tenant_id = $1 AND sale_id = $2', [
    tx.tenantId,
    saleId,
  ]);
  return rows.length === 0 ? refuse('not_found') : findReturned(tx, saleId);
}

function answerAgain(known: ExchangeRow, hash: string) {
  return known.body_hash === hash ? exchangeView(known) : refuse('id_reused');
}

async function swap(tx: Transaction, { surroundings }: RefundNeeds, asked: Exchanging) {
  const { input, sale, goods, payments, exchangeId } = asked;
  await holdSession(tx, input.session ?? null);
  const money = await holdMoney(tx, sale.sale_id);
  const known = await readExchange(tx, exchangeId);
  if (known !== undefined) return answerAgain(known, asked.hash);
  const held = await holdLines(tx, sale.sale_id);
  await refuseVoided(tx, sale.sale_id);
  const back = await goodsBack(tx, held, asked);
  const credit = creditFor(back.totalMinor, sale, money);
  const approvedBy = await allow(tx, asked, credit.creditMinor);
  const { totalMinor } = goods.priced;
  const intoMinor = Math.min(credit.creditMinor, totalMinor);
  const { cashRoundingMinor } = goods.book;
  const collected = collect({ totalMinor, intoMinor, payments, cashRoundingMinor });
  const overMinor = credit.creditMinor - intoMinor;
  const leftMinor = money.paidMinor - money.refundedMinor - money.pendingMinor - intoMinor;
  const paidOut = await payoutOf(tx, {
    saleId: sale.sale_id,
    amountMinor: overMinor,
    method: input.refundMethod ?? null,
    cashRoundingMinor: asked.cashRoundingMinor,
    leftMinor,
  });
  const ids = {
    refundId: derivedId(exchangeId, 'refund'),
    newSaleId: derivedId(exchangeId, 'sale'),
  };
  if ((await isIdBooked(tx, ids.refundId)) || (await isIdBooked(tx, ids.newSaleId))) {
    refuse('id_reused');
  }
  const settled = { ...ids, money, back, credit, intoMinor, paidOut, collected, approvedBy };
  const row = await bookExchange(tx, surroundings, { asked, settled });
  await spendCredit(tx, asked, ids.newSaleId);
  return exchangeView(row);
}

async function spendCredit(tx: Transaction, asked: Exchanging, saleId: string): Promise<void> {
  const { context, sale, payments: tenders, now } = asked;
  if (!hasCredit(tenders)) return;
  const { currency } = sale;
  const { userId: recordedBy } = context;
  const pen = { recordedBy, currency, registerId: null, occurredAt: now, now };
  await spendAsked(tx, pen, { saleId, tenders });
}

export interface SettledExchange {
  readonly refundId: string;
  readonly newSaleId: string;
  readonly money: Awaited<ReturnType<typeof holdMoney>>;
  readonly back: GoodsBack;
  readonly credit: Credit;
  readonly intoMinor: number;
  readonly paidOut: Awaited<ReturnType<typeof payoutOf>>;
  readonly collected: Collected;
  readonly approvedBy: string | null;
}

/** For leaders, or with a leader's approval; late ones need an approval from anybody. */
async function allow(
  tx: Transaction,
  { context, input, sale, now }: Exchanging,
  amountMinor: number,
): Promise<string | null> {
  const late = { context, sale, approval: input.windowApproval, amountMinor, now };
  const isLeader = isHeld(context, 'refund_approve');
  if (!isLeader && input.approval === undefined) refuse('exchange_needs_manager');
  await refuseLate(tx, late);
  await refuseWithoutReceipt(tx, { context, sale, input, amountMinor, now });
  if (isLeader || input.approval === undefined) return null;
  const { givenBy } = await useApproval(tx, {
    token: input.approval,
    action: 'EXCHANGE',
    subject: sale.sale_id,
    amountMinor,
    usedBy: context.userId,
    now,
  });
  return givenBy;
}
