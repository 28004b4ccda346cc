/** One example of each operation of staff, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const client = {
  user_client_id: ids.cashier,
  storename: 'Mama Njeri Stores',
  client_name: 'Amina Odhiambo',
  phone_number: '+254712345678',
  email: 'amina@example.com',
  address: 'Moi Avenue 12, Nairobi',
  role: 'EMPLOYEE',
  is_active: true,
  date_joined: '2026-01-31T12:00:00Z',
  last_login: '2026-01-31T12:00:00Z',
};

const role = {
  role: 'EMPLOYEE',
  capabilities: ['catalog_view'],
  discount_percent_max: '10',
  price_override: true,
  refund_without_sale: true,
  refund_amount_max: '2000.00',
  pay_out_amount_max: '500.00',
  no_sale_allowed: true,
  void_allowed: true,
};

export const staffExamples: Examples = {
  'auth.listClients': {
    request: { limit: 50, ordering: '-client_name', search: 'ma' },
    response: [client],
  },
  'auth.createClient': {
    request: {
      storename: 'Mama Njeri Stores',
      client_name: 'Amina Odhiambo',
      phone_number: '+254712345678',
      email: 'amina@example.com',
      address: 'Moi Avenue 12, Nairobi',
      password: 'a long password',
    },
    response: client,
  },
  'auth.findMe': {
    response: {
      user_client_id: ids.cashier,
      storename: 'Mama Njeri Stores',
      client_name: 'Amina Odhiambo',
      phone_number: '+254712345678',
      email: 'amina@example.com',
      address: 'Moi Avenue 12, Nairobi',
      role: 'EMPLOYEE',
      is_active: true,
      date_joined: '2026-01-31T12:00:00Z',
      last_login: '2026-01-31T12:00:00Z',
      tenant_id: ids.tenant,
      capabilities: ['catalog_view'],
      limits: {
        discount_percent_max: '10',
        price_override: true,
        refund_without_sale: true,
        refund_amount_max: '2000.00',
        pay_out_amount_max: '500.00',
        no_sale_allowed: true,
        void_allowed: true,
      },
      mfa_enabled: false,
    },
  },
  'auth.findClient': { request: { user_client_id: ids.cashier }, response: client },
  'auth.replaceClient': {
    request: {
      user_client_id: ids.cashier,
      storename: 'Mama Njeri Stores',
      client_name: 'Amina Odhiambo',
      phone_number: '+254712345678',
      email: 'amina@example.com',
      address: 'Moi Avenue 12, Nairobi',
    },
    response: client,
  },
  'auth.changeClient': {
    request: {
      user_client_id: ids.cashier,
      storename: 'Mama Njeri Stores',
      client_name: 'Amina Odhiambo',
    },
    response: client,
  },
  'auth.deactivateClient': { request: { user_client_id: ids.cashier } },
  'auth.setPassword': { request: { user_client_id: ids.cashier, password: 'a long password' } },
  'auth.listRoles': { response: [role] },
  'auth.changeRole': {
    request: { role: 'EMPLOYEE', discount_percent_max: '10', price_override: true },
    response: role,
  },
};
