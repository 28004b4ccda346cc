/** Purchasing: what a shop buys, from whom, what came of it, and what was paid. */
import { purchasing } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer, Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { changeGoodsNote } from './goods/change-goods-note.ts';
import { generateGoodsNote } from './goods/generate-goods-note.ts';
import { findGoodsNote, findGoodsNoteLine } from './goods/list-goods-notes.ts';
import { listGoodsNoteLines, listGoodsNotes } from './goods/list-goods-notes.ts';
import { receiveGoods } from './goods/receive-goods.ts';
import { receiveLine } from './goods/receive-line.ts';
import { voidGoodsNote } from './goods/void-goods-note.ts';
import { voidGoodsNoteLine } from './goods/void-goods-note-line.ts';
import { nounAnswers } from './nouns/noun-answers.ts';
import { changePurchaseOrder } from './orders/change-purchase-order.ts';
import { changePurchaseOrderLine } from './orders/change-purchase-order-line.ts';
import { convertPurchaseOrder } from './orders/convert-purchase-order.ts';
import { createPurchaseOrder } from './orders/create-purchase-order.ts';
import { createPurchaseOrderLine } from './orders/create-purchase-order-line.ts';
import { deletePurchaseOrder } from './orders/delete-purchase-order.ts';
import { deletePurchaseOrderLine } from './orders/delete-purchase-order-line.ts';
import { findPurchaseOrder, findPurchaseOrderFull } from './orders/list-purchase-orders.ts';
import { findPurchaseOrderLine } from './orders/list-purchase-orders.ts';
import { listPurchaseOrderLines, listPurchaseOrders } from './orders/list-purchase-orders.ts';
import { placePurchaseOrder } from './orders/place-purchase-order.ts';
import { replacePurchaseOrderFull } from './orders/replace-purchase-order-full.ts';
import { replacePurchaseOrderLine } from './orders/replace-purchase-order-line.ts';
import { changeSupplierPayment } from './payments/change-supplier-payment.ts';
import { createSupplierPayment } from './payments/create-supplier-payment.ts';
import { deleteSupplierPayment } from './payments/delete-supplier-payment.ts';
import { findSupplierPayment, listSupplierPayments } from './payments/list-supplier-payments.ts';
import { changePurchase } from './purchases/change-purchase.ts';
import { changePurchaseLine } from './purchases/change-purchase-line.ts';
import { createPurchase } from './purchases/create-purchase.ts';
import { createPurchaseLine } from './purchases/create-purchase-line.ts';
import { deletePurchase } from './purchases/delete-purchase.ts';
import { deletePurchaseLine } from './purchases/delete-purchase-line.ts';
import { findPurchase, findPurchaseFull, findPurchaseLine } from './purchases/list-purchases.ts';
import { listPurchaseLines, listPurchases } from './purchases/list-purchases.ts';
import { replacePurchaseFull } from './purchases/replace-purchase-full.ts';
import { replacePurchaseLine } from './purchases/replace-purchase-line.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'purchasing',
  folder: new URL('../migrations/', import.meta.url),
};

export function purchasingModule(surroundings: Surroundings): Module {
  return {
    name: 'purchasing',
    answers: [
      ...nounAnswers(surroundings),
      ...orderAnswers(surroundings),
      ...purchaseAnswers(surroundings),
      ...paymentAnswers(surroundings),
      ...goodsAnswers(surroundings),
    ],
    reactions: [],
  };
}

function orderAnswers(surroundings: Surroundings): readonly Answer[] {
  const find = findPurchaseOrder(surroundings);
  const change = changePurchaseOrder(surroundings);
  return [
    answer(purchasing.listPurchaseOrders, listPurchaseOrders(surroundings)),
    answer(purchasing.createPurchaseOrder, createPurchaseOrder(surroundings)),
    answer(purchasing.placePurchaseOrder, placePurchaseOrder(surroundings)),
    answer(purchasing.findPurchaseOrder, find),
    answer(purchasing.findPurchaseOrderHeader, find),
    answer(purchasing.findPurchaseOrderFull, findPurchaseOrderFull(surroundings)),
    answer(purchasing.changePurchaseOrder, change),
    answer(purchasing.replacePurchaseOrder, (context, input) => change(context, input)),
    answer(purchasing.replacePurchaseOrderFull, replacePurchaseOrderFull(surroundings)),
    answer(purchasing.deletePurchaseOrder, deletePurchaseOrder(surroundings)),
    answer(purchasing.convertPurchaseOrder, convertPurchaseOrder(surroundings)),
    answer(purchasing.listPurchaseOrderLines, listPurchaseOrderLines(surroundings)),
    answer(purchasing.createPurchaseOrderLine, createPurchaseOrderLine(surroundings)),
    answer(purchasing.findPurchaseOrderLine, findPurchaseOrderLine(surroundings)),
    answer(purchasing.changePurchaseOrderLine, changePurchaseOrderLine(surroundings)),
    answer(purchasing.replacePurchaseOrderLine, replacePurchaseOrderLine(surroundings)),
    answer(purchasing.deletePurchaseOrderLine, deletePurchaseOrderLine(surroundings)),
  ];
}

function purchaseAnswers(surroundings: Surroundings): readonly Answer[] {
  const find = findPurchase(surroundings);
  const change = changePurchase(surroundings);
  return [
    answer(purchasing.listPurchases, listPurchases(surroundings)),
    answer(purchasing.createPurchase, createPurchase(surroundings)),
    answer(purchasing.findPurchase, find),
    answer(purchasing.findPurchaseHeader, find),
    answer(purchasing.findPurchaseFull, findPurchaseFull(surroundings)),
    answer(purchasing.changePurchase, change),
    answer(purchasing.replacePurchase, (context, input) => change(context, input)),
    answer(purchasing.replacePurchaseFull, replacePurchaseFull(surroundings)),
    answer(purchasing.deletePurchase, deletePurchase(surroundings)),
    answer(purchasing.listPurchaseLines, listPurchaseLines(surroundings)),
    answer(purchasing.createPurchaseLine, createPurchaseLine(surroundings)),
    answer(purchasing.findPurchaseLine, findPurchaseLine(surroundings)),
    answer(purchasing.changePurchaseLine, changePurchaseLine(surroundings)),
    answer(purchasing.replacePurchaseLine, replacePurchaseLine(surroundings)),
    answer(purchasing.deletePurchaseLine, deletePurchaseLine(surroundings)),
  ];
}

function paymentAnswers(surroundings: Surroundings): readonly Answer[] {
  const change = changeSupplierPayment(surroundings);
  return [
    answer(purchasing.listSupplierPayments, listSupplierPayments(surroundings)),
    answer(purchasing.createSupplierPayment, createSupplierPayment(surroundings)),
    answer(purchasing.findSupplierPayment, findSupplierPayment(surroundings)),
    answer(purchasing.changeSupplierPayment, change),
    answer(purchasing.replaceSupplierPayment, (context, input) => change(context, input)),
    answer(purchasing.deleteSupplierPayment, deleteSupplierPayment(surroundings)),
  ];
}

function goodsAnswers(surroundings: Surroundings): readonly Answer[] {
  const change = changeGoodsNote(surroundings);
  return [
    answer(purchasing.listGoodsNotes, listGoodsNotes(surroundings)),
    answer(purchasing.receiveGoods, receiveGoods(surroundings)),
    answer(purchasing.generateGoodsNote, generateGoodsNote(surroundings)),
    answer(purchasing.findGoodsNote, findGoodsNote(surroundings)),
    answer(purchasing.changeGoodsNote, change),
    answer(purchasing.replaceGoodsNote, change),
    answer(purchasing.voidGoodsNote, voidGoodsNote(surroundings)),
    answer(purchasing.listGoodsNoteLines, listGoodsNoteLines(surroundings)),
    answer(purchasing.receiveLine, receiveLine(surroundings)),
    answer(purchasing.findGoodsNoteLine, findGoodsNoteLine(surroundings)),
    answer(purchasing.voidGoodsNoteLine, voidGoodsNoteLine(surroundings)),
  ];
}
