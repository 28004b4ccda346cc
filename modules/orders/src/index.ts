/** Orders: what was sold and given back, by which register, and what it was worth. */
import { orders } from '@evertill/contract';
import { answer, answerAnyone, on } from '@evertill/kernel';
import type { Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import type { BookingNeeds } from './book-sales.ts';
import { createRegister } from './create-register.ts';
import { decisionAnswers } from './decisions/decision-answers.ts';
import { draftAnswers } from './drafts/draft-answers.ts';
import { expireOrders, expiryChore } from './drafts/expire-orders.ts';
import { hearPayments } from './drafts/hear-payments.ts';
import { enrol } from './enrol.ts';
import { gatherRuns } from './gather-runs.ts';
import { keepProducts, unknownProducts } from './known-products.ts';
import { findDevice } from './find-device.ts';
import { foreignAnswers } from './foreign/foreign-answers.ts';
import { rateSheets } from './foreign/rate-sheets.ts';
import { lease } from './lease.ts';
import { listCustomerSales } from './list-customer-sales.ts';
import { listRefunds } from './list-refunds.ts';
import { listParked, listRegisters } from './list-registers.ts';
import { listPayments, listSaleLines } from './list-sale-parts.ts';
import { listSalePromotions } from './list-sale-promotions.ts';
import { findSale, listSales } from './list-sales.ts';
import { parkOperation } from './park-operation.ts';
import { priceBooks } from './price-books.ts';
import { promotionSets } from './promotion-sets.ts';
import { push } from './push.ts';
import { receiptAnswers } from './receipt-answers.ts';
import { recordRefund } from './record-refund.ts';
import { recordSale } from './record-sale.ts';
import { renewEnrolmentCode } from './renew-enrolment-code.ts';
import { spendForOrder } from './returns/approvals.ts';
import { returnAnswers } from './returns/return-answers.ts';
import { sessionAnswers } from './sessions/session-answers.ts';
import { recordRuns } from './sale-batch.ts';
import { settleOperations } from './settle-operations.ts';
import { creditAnswers } from './store-credit/credit-answers.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'orders',
  folder: new URL('../migrations/', import.meta.url),
};

export function ordersModule(surroundings: Surroundings): Module {
  const { database } = surroundings;
  const needs: BookingNeeds = {
    surroundings,
    priceBooks: priceBooks(surroundings),
    promotionSets: promotionSets(surroundings),
    rateSheets: rateSheets(surroundings),
    unknownProducts: unknownProducts(surroundings),
    park: parkOperation(surroundings),
    recordSales: gatherRuns((tenantId, runs) => recordRuns(surroundings, tenantId, runs)),
  };
  const settle = settleOperations(needs);
  return {
    name: 'orders',
    answers: [
      answer(orders.listRegisters, listRegisters({ database })),
      answer(orders.createRegister, createRegister(surroundings)),
      answer(orders.renewEnrolmentCode, renewEnrolmentCode(surroundings)),
      answerAnyone(orders.enrol, enrol(surroundings)),
      answer(orders.lease, lease(surroundings)),
      answer(orders.findDevice, findDevice({ database })),
      answer(orders.push, push({ database, settle })),
      answer(orders.recordSale, recordSale({ settle })),
      answer(orders.recordRefund, recordRefund({ settle })),
      answer(orders.listSales, listSales({ database })),
      answer(orders.findSale, findSale({ database })),
      answer(orders.listSaleLines, listSaleLines({ database })),
      answer(orders.listSalePromotions, listSalePromotions({ database })),
      answer(orders.listPayments, listPayments({ database })),
      answer(orders.listCustomerSales, listCustomerSales({ database })),
      answer(orders.listRefunds, listRefunds({ database })),
      answer(orders.listParked, listParked({ database })),
      ...receiptAnswers(needs),
      ...decisionAnswers(surroundings),
      ...returnAnswers(needs),
      ...sessionAnswers(surroundings),
      ...creditAnswers(surroundings),
      ...foreignAnswers(surroundings),
      ...draftAnswers({ ...needs, spendApproval: spendForOrder }),
    ],
    chores: [expiryChore(surroundings)],
    reactions: [
      on('payment.completed', hearPayments(surroundings)),
      on('inventory.reservation.expired', expireOrders(surroundings)),
      on('product.created', (tx, events) =>
        keepProducts(
          tx,
          events.map(({ payload }) => payload),
        ),
      ),
      on('product.updated', (tx, events) =>
        keepProducts(
          tx,
          events.map(({ payload }) => payload),
        ),
      ),
    ],
  };
}
