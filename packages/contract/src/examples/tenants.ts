/** One example of each operation of tenants, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const tenantSetting = {
  tenant_id: ids.tenant,
  name: 'Mama Njeri Stores',
  currency: 'KES',
  time_zone: 'Africa/Nairobi',
  status: 'ACTIVE',
  mfa_policy: 'OPTIONAL',
};

const tenant = {
  tenant_id: ids.tenant,
  name: 'Mama Njeri Stores',
  currency: 'KES',
  time_zone: 'Africa/Nairobi',
  status: 'ACTIVE',
};

export const tenantsExamples: Examples = {
  'auth.findTenantSettings': { response: tenantSetting },
  'auth.changeTenantSettings': {
    request: { name: 'Mama Njeri Stores', time_zone: 'Africa/Nairobi' },
    response: tenantSetting,
  },
  'auth.listTenantsOfPlatform': {
    request: { limit: 50, ordering: '-name', search: 'ma' },
    response: [
      {
        tenant_id: ids.tenant,
        name: 'Mama Njeri Stores',
        currency: 'KES',
        time_zone: 'Africa/Nairobi',
        status: 'ACTIVE',
        mfa_policy: 'OPTIONAL',
        created_at: '2026-01-31T12:00:00Z',
      },
    ],
  },
  'auth.addTenant': {
    request: {
      tenant_id: ids.tenant,
      name: 'Mama Njeri Stores',
      currency: 'KES',
      time_zone: 'Africa/Nairobi',
      mfa_policy: 'OPTIONAL',
      users: [
        {
          user_id: ids.owner,
          client_name: 'Amina Odhiambo',
          phone_number: '+254712345678',
          email: 'amina@example.com',
          password: 'a long password',
          role: 'cashier',
        },
      ],
    },
    response: tenant,
  },
  'auth.suspendTenant': {
    request: { tenant_id: ids.tenant, reason: 'Counted again' },
    response: tenant,
  },
  'auth.resumeTenant': {
    request: { tenant_id: ids.tenant, reason: 'Counted again' },
    response: tenant,
  },
};
