/** One example of each operation of catalog products, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const product = {
  product_id: ids.product,
  name: 'Mug',
  sku: 'KIT-00001',
  barcode: '6161101234567',
  description: 'Things for the kitchen',
  category: ids.category,
  unit: ids.unit,
  price: '1750.00',
  cost: '900.00',
  tax_code: 'STD',
  minQuantity: '5',
  oversell_policy: 'WARN',
  is_active: true,
  category_name: 'Kitchen',
  average_cost: '900.00',
  currency: 'KES',
  created_at: '2026-01-31T12:00:00Z',
  updated_at: '2026-01-31T12:00:00Z',
};

const barcode = {
  barcode_id: ids.barcode,
  product: ids.product,
  barcode: '6161101234567',
  is_main: false,
  created_at: '2026-01-31T12:00:00Z',
};

export const catalogProductsExamples: Examples = {
  'catalog.listProducts': {
    request: { limit: 50, ordering: '-name', search: 'mug' },
    response: [product],
  },
  'catalog.createProduct': {
    request: {
      name: 'Mug',
      price: '1750.00',
      barcode: '6161101234567',
      description: 'Things for the kitchen',
      category: ids.category,
      unit: ids.unit,
      cost: '900.00',
      minQuantity: '5',
    },
    response: product,
  },
  'catalog.scanProduct': { request: { code: '123456' }, response: product },
  'catalog.findProduct': { request: { product_id: ids.product }, response: product },
  'catalog.changeProduct': {
    request: { product_id: ids.product, name: 'Mug', sku: 'KIT-00001' },
    response: product,
  },
  'catalog.replaceProduct': {
    request: {
      product_id: ids.product,
      name: 'Mug',
      price: '1750.00',
      barcode: '6161101234567',
      description: 'Things for the kitchen',
      category: ids.category,
      unit: ids.unit,
      cost: '900.00',
      minQuantity: '5',
    },
    response: product,
  },
  'catalog.archiveProduct': { request: { product_id: ids.product } },
  'catalog.listBarcodes': {
    request: { limit: 50, ordering: '-created_at', product_id: ids.product },
    response: [barcode],
  },
  'catalog.addBarcode': {
    request: { product_id: ids.product, barcode: '6161101234567' },
    response: barcode,
  },
  'catalog.removeBarcode': { request: { product_id: ids.product, barcode_id: ids.barcode } },
  'catalog.findBarcodeImage': { request: { product_id: ids.product } },
  'catalog.findQrCodeImage': { request: { product_id: ids.product } },
};
