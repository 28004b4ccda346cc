/** Where stock lies: the shop's locations, and what each product has there. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decimal, instant, positiveDecimal, text, uuid } from './wire-types.ts';

const locationView = z.strictObject({
  locationId: uuid(),
  name: text(100, 1),
  code: text(20, 1),
  address: text(200),
  isActive: z.boolean(),
  /** Every shop has one from its first day. */
  isMain: z.boolean(),
  createdAt: instant(),
});
export type LocationView = z.infer<typeof locationView>;

const named = {
  userClient: uuid().optional(),
  name: text(100, 1),
  code: text(20, 1),
  address: text(200).optional(),
  isActive: z.boolean().optional(),
};

const locationStockView = z.strictObject({
  plsId: uuid(),
  product: uuid(),
  location: uuid(),
  quantity: decimal(),
  /** Null: the product's own minimum counts here too. */
  minimumQuantity: decimal().nullable(),
  /** Null: there is no such thing as too much. */
  maxQuantity: decimal().nullable(),
});
export type LocationStockView = z.infer<typeof locationStockView>;

/** Where a product lies never changes; its quantity only movements change. */
const registered = {
  userClient: uuid().optional(),
  product: uuid(),
  location: uuid(),
  quantity: decimal().optional(),
  minimumQuantity: positiveDecimal().nullable().optional(),
  maxQuantity: positiveDecimal().nullable().optional(),
};

const LOCATION = '/api/locations/{location_id}/';
const LOCATION_STOCK = '/api/location-stocks/{pls_id}/';
const changeRefusals = [
  'input_invalid',
  'not_found',
  'name_taken',
  'tenant_mismatch',
  'location_in_use',
] as const;

const stockRefusals = [
  'input_invalid',
  'not_found',
  'amount_invalid',
  'tenant_mismatch',
  'stock_quantity_fixed',
] as const;

export const stockLocations = {
  listLocations: operation({
    name: 'inventory.listLocations',
    http: { method: 'GET', path: '/api/locations/' },
    summary: "The shop's locations.",
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['name', 'code'], {
      search: text(100).optional(),
      code: text(20).optional(),
      isActive: z.boolean().optional(),
    }),
    output: listOf(locationView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createLocation: operation({
    name: 'inventory.createLocation',
    http: { method: 'POST', path: '/api/locations/', success: 201 },
    summary: 'A new location.',
    access: { kind: 'user', capability: 'location_manage' },
    ownId: 'locationId',
    input: z.strictObject({ locationId: uuid().optional(), ...named }),
    output: locationView,
    refusals: ['input_invalid', 'id_reused', 'name_taken', 'tenant_mismatch'],
  }),
  findLocation: operation({
    name: 'inventory.findLocation',
    http: { method: 'GET', path: LOCATION },
    summary: 'One location.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ locationId: uuid() }),
    output: locationView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeLocation: operation({
    name: 'inventory.changeLocation',
    http: { method: 'PATCH', path: LOCATION },
    summary: 'Change some fields of a location.',
    access: { kind: 'user', capability: 'location_manage' },
    input: z.strictObject(named).partial().extend({ locationId: uuid() }),
    output: locationView,
    refusals: changeRefusals,
  }),
  replaceLocation: operation({
    name: 'inventory.replaceLocation',
    http: { method: 'PUT', path: LOCATION },
    summary: 'Name a location anew.',
    access: { kind: 'user', capability: 'location_manage' },
    input: z.strictObject({ locationId: uuid(), ...named }),
    output: locationView,
    refusals: changeRefusals,
  }),
  archiveLocation: operation({
    name: 'inventory.archiveLocation',
    http: { method: 'DELETE', path: LOCATION, success: 204 },
    summary: 'Give up a location that holds nothing. Its history stays.',
    access: { kind: 'user', capability: 'location_manage' },
    input: z.strictObject({ locationId: uuid() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'location_in_use'],
  }),
  listLocationStocks: operation({
    name: 'inventory.listLocationStocks',
    http: { method: 'GET', path: '/api/location-stocks/' },
    summary: 'What each product has at each location, and the limits it has there.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['product'], { product: uuid().optional(), location: uuid().optional() }),
    output: listOf(locationStockView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  registerLocationStock: operation({
    name: 'inventory.registerLocationStock',
    http: { method: 'POST', path: '/api/location-stocks/', success: 201 },
    summary: 'A product has a place at a location. A quantity is its opening stock there.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ ...registered, quantity: positiveDecimal().optional() }),
    output: locationStockView,
    refusals: [
      'input_invalid',
      'not_found',
      'amount_invalid',
      'tenant_mismatch',
      'location_stock_exists',
      'stock_initial_exists',
    ],
  }),
  findLocationStock: operation({
    name: 'inventory.findLocationStock',
    http: { method: 'GET', path: LOCATION_STOCK },
    summary: 'What one product has at one location.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ plsId: uuid() }),
    output: locationStockView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeLocationStock: operation({
    name: 'inventory.changeLocationStock',
    http: { method: 'PATCH', path: LOCATION_STOCK },
    summary: 'Set the limits of a product at a location. Its quantity only movements change.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject(registered).partial().extend({ plsId: uuid() }),
    output: locationStockView,
    refusals: stockRefusals,
  }),
  replaceLocationStock: operation({
    name: 'inventory.replaceLocationStock',
    http: { method: 'PUT', path: LOCATION_STOCK },
    summary: 'The same, with all of it said: product, location and quantity are as they were.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ plsId: uuid(), ...registered }),
    output: locationStockView,
    refusals: stockRefusals,
  }),
  removeLocationStock: operation({
    name: 'inventory.removeLocationStock',
    http: { method: 'DELETE', path: LOCATION_STOCK, success: 204 },
    summary: 'A product has no place at a location any more. Its history there stays.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ plsId: uuid() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'stock_not_empty'],
  }),
};
