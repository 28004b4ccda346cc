/** Inventory: what is on the shelf, and every movement that made it so. */
import { inventory } from '@evertill/contract';
import { answer, on } from '@evertill/kernel';
import type { Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { applyRefunds, applyReturns, applySales } from './apply-sales.ts';
import { approveAdjustment } from './approve-adjustment.ts';
import { createAdjustment } from './create-adjustment.ts';
import { listAdjustments, listLevels, listMovements } from './list-stock.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'inventory',
  folder: new URL('../migrations/', import.meta.url),
};

export function inventoryModule(surroundings: Surroundings): Module {
  return {
    name: 'inventory',
    answers: [
      answer(inventory.listMovements, listMovements(surroundings)),
      answer(inventory.listLevels, listLevels(surroundings)),
      answer(inventory.listAdjustments, listAdjustments(surroundings)),
      answer(inventory.createAdjustment, createAdjustment(surroundings)),
      answer(inventory.approveAdjustment, approveAdjustment(surroundings)),
    ],
    reactions: [
      on('order.completed', applySales(surroundings)),
      on('order.refunded', applyRefunds(surroundings)),
      on('order.returned', applyReturns(surroundings)),
    ],
  };
}
