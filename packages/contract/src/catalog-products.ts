/** Operations on products and on their barcodes. */
import { z } from 'zod';
import { byteAnswer } from './byte-answer.ts';
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
} from './wire-types.ts';

export const oversellPolicies = ['BLOCK', 'WARN', 'ALLOW'] as const;
const oversellPolicy = z.enum(oversellPolicies);

export const productFields = {
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
  categoryName: text(100).nullable(),
  cost: decimal().nullable().optional(),
  /** What a piece costs on average. Until goods are received through purchases, the cost. */
  averageCost: decimal().nullable().optional(),
  currency: currencyCode(),
  createdAt: instant(),
  updatedAt: instant(),
});
export type ProductView = z.infer<typeof productView>;

const newProduct = z.strictObject({
  productId: uuid().optional(),
  userClient: uuid().optional(),
  name: productFields.name,
  /** Left out, it is made: three letters of the category and the next number. */
  sku: productFields.sku.optional(),
  price: productFields.price,
  barcode: productFields.barcode.optional(),
  /** Makes an EAN-13 of the range for use within a shop. Not beside a barcode. */
  generateBarcode: z.boolean().optional(),
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

const barcodeView = z.strictObject({
  barcodeId: uuid(),
  product: uuid(),
  barcode: text(64, 1),
  /** The one that the product shows and that is printed. */
  isMain: z.boolean(),
  createdAt: instant(),
});

const oneProduct = z.strictObject({ productId: uuid() });

export const productOperations = {
  listProducts: operation({
    name: 'catalog.listProducts',
    http: { method: 'GET', path: '/api/products/' },
    summary: 'Products, a page at a time. Every word of `search` is in name, SKU or barcode.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: listQuery(['name', 'sku', 'price', 'created_at', 'updated_at'], {
      search: text(100).optional(),
      sku: text(64).optional(),
      barcode: text(64).optional(),
      category: uuid().optional(),
      unit: uuid().optional(),
      isActive: z.boolean().optional(),
      minPrice: positiveDecimal().optional(),
      maxPrice: positiveDecimal().optional(),
    }),
    output: listOf(productView),
    isList: true,
    refusals: ['input_invalid', 'amount_invalid'],
  }),
  createProduct: operation({
    name: 'catalog.createProduct',
    http: { method: 'POST', path: '/api/products/', success: 201 },
    summary: 'A new product. With its own product_id it may be sent again.',
    access: { kind: 'user', capability: 'catalog_manage' },
    ownId: 'productId',
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
  scanProduct: operation({
    name: 'catalog.scanProduct',
    http: { method: 'GET', path: '/api/products/scan/' },
    summary: 'The product that a scanned code means: one of its barcodes, else its SKU.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({ code: text(64, 1) }),
    output: productView,
    refusals: ['input_invalid', 'not_found'],
  }),
  findProduct: operation({
    name: 'catalog.findProduct',
    http: { method: 'GET', path: '/api/products/{product_id}/' },
    summary: 'One product.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: oneProduct,
    output: productView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeProduct: operation({
    name: 'catalog.changeProduct',
    http: { method: 'PATCH', path: '/api/products/{product_id}/' },
    summary: 'Change some fields of a product. A new price makes a new price book version.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: newProduct.partial().extend({ productId: uuid() }),
    output: productView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'amount_invalid', 'tenant_mismatch'],
  }),
  replaceProduct: operation({
    name: 'catalog.replaceProduct',
    http: { method: 'PUT', path: '/api/products/{product_id}/' },
    summary: 'Change a product; what POST requires is required. Fields left out stay as they are.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: newProduct.extend({ productId: uuid() }),
    output: productView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'amount_invalid', 'tenant_mismatch'],
  }),
  archiveProduct: operation({
    name: 'catalog.archiveProduct',
    http: { method: 'DELETE', path: '/api/products/{product_id}/', success: 204 },
    summary: 'Take a product out of the shop. Its SKU stays taken; its barcodes are free again.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: oneProduct,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
  listBarcodes: operation({
    name: 'catalog.listBarcodes',
    http: { method: 'GET', path: '/api/products/{product_id}/barcodes/' },
    summary: 'The barcodes of a product.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: listQuery(['created_at', 'barcode'], { productId: uuid() }),
    output: listOf(barcodeView),
    isList: true,
    refusals: ['input_invalid', 'not_found'],
  }),
  addBarcode: operation({
    name: 'catalog.addBarcode',
    http: { method: 'POST', path: '/api/products/{product_id}/barcodes/', success: 201 },
    summary: 'One more barcode of a product. No two products of a shop share one.',
    access: { kind: 'user', capability: 'catalog_manage' },
    ownId: 'barcodeId',
    input: z.strictObject({
      productId: uuid(),
      barcodeId: uuid().optional(),
      barcode: text(64, 1),
    }),
    output: barcodeView,
    refusals: ['input_invalid', 'not_found', 'id_reused', 'name_taken'],
  }),
  removeBarcode: operation({
    name: 'catalog.removeBarcode',
    http: {
      method: 'DELETE',
      path: '/api/products/{product_id}/barcodes/{barcode_id}/',
      success: 204,
    },
    summary: 'Take a barcode off a product.',
    access: { kind: 'user', capability: 'catalog_manage' },
    input: z.strictObject({ productId: uuid(), barcodeId: uuid() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
  findBarcodeImage: operation({
    name: 'catalog.findBarcodeImage',
    http: {
      method: 'GET',
      path: '/api/products/{product_id}/barcode_image/',
      produces: 'image/png',
    },
    summary: 'The barcode as a picture: EAN-13 when it is one, else Code 128; the SKU without one.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: oneProduct,
    output: byteAnswer,
    refusals: ['input_invalid', 'not_found', 'barcode_not_drawable'],
  }),
  findQrCodeImage: operation({
    name: 'catalog.findQrCodeImage',
    http: {
      method: 'GET',
      path: '/api/products/{product_id}/qrcode_image/',
      produces: 'image/png',
    },
    summary: 'The barcode, or else the SKU, as a QR code: what `scan/` understands.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: oneProduct,
    output: byteAnswer,
    refusals: ['input_invalid', 'not_found'],
  }),
  knownProducts: operation({
    name: 'catalog.knownProducts',
    summary: 'Which of these products the shop has, and whether they are active.',
    access: { kind: 'peer' },
    isRepeatable: true,
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
    isRepeatable: true,
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
