/** Operations of the module purchasing: what a shop buys, from whom, what came, what was paid. */
import { expenseOperations } from './expenses.ts';
import { goodsReceivedOperations } from './goods-received.ts';
import { purchaseOrderOperations } from './purchase-orders.ts';
import { purchaseOperations } from './purchases.ts';
import { supplierPaymentOperations } from './supplier-payments.ts';
import { supplierOperations } from './suppliers.ts';

export type {
  ExpenseCategoryView,
  ExpenseView,
  NewExpense,
  NewExpenseCategory,
} from './expenses.ts';
export type { GoodsNoteFullView, GoodsNoteLineView, GoodsNoteView } from './goods-received.ts';
export type {
  PurchaseOrderFullView,
  PurchaseOrderLineView,
  PurchaseOrderView,
} from './purchase-orders.ts';
export type { PurchaseFullView, PurchaseLineView, PurchaseView } from './purchases.ts';
export type { SupplierPaymentView } from './supplier-payments.ts';
export type {
  NewPaymentOption,
  NewSupplier,
  PaymentOptionView,
  SupplierView,
} from './suppliers.ts';

export const purchasing = {
  ...supplierOperations,
  ...expenseOperations,
  ...purchaseOrderOperations,
  ...purchaseOperations,
  ...supplierPaymentOperations,
  ...goodsReceivedOperations,
};
