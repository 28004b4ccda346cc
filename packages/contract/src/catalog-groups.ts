/** Operations on categories and on units of measure. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { longText, text, uuid } from './wire-types.ts';

export const categoryView = z.strictObject({
  categoryId: uuid(),
  name: text(100, 1),
  description: longText(1000),
});
export type CategoryView = z.infer<typeof categoryView>;

export const unitView = z.strictObject({
  unitId: uuid(),
  unitName: text(50, 1),
  description: longText(1000),
});
export type UnitView = z.infer<typeof unitView>;

const newCategory = z.strictObject({
  categoryId: uuid().optional(),
  userClient: uuid().optional(),
  name: text(100, 1),
  description: longText(1000).optional(),
});

const newUnit = z.strictObject({
  unitId: uuid().optional(),
  userClient: uuid().optional(),
  unitName: text(50, 1),
  description: longText(1000).optional(),
});

const oneCategory = z.strictObject({ categoryId: uuid() });
const oneUnit = z.strictObject({ unitId: uuid() });

const view = { kind: 'user', capability: 'catalog_view' } as const;
const manage = { kind: 'user', capability: 'catalog_manage' } as const;

export const groupOperations = {
  listCategories: operation({
    name: 'catalog.listCategories',
    http: { method: 'GET', path: '/api/categories/' },
    summary: 'Categories.',
    access: view,
    input: listQuery(['name'], { search: text(100).optional() }),
    output: listOf(categoryView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createCategory: operation({
    name: 'catalog.createCategory',
    http: { method: 'POST', path: '/api/categories/', success: 201 },
    summary: 'A new category.',
    access: manage,
    ownId: 'categoryId',
    input: newCategory,
    output: categoryView,
    refusals: ['input_invalid', 'id_reused', 'name_taken', 'tenant_mismatch'],
  }),
  findCategory: operation({
    name: 'catalog.findCategory',
    http: { method: 'GET', path: '/api/categories/{category_id}/' },
    summary: 'One category.',
    access: view,
    input: oneCategory,
    output: categoryView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeCategory: operation({
    name: 'catalog.changeCategory',
    http: { method: 'PATCH', path: '/api/categories/{category_id}/' },
    summary: 'Change some fields of a category.',
    access: manage,
    input: newCategory.partial().extend({ categoryId: uuid() }),
    output: categoryView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'tenant_mismatch'],
  }),
  replaceCategory: operation({
    name: 'catalog.replaceCategory',
    http: { method: 'PUT', path: '/api/categories/{category_id}/' },
    summary: 'Change a category; the name is required.',
    access: manage,
    input: newCategory.extend({ categoryId: uuid() }),
    output: categoryView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'tenant_mismatch'],
  }),
  deleteCategory: operation({
    name: 'catalog.deleteCategory',
    http: { method: 'DELETE', path: '/api/categories/{category_id}/', success: 204 },
    summary: 'Delete a category that no product is in.',
    access: manage,
    input: oneCategory,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'in_use'],
  }),
  listUnits: operation({
    name: 'catalog.listUnits',
    http: { method: 'GET', path: '/api/units/' },
    summary: 'Units of measure.',
    access: view,
    input: listQuery(['unit_name'], { search: text(100).optional() }),
    output: listOf(unitView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createUnit: operation({
    name: 'catalog.createUnit',
    http: { method: 'POST', path: '/api/units/', success: 201 },
    summary: 'A new unit of measure.',
    access: manage,
    ownId: 'unitId',
    input: newUnit,
    output: unitView,
    refusals: ['input_invalid', 'id_reused', 'name_taken', 'tenant_mismatch'],
  }),
  findUnit: operation({
    name: 'catalog.findUnit',
    http: { method: 'GET', path: '/api/units/{unit_id}/' },
    summary: 'One unit of measure.',
    access: view,
    input: oneUnit,
    output: unitView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeUnit: operation({
    name: 'catalog.changeUnit',
    http: { method: 'PATCH', path: '/api/units/{unit_id}/' },
    summary: 'Change some fields of a unit of measure.',
    access: manage,
    input: newUnit.partial().extend({ unitId: uuid() }),
    output: unitView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'tenant_mismatch'],
  }),
  replaceUnit: operation({
    name: 'catalog.replaceUnit',
    http: { method: 'PUT', path: '/api/units/{unit_id}/' },
    summary: 'Change a unit of measure; the name is required.',
    access: manage,
    input: newUnit.extend({ unitId: uuid() }),
    output: unitView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'tenant_mismatch'],
  }),
  deleteUnit: operation({
    name: 'catalog.deleteUnit',
    http: { method: 'DELETE', path: '/api/units/{unit_id}/', success: 204 },
    summary: 'Delete a unit of measure that no product is counted in.',
    access: manage,
    input: oneUnit,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'in_use'],
  }),
};
