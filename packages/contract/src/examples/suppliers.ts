/** One example of each operation of suppliers and payment options, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const newSupplier = {
  name: 'Kericho Tea Traders',
  email: 'orders@kericho.example',
  phone: '+254700000001',
  address: 'Moi Avenue 7, Nairobi',
};

const supplier = {
  supplier_id: ids.supplier,
  ...newSupplier,
  description: '',
  created_at: '2026-01-31T12:00:00Z',
};

const newOption = { name: 'Cash', description: 'Out of the drawer' };
const option = {
  payment_option_id: ids.paymentOption,
  ...newOption,
  created_at: '2026-01-31T12:00:00Z',
};

export const suppliersExamples: Examples = {
  'purchasing.listSuppliers': {
    request: { limit: 50, ordering: '-created_at', search: 'tea' },
    response: [supplier],
  },
  'purchasing.createSupplier': { request: newSupplier, response: supplier },
  'purchasing.findSupplier': { request: { supplier_id: ids.supplier }, response: supplier },
  'purchasing.changeSupplier': {
    request: { supplier_id: ids.supplier, phone: '+254700000002' },
    response: supplier,
  },
  'purchasing.replaceSupplier': {
    request: { supplier_id: ids.supplier, ...newSupplier },
    response: supplier,
  },
  'purchasing.deleteSupplier': { request: { supplier_id: ids.supplier } },
  'purchasing.listPaymentOptions': {
    request: { limit: 50, ordering: '-created_at', search: 'cash' },
    response: [option],
  },
  'purchasing.createPaymentOption': { request: newOption, response: option },
  'purchasing.findPaymentOption': {
    request: { payment_option_id: ids.paymentOption },
    response: option,
  },
  'purchasing.changePaymentOption': {
    request: { payment_option_id: ids.paymentOption, description: 'Out of the safe' },
    response: option,
  },
  'purchasing.replacePaymentOption': {
    request: { payment_option_id: ids.paymentOption, ...newOption },
    response: option,
  },
  'purchasing.deletePaymentOption': { request: { payment_option_id: ids.paymentOption } },
};
