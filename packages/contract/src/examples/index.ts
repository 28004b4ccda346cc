/** The examples of all operations, by name. */
import type { Examples, Operation, OperationExample } from '../operation.ts';
import { apiKeysExamples } from './api-keys.ts';
import { auditExamples } from './audit.ts';
import { authExamples } from './auth.ts';
import { cashSessionsExamples } from './cash-sessions.ts';
import { catalogGroupsExamples } from './catalog-groups.ts';
import { catalogPriceBooksExamples } from './catalog-price-books.ts';
import { catalogProductsExamples } from './catalog-products.ts';
import { expensesExamples } from './expenses.ts';
import { goodsReceivedExamples } from './goods-received.ts';
import { customersExamples } from './customers.ts';
import { decisionsExamples } from './decisions.ts';
import { mfaExamples } from './mfa.ts';
import { operatorsExamples } from './operators.ts';
import { ordersExamples } from './orders.ts';
import { paymentsExamples } from './payments.ts';
import { pinsExamples } from './pins.ts';
import { productStockExamples } from './product-stock.ts';
import { promotionsExamples } from './promotions.ts';
import { pullExamples } from './pull.ts';
import { purchaseOrdersExamples } from './purchase-orders.ts';
import { purchasesExamples } from './purchases.ts';
import { rateSheetsExamples } from './rate-sheets.ts';
import { reservationsExamples } from './reservations.ts';
import { returnsExamples } from './returns.ts';
import { salesHeadersExamples } from './sales-headers.ts';
import { staffExamples } from './staff.ts';
import { stockAdjustmentsExamples } from './stock-adjustments.ts';
import { stockAlertsExamples } from './stock-alerts.ts';
import { stockLocationsExamples } from './stock-locations.ts';
import { stockMovementsExamples } from './stock-movements.ts';
import { stockTransfersExamples } from './stock-transfers.ts';
import { suppliersExamples } from './suppliers.ts';
import { storeCreditsExamples } from './store-credits.ts';
import { tenantsExamples } from './tenants.ts';

const examples: Examples = {
  ...apiKeysExamples,
  ...auditExamples,
  ...authExamples,
  ...cashSessionsExamples,
  ...catalogGroupsExamples,
  ...catalogPriceBooksExamples,
  ...catalogProductsExamples,
  ...expensesExamples,
  ...goodsReceivedExamples,
  ...customersExamples,
  ...decisionsExamples,
  ...mfaExamples,
  ...operatorsExamples,
  ...ordersExamples,
  ...paymentsExamples,
  ...pinsExamples,
  ...productStockExamples,
  ...promotionsExamples,
  ...pullExamples,
  ...purchaseOrdersExamples,
  ...purchasesExamples,
  ...rateSheetsExamples,
  ...reservationsExamples,
  ...returnsExamples,
  ...salesHeadersExamples,
  ...staffExamples,
  ...stockAdjustmentsExamples,
  ...stockAlertsExamples,
  ...stockLocationsExamples,
  ...stockMovementsExamples,
  ...stockTransfersExamples,
  ...suppliersExamples,
  ...storeCreditsExamples,
  ...tenantsExamples,
};

export function exampleOf({ name }: Operation): OperationExample | undefined {
  return Object.hasOwn(examples, name) ? examples[name] : undefined;
}

export const exampleNames = Object.keys(examples);
