/** What purchase orders and purchases have in common on the wire: their lines. */
import { z } from 'zod';
import { decimal, positiveDecimal, text, uuid } from './wire-types.ts';

/** Whoever buys for the shop. */
export const managePurchases = { kind: 'user', capability: 'purchase_manage' } as const;

/** Why something is undone: it goes to the audit. */
export const undoReason = text(500, 1);

/** What a line says, whatever it is a line of. */
export const lineView = {
  product: uuid(),
  unit: uuid().nullable(),
  quantity: decimal(),
  discount: decimal(),
  pricePerUnit: decimal(),
  total: decimal(),
};

export const newLineFields = {
  product: uuid(),
  unit: uuid().nullable().optional(),
  quantity: positiveDecimal(),
  discount: positiveDecimal().optional(),
  pricePerUnit: positiveDecimal(),
};

export const lineChangeFields = {
  product: uuid().optional(),
  unit: uuid().nullable().optional(),
  quantity: positiveDecimal().optional(),
  discount: positiveDecimal().optional(),
  pricePerUnit: positiveDecimal().optional(),
};

/** A line as `PUT …/full/` takes it: with an id it is changed, with `delete` it goes. */
export const lineEdit = z.strictObject({ ...lineChangeFields, delete: z.boolean().optional() });

export const lineRefusals = [
  'input_invalid',
  'not_found',
  'tenant_mismatch',
  'amount_invalid',
  'id_reused',
] as const;
