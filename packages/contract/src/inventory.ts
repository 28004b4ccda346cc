/** Operations of the module inventory: what is where, and everything that changes it. */
import { productStock } from './product-stock.ts';
import { inventoryPullOperations } from './pull-parts.ts';
import { reservations } from './reservations.ts';
import { stockAdjustments } from './stock-adjustments.ts';
import { stockAlerts } from './stock-alerts.ts';
import { stockLocations } from './stock-locations.ts';
import { stockMovements } from './stock-movements.ts';
import { stockTransfers } from './stock-transfers.ts';

export type { ProductStockView } from './product-stock.ts';
export type { ReservationView } from './reservations.ts';
export type { AdjustmentView } from './stock-adjustments.ts';
export type { AlertView } from './stock-alerts.ts';
export type { LocationStockView, LocationView } from './stock-locations.ts';
export type { MovementView, ShortageView } from './stock-movements.ts';
export type { TransferView } from './stock-transfers.ts';

export const inventory = {
  ...stockMovements,
  ...stockAdjustments,
  ...stockAlerts,
  ...stockLocations,
  ...stockTransfers,
  ...reservations,
  ...productStock,
  ...inventoryPullOperations,
};
