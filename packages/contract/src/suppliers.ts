/** Operations on those a shop buys from, and on the ways it pays. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { instant, longText, text, uuid } from './wire-types.ts';

const supplierView = z.strictObject({
  supplierId: uuid(),
  name: text(150, 1),
  email: text(254).nullable(),
  phone: text(30).nullable(),
  address: text(300),
  description: longText(1000),
  createdAt: instant(),
});
export type SupplierView = z.infer<typeof supplierView>;

const paymentOptionView = z.strictObject({
  paymentOptionId: uuid(),
  name: text(100, 1),
  description: longText(1000),
  createdAt: instant(),
});
export type PaymentOptionView = z.infer<typeof paymentOptionView>;

const newSupplier = z.strictObject({
  supplierId: uuid().optional(),
  userClient: uuid().optional(),
  name: text(150, 1),
  email: text(254, 3).nullable().optional(),
  phone: text(30, 3).nullable().optional(),
  address: text(300).optional(),
  description: longText(1000).optional(),
});
export type NewSupplier = z.infer<typeof newSupplier>;

const newPaymentOption = z.strictObject({
  paymentOptionId: uuid().optional(),
  userClient: uuid().optional(),
  name: text(100, 1),
  description: longText(1000).optional(),
});
export type NewPaymentOption = z.infer<typeof newPaymentOption>;

const oneSupplier = z.strictObject({ supplierId: uuid() });
const oneOption = z.strictObject({ paymentOptionId: uuid() });

const manageSuppliers = { kind: 'user', capability: 'supplier_manage' } as const;
const viewOptions = { kind: 'user', capability: 'payment_option_view' } as const;
const manageOptions = { kind: 'user', capability: 'payment_option_manage' } as const;

const creating = ['input_invalid', 'id_reused', 'name_taken', 'tenant_mismatch'] as const;
const changing = ['input_invalid', 'not_found', 'name_taken', 'tenant_mismatch'] as const;

const suppliers = {
  listSuppliers: operation({
    name: 'purchasing.listSuppliers',
    http: { method: 'GET', path: '/api/suppliers/' },
    summary: 'Suppliers.',
    access: manageSuppliers,
    input: listQuery(['name', 'created_at'], {
      search: text(100).optional(),
      email: text(254).optional(),
      phone: text(30).optional(),
    }),
    output: listOf(supplierView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createSupplier: operation({
    name: 'purchasing.createSupplier',
    http: { method: 'POST', path: '/api/suppliers/', success: 201 },
    summary: 'A new supplier. No two of a shop have one e-mail address or one phone number.',
    access: manageSuppliers,
    ownId: 'supplierId',
    input: newSupplier,
    output: supplierView,
    refusals: creating,
  }),
  findSupplier: operation({
    name: 'purchasing.findSupplier',
    http: { method: 'GET', path: '/api/suppliers/{supplier_id}/' },
    summary: 'One supplier.',
    access: manageSuppliers,
    input: oneSupplier,
    output: supplierView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeSupplier: operation({
    name: 'purchasing.changeSupplier',
    http: { method: 'PATCH', path: '/api/suppliers/{supplier_id}/' },
    summary: 'Change some fields of a supplier.',
    access: manageSuppliers,
    input: newSupplier.partial().extend({ supplierId: uuid() }),
    output: supplierView,
    refusals: changing,
  }),
  replaceSupplier: operation({
    name: 'purchasing.replaceSupplier',
    http: { method: 'PUT', path: '/api/suppliers/{supplier_id}/' },
    summary: 'Change a supplier; the name is required.',
    access: manageSuppliers,
    input: newSupplier.extend({ supplierId: uuid() }),
    output: supplierView,
    refusals: changing,
  }),
  deleteSupplier: operation({
    name: 'purchasing.deleteSupplier',
    http: { method: 'DELETE', path: '/api/suppliers/{supplier_id}/', success: 204 },
    summary: 'Delete a supplier that nothing was ever ordered from.',
    access: manageSuppliers,
    input: oneSupplier,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'in_use'],
  }),
};

const OPTION = '/api/paymentsoptions/{payment_option_id}/';

const paymentOptions = {
  listPaymentOptions: operation({
    name: 'purchasing.listPaymentOptions',
    http: { method: 'GET', path: '/api/paymentsoptions/' },
    summary: 'The ways a shop pays and is paid.',
    access: viewOptions,
    input: listQuery(['name', 'created_at'], { search: text(100).optional() }),
    output: listOf(paymentOptionView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createPaymentOption: operation({
    name: 'purchasing.createPaymentOption',
    http: { method: 'POST', path: '/api/paymentsoptions/', success: 201 },
    summary: 'A new payment option. One that is called Cash is used where none is named.',
    access: manageOptions,
    ownId: 'paymentOptionId',
    input: newPaymentOption,
    output: paymentOptionView,
    refusals: creating,
  }),
  findPaymentOption: operation({
    name: 'purchasing.findPaymentOption',
    http: { method: 'GET', path: OPTION },
    summary: 'One payment option.',
    access: viewOptions,
    input: oneOption,
    output: paymentOptionView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changePaymentOption: operation({
    name: 'purchasing.changePaymentOption',
    http: { method: 'PATCH', path: OPTION },
    summary: 'Change some fields of a payment option.',
    access: manageOptions,
    input: newPaymentOption.partial().extend({ paymentOptionId: uuid() }),
    output: paymentOptionView,
    refusals: changing,
  }),
  replacePaymentOption: operation({
    name: 'purchasing.replacePaymentOption',
    http: { method: 'PUT', path: OPTION },
    summary: 'Change a payment option; the name is required.',
    access: manageOptions,
    input: newPaymentOption.extend({ paymentOptionId: uuid() }),
    output: paymentOptionView,
    refusals: changing,
  }),
  deletePaymentOption: operation({
    name: 'purchasing.deletePaymentOption',
    http: { method: 'DELETE', path: OPTION, success: 204 },
    summary: 'Delete a payment option that nothing was paid by.',
    access: manageOptions,
    input: oneOption,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'in_use'],
  }),
};

export const supplierOperations = { ...suppliers, ...paymentOptions };
