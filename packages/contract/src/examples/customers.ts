/** One example of each operation of customers, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { saleExample, saleLineExample } from './sales-headers.ts';
import { ids } from './story.ts';

const said = {
  name: 'Ann Wanjiru',
  email: 'ann@example.com',
  phone: '0712 345 678',
  address: 'Moi Avenue 12, Nairobi',
  description: 'Likes the blue mugs.',
  marketing_opt_in: true,
  marketing_channels: ['SMS'],
};

const customer = {
  customer_id: ids.customer,
  status: 'ACTIVE',
  ...said,
  consent_timestamp: '2026-01-31T12:00:00Z',
  created_at: '2026-01-31T12:00:00Z',
  updated_at: '2026-01-31T12:00:00Z',
  erased_at: null,
};

const erased = {
  ...customer,
  status: 'ERASED',
  name: '',
  email: null,
  phone: null,
  address: '',
  description: '',
  marketing_opt_in: false,
  marketing_channels: [],
  erased_at: '2026-01-31T12:00:00Z',
};

const consent = {
  consent_number: 1,
  marketing_opt_in: true,
  marketing_channels: ['SMS'],
  source: 'API',
  recorded_by: ids.cashier,
  occurred_at: '2026-01-31T12:00:00Z',
  recorded_at: '2026-01-31T12:00:00Z',
};

const profile = {
  anonymous_customer_id: ids.profile,
  customer: null,
  first_seen: '2026-01-30T12:00:00Z',
  last_seen: '2026-01-31T12:00:00Z',
  visit_count: 2,
  features_json: {},
  confidence_score: '0',
  identified_at: null,
};

const identified = {
  ...profile,
  customer: ids.customer,
  confidence_score: '1',
  identified_at: '2026-01-31T12:00:00Z',
};

const oneCustomer = { customer_id: ids.customer };
const oneProfile = { anonymous_customer_id: ids.profile };

export const customersExamples: Examples = {
  'customers.findTillCopies': { response: { kept: 'MASKED' } },
  'customers.changeTillCopies': { request: { kept: 'NONE' }, response: { kept: 'NONE' } },
  'customers.listCustomers': {
    request: { limit: 50, ordering: '-created_at', search: 'wanj' },
    response: [customer],
  },
  'customers.createCustomer': { request: { user_client: ids.tenant, ...said }, response: customer },
  'customers.findCustomer': { request: oneCustomer, response: customer },
  'customers.changeCustomer': {
    request: { ...oneCustomer, address: 'Moi Avenue 12, Nairobi' },
    response: customer,
  },
  'customers.replaceCustomer': { request: { ...oneCustomer, ...said }, response: customer },
  'customers.archiveCustomer': { request: oneCustomer },
  'customers.listConsents': { request: oneCustomer, response: [consent] },
  'customers.exportCustomer': {
    request: oneCustomer,
    response: {
      exported_at: '2026-01-31T12:00:00Z',
      customer,
      consents: [consent],
      anonymous_profiles: [identified],
      sales: [{ ...saleExample, customer: ids.customer, lines: [saleLineExample] }],
      sales_count: 1,
    },
  },
  'customers.eraseCustomer': {
    request: { ...oneCustomer, reason: 'Asked by letter of 3 May.' },
    response: erased,
  },
  'customers.listProfiles': {
    request: { limit: 50, ordering: '-last_seen', is_identified: false },
    response: [profile],
  },
  'customers.createProfile': {
    request: { user_client: ids.tenant, first_seen: '2026-01-30T12:00:00Z', visit_count: 2 },
    response: profile,
  },
  'customers.findProfile': { request: oneProfile, response: profile },
  'customers.changeProfile': {
    request: { ...oneProfile, last_seen: '2026-01-31T12:00:00Z', visit_count: 2 },
    response: profile,
  },
  'customers.replaceProfile': {
    request: { ...oneProfile, last_seen: '2026-01-31T12:00:00Z', visit_count: 2 },
    response: profile,
  },
  'customers.deleteProfile': { request: oneProfile },
  'customers.identifyProfile': {
    request: { ...oneProfile, name: 'Ann Wanjiru', phone: '0712 345 678' },
    response: { ...oneProfile, ...oneCustomer, customer, is_new: false },
  },
};
