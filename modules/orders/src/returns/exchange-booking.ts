/** Writes an exchange down: what ties it, then the refund, then the sale, in this order. */
import type { SaleBody } from '@evertill/contract';
import { RULES_VERSION, decimalOf, decimalOfMilli } from '@evertill/domain';
import { newId, refuse } from '@evertill/kernel';
import type { Surroundings, Transaction, World } from '@evertill/kernel';
import { recordServerSale, takeServerTurn } from '../server-register.ts';
import type { Exchanging, SettledExchange } from './exchange.ts';
import { exchangeView, insertExchange } from './exchange-store.ts';
import type { ExchangeRow } from './exchange-store.ts';
import { giveRefund } from './give-refund.ts';
import { moveLines } from './returned-sale.ts';
import { tellAudit } from '../drafts/tell-audit.ts';

export interface Swap {
  readonly asked: Exchanging;
  readonly settled: SettledExchange;
}

/** Refused as `id_reused` where another sale was exchanged under this id meanwhile. */
export async function bookExchange(
  tx: Transaction,
  surroundings: Surroundings,
  swap: Swap,
): Promise<ExchangeRow> {
  const { asked, settled } = swap;
  const { context, sale, now } = asked;
  const row = rowOf(swap);
  if (!(await insertExchange(tx, row))) refuse('id_reused');
  await moveLines(tx, sale.sale_id, settled.back.moves);
  await refund(tx, surroundings, swap);
  await recordServerSale(tx, surroundings, {
    context,
    saleId: settled.newSaleId,
    turn: await takeServerTurn(tx, now),
    body: saleBodyOf(surroundings, swap),
    locationId: sale.location_id,
    occurredAt: now,
  });
  const { netDelta, netDirection } = exchangeView(row);
  tellAudit(tx, {
    action: 'EXCHANGE',
    modelName: 'SalesHeader',
    objectId: sale.sale_id,
    userId: context.userId,
    reason: asked.input.reason,
    data: {
      exchange: row.exchange_id,
      refund: row.refund_id,
      newSale: row.new_sale_id,
      netDelta,
      netDirection,
      approvedBy: settled.approvedBy,
    },
  });
  return row;
}

function rowOf({ asked, settled }: Swap): ExchangeRow {
  const { context, sale, goods } = asked;
  return {
    exchange_id: asked.exchangeId,
    sale_id: sale.sale_id,
    refund_id: settled.refundId,
    new_sale_id: settled.newSaleId,
    body_hash: asked.hash,
    currency: sale.currency,
    refunded_minor: settled.intoMinor + settled.paidOut.paidMinor,
    new_total_minor: goods.priced.totalMinor + settled.collected.roundingMinor,
    change_minor: settled.collected.changeMinor,
    exchanged_by: context.userId as string,
    approved_by: settled.approvedBy,
    exchanged_at: asked.now,
  };
}

async function refund(tx: Transaction, world: World, { asked, settled }: Swap): Promise<void> {
  const { context, sale, input, now, exchangeId } = asked;
  const { intoMinor, paidOut, back, credit } = settled;
  const into = { method: 'OTHER' as const, amountMinor: intoMinor, reference: nameOf(exchangeId) };
  await giveRefund(tx, world, {
    context,
    refundId: settled.refundId,
    sale,
    money: settled.money,
    lines: back.lines,
    tenders: [...(intoMinor === 0 ? [] : [into]), ...paidOut.payouts],
    taxMinor: back.taxMinor,
    roundingMinor: credit.roundingMinor + paidOut.roundingMinor,
    totalMinor: intoMinor + paidOut.paidMinor,
    sessionId: input.session ?? null,
    reason: input.reason,
    notes: input.notes ?? null,
    told: { exchange: exchangeId, approvedBy: settled.approvedBy },
    now,
  });
}

const nameOf = (exchangeId: string): string => `exchange:${exchangeId}`;

function saleBodyOf(world: World, { asked, settled }: Swap): Omit<SaleBody, 'receiptNumber'> {
  const { sale, goods, input, context, payments, exchangeId } = asked;
  const { priced, items, book } = goods;
  const amount = (minor: number): string => decimalOf(minor, sale.currency);
  const { intoMinor, collected } = settled;
  const into = { method: 'OTHER' as const, amountMinor: intoMinor, reference: nameOf(exchangeId) };
  const first = { ...into, paymentId: newId(world) };
  const tenders = [...(intoMinor === 0 ? [] : [first]), ...payments];
  return {
    currency: sale.currency,
    priceBookVersion: book.version,
    rulesVersion: RULES_VERSION,
    customer: sale.customer_id,
    session: input.session ?? null,
    ...(context.userId === null ? {} : { cashier: context.userId }),
    lines: items.map(({ quote, quantityMilli, unitPriceMinor }, index) => ({
      product: quote.productId,
      sku: quote.sku,
      name: quote.name,
      quantity: decimalOfMilli(quantityMilli),
      unitPrice: amount(unitPriceMinor),
      taxCode: quote.taxCode,
      tax: amount(priced.lines[index]?.taxMinor ?? 0),
      total: amount(priced.lines[index]?.totalMinor ?? 0),
    })),
    tax: amount(priced.taxMinor),
    rounding: amount(collected.roundingMinor),
    total: amount(priced.totalMinor + collected.roundingMinor),
    payments: tenders.map(({ paymentId, method, amountMinor, reference }) => ({
      salesPaymentId: paymentId,
      method,
      amount: amount(amountMinor),
      ...(reference === null ? {} : { reference }),
    })),
    change: amount(collected.changeMinor),
    ...(input.notes === undefined || input.notes === null ? {} : { note: input.notes }),
  };
}
