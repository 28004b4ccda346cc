/** Inventory: what is on the shelf, and every movement that made it so. */
import { inventory } from '@evertill/contract';
import { answer, on } from '@evertill/kernel';
import type { Answer, Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { applyRefunds, applyReturns, applySales, applyVoids } from './apply-sales.ts';
import { applyReceiptVoids, applyReceipts } from './apply-receipts.ts';
import { applyTransfer } from './apply-transfer.ts';
import { approveAdjustment } from './approve-adjustment.ts';
import { archiveLocation } from './archive-location.ts';
import { changeAdjustment } from './change-adjustment.ts';
import { changeAlert } from './change-alert.ts';
import { changeLocation } from './change-location.ts';
import { changeLocationStock } from './change-location-stock.ts';
import { changeTransfer } from './change-transfer.ts';
import { createAdjustment } from './create-adjustment.ts';
import { createLocation } from './create-location.ts';
import { createTransfer } from './create-transfer.ts';
import { dismissAlert } from './dismiss-alert.ts';
import { expireReservations } from './expire-reservations.ts';
import { findReorderSuggestions } from './find-reorder-suggestions.ts';
import { findValuation } from './find-valuation.ts';
import { findAdjustment, listAdjustments, listPendingAdjustments } from './list-adjustments.ts';
import { findAlert, findAlertSummary, listActiveAlerts, listAlerts } from './list-alerts.ts';
import { listLevels, listShortages } from './list-levels.ts';
import { findLocation, listLocations } from './list-locations.ts';
import { findLocationStock, listLocationStocks } from './list-locations.ts';
import { findMovement, findMovementSummary } from './list-movements.ts';
import { listMovements, listStockHistory } from './list-movements.ts';
import { listLowStock, listOutOfStock, listStockSummary } from './list-product-stock.ts';
import { findReservation, listReservations } from './list-reservations.ts';
import { findTransfer, listTransfers } from './list-transfers.ts';
import { hearProducts } from './product-store.ts';
import { pullLevels } from './pull-levels.ts';
import { raiseAlert } from './raise-alert.ts';
import { registerLocationStock } from './register-location-stock.ts';
import { rejectAdjustment } from './reject-adjustment.ts';
import { release } from './release.ts';
import { removeLocationStock } from './remove-location-stock.ts';
import { reserve } from './reserve.ts';
import { resolveAlert } from './resolve-alert.ts';
import { setInitialStock } from './set-initial-stock.ts';
import { withdrawAdjustment } from './withdraw-adjustment.ts';
import { withdrawTransfer } from './withdraw-transfer.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'inventory',
  folder: new URL('../migrations/', import.meta.url),
  isPulled: true,
};

export function inventoryModule(surroundings: Surroundings): Module {
  return {
    name: 'inventory',
    answers: [
      ...stockAnswers(surroundings),
      ...placeAnswers(surroundings),
      ...productAnswers(surroundings),
      answer(inventory.listReservations, listReservations(surroundings)),
      answer(inventory.findReservation, findReservation(surroundings)),
      answer(inventory.reserve, reserve(surroundings)),
      answer(inventory.release, release(surroundings)),
      answer(inventory.pullLevels, pullLevels(surroundings)),
    ],
    reactions: [
      on('product.created', hearProducts(surroundings)),
      on('product.updated', hearProducts(surroundings)),
      on('order.completed', applySales(surroundings)),
      on('order.refunded', applyRefunds(surroundings)),
      on('order.returned', applyReturns(surroundings)),
      on('order.voided', applyVoids(surroundings)),
      on('goods.received', applyReceipts(surroundings)),
      on('goods.receipt_voided', applyReceiptVoids(surroundings)),
    ],
    chores: [expireReservations(surroundings)],
  };
}

/** Movements, levels, adjustments, alerts. */
function stockAnswers(surroundings: Surroundings): Answer[] {
  const adjust = changeAdjustment(surroundings);
  const reword = changeAlert(surroundings);
  return [
    answer(inventory.listMovements, listMovements(surroundings)),
    answer(inventory.findMovement, findMovement(surroundings)),
    answer(inventory.findMovementSummary, findMovementSummary(surroundings)),
    answer(inventory.setInitialStock, setInitialStock(surroundings)),
    answer(inventory.listLevels, listLevels(surroundings)),
    answer(inventory.listShortages, listShortages(surroundings)),
    answer(inventory.listAdjustments, listAdjustments(surroundings)),
    answer(inventory.listPendingAdjustments, listPendingAdjustments(surroundings)),
    answer(inventory.findAdjustment, findAdjustment(surroundings)),
    answer(inventory.createAdjustment, createAdjustment(surroundings)),
    answer(inventory.changeAdjustment, adjust),
    answer(inventory.replaceAdjustment, (context, input) => adjust(context, input)),
    answer(inventory.withdrawAdjustment, withdrawAdjustment(surroundings)),
    answer(inventory.approveAdjustment, approveAdjustment(surroundings)),
    answer(inventory.rejectAdjustment, rejectAdjustment(surroundings)),
    answer(inventory.listAlerts, listAlerts(surroundings)),
    answer(inventory.listActiveAlerts, listActiveAlerts(surroundings)),
    answer(inventory.findAlertSummary, findAlertSummary(surroundings)),
    answer(inventory.findAlert, findAlert(surroundings)),
    answer(inventory.raiseAlert, raiseAlert(surroundings)),
    answer(inventory.changeAlert, reword),
    answer(inventory.replaceAlert, (context, input) => reword(context, input)),
    answer(inventory.dismissAlert, dismissAlert(surroundings)),
    answer(inventory.resolveAlert, resolveAlert(surroundings)),
  ];
}

/** Locations, what lies there, and what goes from one to another. */
function placeAnswers(surroundings: Surroundings): Answer[] {
  const relocate = changeLocation(surroundings);
  const redirect = changeTransfer(surroundings);
  const limit = changeLocationStock(surroundings);
  return [
    answer(inventory.listLocations, listLocations(surroundings)),
    answer(inventory.findLocation, findLocation(surroundings)),
    answer(inventory.createLocation, createLocation(surroundings)),
    answer(inventory.changeLocation, relocate),
    answer(inventory.replaceLocation, (context, input) => relocate(context, input)),
    answer(inventory.archiveLocation, archiveLocation(surroundings)),
    answer(inventory.listLocationStocks, listLocationStocks(surroundings)),
    answer(inventory.findLocationStock, findLocationStock(surroundings)),
    answer(inventory.registerLocationStock, registerLocationStock(surroundings)),
    answer(inventory.changeLocationStock, limit),
    answer(inventory.replaceLocationStock, (context, input) => limit(context, input)),
    answer(inventory.removeLocationStock, removeLocationStock(surroundings)),
    answer(inventory.listTransfers, listTransfers(surroundings)),
    answer(inventory.findTransfer, findTransfer(surroundings)),
    answer(inventory.createTransfer, createTransfer(surroundings)),
    answer(inventory.changeTransfer, redirect),
    answer(inventory.replaceTransfer, (context, input) => redirect(context, input)),
    answer(inventory.withdrawTransfer, withdrawTransfer(surroundings)),
    answer(inventory.applyTransfer, applyTransfer(surroundings)),
  ];
}

/** Products by their stock. */
function productAnswers(surroundings: Surroundings): Answer[] {
  return [
    answer(inventory.listLowStock, listLowStock(surroundings)),
    answer(inventory.listOutOfStock, listOutOfStock(surroundings)),
    answer(inventory.listStockSummary, listStockSummary(surroundings)),
    answer(inventory.listStockHistory, listStockHistory(surroundings)),
    answer(inventory.findValuation, findValuation(surroundings)),
    answer(inventory.findReorderSuggestions, findReorderSuggestions(surroundings)),
  ];
}
