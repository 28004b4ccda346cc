/** What an operation wants beside what its schema requires, from a furnished shop. */
import { receiptLinkToken } from '@evertill/domain';
import { refundBodyOf, saleBodyOf } from '@evertill/testing';
import type { FurnishedShop, Json, Things } from './furnished-shop.ts';

type Wish = (shop: FurnishedShop) => Json;

export const wishes: Readonly<Record<string, Wish>> = {
  'auth.logIn': ({ tenant: { phones, password, tenantId } }) => ({
    phone_number: phones.cashier,
    password,
    tenant_id: tenantId,
  }),
  'auth.addTenant': ({ things }) => ({
    currency: 'GBP',
    time_zone: 'UTC',
    users: [ownerOf(things)],
  }),
  'auth.verifyMfa': () => ({ code: '000000' }),
  'auth.disableMfa': () => ({ otp: '000000' }),
  'auth.createApiKey': () => ({ role: 'EMPLOYEE' }),
  'auth.changeRole': () => ({ void_allowed: true }),
  'auth.setPassword': spare('user_client_id', 'spare_person'),
  'auth.resetMfa': spare('user_client_id', 'spare_person'),
  'auth.deactivateClient': spare('user_client_id', 'leaving_person'),
  'catalog.scanProduct': ({ marker }) => ({ code: `MUG-${marker}` }),
  'catalog.createProduct': ({ things: { category_id, unit_id } }) => ({
    category: category_id,
    unit: unit_id,
  }),
  'catalog.archiveProduct': spare('product_id', 'spare_product'),
  'catalog.deleteCategory': spare('category_id', 'spare_category'),
  'catalog.deleteUnit': spare('unit_id', 'spare_unit'),
  'catalog.findPriceBook': ({ book }) => ({ version: String(book.version) }),
  'catalog.createPromotion': () => ({ kind: 'PERCENT_OFF', percent: '10' }),
  'catalog.changePromotion': () => ({ kind: 'ORDER_PERCENT', percent: '5' }),
  'catalog.archivePromotion': spare('promotion_id', 'spare_promotion'),
  'catalog.createCoupon': ({ marker }) => ({ code: `NEW${marker.toUpperCase()}` }),
  'catalog.archiveCoupon': spare('coupon_id', 'spare_coupon'),
  'catalog.findPromotionSet': () => ({ version: '1' }),
  'orders.findRateSheet': () => ({ version: '1' }),
  'orders.publishRateSheet': () => ({ rates: [{ currency: 'USD', rate: '0.81' }] }),
  'inventory.setInitialStock': spare('product', 'fresh_product'),
  'inventory.withdrawAdjustment': spare('adjustment_id', 'spare_adjustment'),
  'inventory.approveAdjustment': spare('adjustment_id', 'approved_adjustment'),
  'inventory.rejectAdjustment': spare('adjustment_id', 'rejected_adjustment'),
  'inventory.registerLocationStock': spare('product', 'fresh_product'),
  'inventory.replaceLocationStock': ({ things }) => ({
    pls_id: things['placed_stock'],
    product: things['scarce_product'],
  }),
  'inventory.removeLocationStock': spare('pls_id', 'empty_stock'),
  'inventory.raiseAlert': () => ({ alert_type: 'OVERSTOCK' }),
  'inventory.replaceAlert': ({ things }) => ({
    alert_id: things['own_alert'],
    product: things['scarce_product'],
    alert_type: 'LOW_STOCK',
  }),
  'inventory.changeAlert': spare('alert_id', 'own_alert'),
  'inventory.dismissAlert': spare('alert_id', 'spare_alert'),
  'inventory.archiveLocation': spare('location_id', 'spare_location'),
  'inventory.withdrawTransfer': spare('transfer_id', 'spare_transfer'),
  'inventory.applyTransfer': spare('transfer_id', 'applied_transfer'),
  'purchasing.deleteSupplier': spare('supplier_id', 'spare_supplier'),
  'purchasing.deletePaymentOption': spare('payment_option_id', 'spare_option'),
  'purchasing.deleteExpenseCategory': spare('expense_category_id', 'spare_expense_category'),
  'purchasing.deleteExpense': spare('expense_id', 'spare_expense'),
  'purchasing.deletePurchaseOrder': spare('po_header_id', 'spare_order'),
  'purchasing.deletePurchaseOrderLine': spare('po_detail_id', 'spare_order_line'),
  'purchasing.placePurchaseOrder': ({ things }) => ({
    items: [
      {
        product_id: things['product_id'],
        unit_id: things['unit_id'],
        quantity: '1',
        price_per_unit: '1',
      },
    ],
  }),
  'purchasing.convertPurchaseOrder': spare('po_header_id', 'converted_order'),
  'purchasing.replacePurchaseOrderFull': ({ things }) => ({
    details: [{ po_detail_id: things['po_detail_id'], product: things['product_id'] }],
  }),
  'purchasing.deletePurchase': spare('purchase_header_id', 'spare_purchase'),
  'purchasing.replacePurchaseFull': ({ things }) => ({
    details: [{ purchase_detail_id: things['purchase_detail_id'], unit: things['unit_id'] }],
  }),
  'purchasing.replacePurchaseLine': spare('purchase_detail_id', 'free_purchase_line'),
  'purchasing.deletePurchaseLine': spare('purchase_detail_id', 'spare_purchase_line'),
  'purchasing.deleteSupplierPayment': spare('payment_id', 'spare_payment'),
  'purchasing.receiveGoods': ({ things }) => ({
    purchase_header: things['purchase_header_id'],
    details: [
      {
        purchase_detail: things['purchase_detail_id'],
        product: things['product_id'],
        unit: things['unit_id'],
        quantity: '1',
      },
    ],
  }),
  'purchasing.receiveLine': ({ things }) => ({
    purchase_detail: things['purchase_detail_id'],
    product: things['product_id'],
    unit: things['unit_id'],
  }),
  'purchasing.generateGoodsNote': spare('purchase_header_id', 'awaited_purchase'),
  'purchasing.voidGoodsNote': spare('grn_header_id', 'spare_note'),
  'purchasing.voidGoodsNoteLine': spare('grn_detail_id', 'spare_note_line'),
  'orders.openCashSession': spare('register', 'idle_register'),
  'orders.closeCashSession': ({ things }) => ({
    session_id: things['spare_session'],
    closing_total: '100.00',
  }),
  'orders.findZReport': spare('session_id', 'closed_session'),
  'orders.createHeader': ({ things }) => ({
    session: things['session_id'],
    location: things['location_id'],
    lines: [{ product: things['product_id'], quantity: '1' }],
  }),
  'orders.deleteHeader': spare('sales_header_id', 'spare_header'),
  'orders.confirmHeader': spare('sales_header_id', 'confirm_header'),
  'orders.cancelHeader': spare('sales_header_id', 'cancel_header'),
  'orders.voidHeader': spare('sales_header_id', 'void_header'),
  'orders.findLine': spare('sales_detail_id', 'sales_detail_id'),
  'orders.deleteLine': spare('sales_detail_id', 'spare_line'),
  'orders.takePayment': ({ things }) => ({
    sales_header: things['due_header'],
    session: things['session_id'],
    method: 'CASH',
  }),
  'orders.splitPayment': ({ things }) => ({
    sales_header: things['due_header'],
    session: things['session_id'],
    payments: [{ method: 'CASH', amount: '1.00' }],
  }),
  'orders.checkout': ({ things }) => ({
    items: [{ product_id: things['product_id'], unit_id: things['unit_id'], qty: '1' }],
    payment_method: 'CASH',
  }),
  'orders.renewEnrolmentCode': spare('register_id', 'spare_register'),
  'orders.lease': spare('register_id', 'leased_register'),
  'orders.enrol': spare('enrolment_code', 'enrolment_code'),
  'orders.createRegister': ({ things }) => ({ location: things['location_id'] }),
  'orders.push': (shop) => {
    const { seq, id, occurred_at, body } = saleAt(shop, 2);
    return { ...placeOf(shop), operations: [{ kind: 'sale', seq, id, occurred_at, body }] };
  },
  'orders.recordSale': (shop) => ({ ...placeOf(shop), ...saleAt(shop, 3) }),
  'orders.recordRefund': (shop) => ({ ...placeOf(shop), ...saleAt(shop, 4), body: refundAt(shop) }),
  'orders.createReturn': spare('sales_header', 'returned_header'),
  'orders.replaceReturn': spare('sales_header', 'returned_header'),
  'orders.deleteReturn': spare('sales_return_id', 'spare_return'),
  'orders.approveReturn': spare('sales_return_id', 'approved_return'),
  'orders.rejectReturn': spare('sales_return_id', 'rejected_return'),
  'orders.createRefund': spare('sales_header', 'returned_header'),
  'orders.replaceRefund': spare('sales_header', 'returned_header'),
  'orders.deleteRefund': spare('refund_id', 'spare_refund'),
  'orders.approveRefund': spare('refund_id', 'approved_refund'),
  'orders.rejectRefund': spare('refund_id', 'rejected_refund'),
  'orders.exchange': ({ things }) => ({
    sales_header_id: things['exchanged_header'],
    return_items: [{ product: things['product_id'], quantity: '1' }],
    new_items: [{ product: things['product_id'], quantity: '1' }],
    session: things['session_id'],
  }),
  'orders.decideParked': ({ things }) => ({
    operation_id: things['parked_operation'],
    register: things['leased_register'],
    decision: 'VOIDED',
  }),
  'orders.findDecided': ({ things }) => ({ operations: [things['parked_operation']] }),
  'orders.giveApprovalByPin': ({ things }) => ({ approver: things['manager_id'], pin: '7294' }),
  'orders.findStoreCreditByCode': ({ things }) => ({ code: things['store_credit_code'] }),
  'orders.linkReceipt': ({ things }) => ({
    receipt_id: things['receipt_id'],
    customer: things['customer_id'],
  }),
  'orders.linkReceiptByToken': ({ things }) => ({
    link_token: receiptLinkToken(things['receipt_id'] ?? ''),
    customer: things['customer_id'],
  }),
  'orders.findReceipt': ({ things }) => ({ receipt_id: things['receipt_id'] }),
  'customers.archiveCustomer': spare('customer_id', 'spare_customer'),
  'customers.eraseCustomer': spare('customer_id', 'erased_customer'),
  'customers.deleteProfile': spare('anonymous_customer_id', 'spare_profile'),
  'customers.identifyProfile': ({ things, marker }) => ({
    anonymous_customer_id: things['known_profile'],
    name: `Somebody ${marker}`,
  }),
  'payments.startAttempt': ({ things }) => ({
    sales_header: things['due_header'],
    provider: 'SIMULATOR',
    method: 'CARD',
    account: 'never',
  }),
};

/** The field refers to a thing that this request may end. */
function spare(field: string, thing: string): Wish {
  return ({ things }) => ({ [field]: things[thing] });
}

const ownerOf = ({ user_client_id }: Things): Json => ({
  user_id: user_client_id,
  client_name: 'Owner',
  phone_number: '+40000000000',
  password: 'correct horse battery staple',
  role: 'owner',
});

const placeOf = ({ register: { registerId, epoch, fencing } }: FurnishedShop): Json => ({
  register_id: registerId,
  epoch,
  fencing,
});

const at = '2026-01-02T03:04:05Z';
const idAt = ({ things }: FurnishedShop, seq: number): string =>
  `${(things['register_id'] ?? '').slice(0, -4)}000${seq}`;

function saleAt(shop: FurnishedShop, seq: number) {
  const { things, book } = shop;
  const lines = [{ product: things['product_id'] ?? '', unitPriceMinor: 850 }];
  const body: Json = {
    ...saleBodyOf({ book, receiptNumber: `R-${seq}`, lines }),
    user_client: things['tenant_id'],
    session: things['session_id'],
    cashier: things['user_client_id'],
  };
  return { seq, id: idAt(shop, seq), occurred_at: at, body };
}

function refundAt({ things, book }: FurnishedShop): Json {
  const product = things['product_id'] ?? '';
  const line = { product, quantityMilli: 1000, totalMinor: 850, taxMinor: 142 };
  const saleId = things['fact_header'] ?? '';
  return refundBodyOf({ book, receiptNumber: 'R-4', saleId, line });
}
