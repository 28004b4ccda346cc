/**
 * One request to every operation that a furnished shop would grant: what the schema requires, in
 * the words that fit each field. An operation that wants more has a row in `wishes`.
 */
import { codecOf, wireName } from '@evertill/contract';
import type { JsonSchema, Operation } from '@evertill/contract';
import { receiptLinkToken } from '@evertill/domain';
import { refundBodyOf, saleBodyOf } from '@evertill/testing';
import type { FurnishedShop, Json, Things } from './furnished-shop.ts';

export interface ValidRequest {
  readonly path: Things;
  /** Of a GET, the query. */
  readonly fields: Json;
  readonly headers: Readonly<Record<string, string>>;
}

/** Fields whose name does not say what they refer to. */
const aliases: Things = {
  user_client: 'tenant_id',
  opened_by: 'user_client_id',
  user: 'user_client_id',
  cashier: 'user_client_id',
  from_location: 'location_id',
  to_location: 'other_location',
  sales_refund: 'fact_header',
  sales_return: 'sales_return_id',
  subject: 'sales_header_id',
};

/** What a field of this name refers to in a furnished shop. */
export function thingOf(things: Things, name: string): string | undefined {
  return things[aliases[name] ?? ''] ?? things[name] ?? things[`${name}_id`];
}

let counted = 0;
const fresh = (): string => `X${(counted += 1)}`;

const words: Readonly<Record<string, () => unknown>> = {
  phone_number: () => `+3000000${String((counted += 1)).padStart(5, '0')}`,
  password: () => 'correct horse battery staple',
  email: () => `someone${(counted += 1)}@shop.test`,
  role: () => 'EMPLOYEE',
  code: fresh,
  name: fresh,
  unit_name: fresh,
  sku: fresh,
  barcode: fresh,
};

function valueOf(name: string, schema: JsonSchema, things: Things): unknown {
  if (schema.format === 'uuid') return thingOf(things, name);
  const word = words[name]?.();
  if (word !== undefined) return word;
  const choices = schema['enum'] as readonly unknown[] | undefined;
  if (choices !== undefined) return choices[0];
  if (schema.format === 'decimal') return '1';
  if (schema.type === 'integer') return Math.max(1, Number(schema['minimum'] ?? 1));
  return fresh();
}

type Wish = (shop: FurnishedShop) => Json;

const wishes: Readonly<Record<string, Wish>> = {
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
  'inventory.setInitialStock': spare('product', 'fresh_product'),
  'inventory.withdrawAdjustment': spare('adjustment_id', 'spare_adjustment'),
  'inventory.approveAdjustment': spare('adjustment_id', 'approved_adjustment'),
  'inventory.rejectAdjustment': spare('adjustment_id', 'rejected_adjustment'),
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

export function validRequest(operation: Operation, shop: FurnishedShop): ValidRequest {
  const { properties = {}, ...schema } = codecOf(operation.input).schema;
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const wished = wishes[operation.name]?.(shop) ?? {};
  const all: Json = {};
  for (const [codeName, property] of Object.entries(properties)) {
    const name = wireName(codeName);
    if (Object.hasOwn(wished, name)) all[name] = wished[name];
    else if (required.has(codeName)) all[name] = valueOf(name, property, shop.things);
  }
  const inPath = [...(operation.http?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const pick = (isInPath: boolean): [string, unknown][] =>
    Object.entries(all).filter(([name]) => inPath.includes(name) === isInPath);
  const path = Object.fromEntries(pick(true).map(([name, value]) => [name, String(value)]));
  return { path, fields: Object.fromEntries(pick(false)), headers: headersOf(operation, shop) };
}

function headersOf({ http, name }: Operation, { register, things }: FurnishedShop): Things {
  if (http?.registerKey !== true) return {};
  const leased = things['leased_key'] ?? '';
  return { 'x-register-key': name === 'orders.lease' ? leased : register.deviceKey };
}

/** References that the schema takes and the valid request leaves out, by their wire names. */
export function optionalThings(operation: Operation, { fields }: ValidRequest): readonly string[] {
  const { properties = {} } = codecOf(operation.input).schema;
  return Object.entries(properties)
    .filter(([, schema]) => (schema.anyOf ?? [schema]).some(({ format }) => format === 'uuid'))
    .map(([name]) => wireName(name))
    .filter((name) => !Object.hasOwn(fields, name) && operation.http?.path.includes(name) !== true);
}
