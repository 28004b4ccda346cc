/** Operations of the module catalog: products, categories, units, price books. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import {
  currencyCode,
  decimal,
  instant,
  longText,
  positiveDecimal,
  priceBookVersion,
  text,
  uuid,
  whole,
} from './wire-types.ts';

const oversellPolicy = z.enum(['BLOCK', 'WARN', 'ALLOW']);

const productFields = {
  name: text(200, 1),
  sku: text(64, 1),
  barcode: text(64, 1).nullable(),
  description: longText(4000),
  category: uuid().nullable(),
  unit: uuid().nullable(),
  price: positiveDecimal(),
  cost: positiveDecimal().nullable(),
  taxCode: text(32, 1),
  minQuantity: positiveDecimal(),
  oversellPolicy,
  isActive: z.boolean(),
};

export const productView = z.strictObject({
  productId: uuid(),
  ...productFields,
  cost: decimal().nullable().optional(),
  currency: currencyCode(),
  createdAt: instant(),
  updatedAt: instant(),
});
export type ProductView = z.infer<typeof productView>;

const newProduct = z.strictObject({
  productId: uuid().optional(),
  userClient: uuid().optional(),
  name: productFields.name,
  sku: productFields.sku,
  price: productFields.price,
  barcode: productFields.barcode.optional(),
  description: productFields.description.optional(),
  category: productFields.category.optional(),
  unit: productFields.unit.optional(),
  cost: productFields.cost.optional(),
  taxCode: productFields.taxCode.optional(),
  minQuantity: productFields.minQuantity.optional(),
  oversellPolicy: oversellPolicy.optional(),
  isActive: z.boolean().optional(),
});
export type NewProduct = z.infer<typeof newProduct>;

const productPatch = newProduct.partial().extend({ productId: uuid() });

const categoryView = z.strictObject({
  categoryId: uuid(),
  name: text(100, 1),
  description: longText(1000),
});

const unitView = z.strictObject({
  unitId: uuid(),
  unitName: text(50, 1),
  description: longText(1000),
});

const taxRule = z.strictObject({
  kind: z.enum(['STANDARD', 'ZERO', 'EXEMPT']),
  components: z.array(
    z.strictObject({ name: text(40, 1), ratePpm: whole(0, 1_000_000), isCompound: z.boolean() }),
  ),
});

export const priceBookView = z.strictObject({
  version: whole(1),
  currency: currencyCode(),
  isTaxIncluded: z.boolean(),
  taxRounding: z.enum(['LINE', 'DOCUMENT']),
  rounding: z.enum(['HALF_UP', 'HALF_EVEN', 'DOWN']),
  cashRounding: positiveDecimal(),
  taxes: z.record(z.string(), taxRule),
  createdAt: instant(),
});
export type PriceBookView = z.infer<typeof priceBookView>;

export const catalog = {
  listProducts: operation({
    name: 'catalog.listProducts',
    http: { method: 'GET', path: '/api/products/' },
    summary: 'Products, a page at a time.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: listQuery(['name', 'sku', 'created_at'], {
      search: text(100).optional(),
      sku: text(64).optional(),
      barcode: text(64).optional(),
      category: uuid().optional(),
    }),
    output: listOf(productView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createProduct: operation({
    name: 'catalog.createProduct',
    http: { method: 'POST', path: '/api/products/', success: 201 },
    summary: 'A new product. With its own product_id it may be sent again.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: newProduct,
    output: productView,
    refusals: [
      'input_invalid',
      'id_reused',
      'name_taken',
      'amount_invalid',
      'not_found',
      'tenant_mismatch',
    ],
  }),
  findProduct: operation({
    name: 'catalog.findProduct',
    http: { method: 'GET', path: '/api/products/{product_id}/' },
    summary: 'One product.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({ productId: uuid() }),
    output: productView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeProduct: operation({
    name: 'catalog.changeProduct',
    http: { method: 'PATCH', path: '/api/products/{product_id}/' },
    summary: 'Change some fields of a product. A new price makes a new price book version.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: productPatch,
    output: productView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'amount_invalid', 'tenant_mismatch'],
  }),
  listCategories: operation({
    name: 'catalog.listCategories',
    http: { method: 'GET', path: '/api/categories/' },
    summary: 'Categories.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: listQuery(['name'], { search: text(100).optional() }),
    output: listOf(categoryView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createCategory: operation({
    name: 'catalog.createCategory',
    http: { method: 'POST', path: '/api/categories/', success: 201 },
    summary: 'A new category.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: z.strictObject({
      categoryId: uuid().optional(),
      name: text(100, 1),
      description: longText(1000).optional(),
    }),
    output: categoryView,
    refusals: ['input_invalid', 'id_reused', 'name_taken'],
  }),
  listUnits: operation({
    name: 'catalog.listUnits',
    http: { method: 'GET', path: '/api/units/' },
    summary: 'Units of measure.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: listQuery(['unit_name'], { search: text(100).optional() }),
    output: listOf(unitView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createUnit: operation({
    name: 'catalog.createUnit',
    http: { method: 'POST', path: '/api/units/', success: 201 },
    summary: 'A new unit of measure.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: z.strictObject({
      unitId: uuid().optional(),
      unitName: text(50, 1),
      description: longText(1000).optional(),
    }),
    output: unitView,
    refusals: ['input_invalid', 'id_reused', 'name_taken'],
  }),
  currentPriceBook: operation({
    name: 'catalog.currentPriceBook',
    http: { method: 'GET', path: '/api/price-books/current/' },
    summary: 'The rules of pricing in force: taxes, rounding, and the version sales must name.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({}),
    output: priceBookView,
    refusals: [],
  }),
  findPriceBook: operation({
    name: 'catalog.findPriceBook',
    http: { method: 'GET', path: '/api/price-books/{version}/' },
    summary: 'A price book by its version. Under its version it never changes.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({ version: priceBookVersion() }),
    output: priceBookView,
    refusals: ['input_invalid', 'not_found'],
  }),
  knownProducts: operation({
    name: 'catalog.knownProducts',
    summary: 'Which of these products the shop has, and whether they are active.',
    access: { kind: 'peer' },
    input: z.strictObject({ productIds: z.array(uuid()).max(10_000) }),
    output: z.strictObject({
      products: z.array(z.strictObject({ productId: uuid(), isActive: z.boolean() })),
    }),
    refusals: ['input_invalid'],
  }),
  quoteProducts: operation({
    name: 'catalog.quoteProducts',
    summary: 'What these products cost now, and under which price book. Unknown ones are missing.',
    access: { kind: 'peer' },
    input: z.strictObject({ productIds: z.array(uuid()).max(10_000) }),
    output: z.strictObject({
      priceBookVersion: priceBookVersion(),
      products: z.array(
        z.strictObject({
          productId: uuid(),
          sku: productFields.sku,
          name: productFields.name,
          unit: productFields.unit,
          price: decimal(),
          taxCode: productFields.taxCode,
          isActive: z.boolean(),
          oversellPolicy,
        }),
      ),
    }),
    refusals: ['input_invalid'],
  }),
};
