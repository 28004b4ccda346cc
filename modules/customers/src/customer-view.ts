/** A customer as it is shown, opened with the keys of the shop. */
import type { CustomerStatus, CustomerView } from '@evertill/contract';
import { SealBroken, refuse } from '@evertill/kernel';
import type { CustomerRow } from './customer-store.ts';
import type { ReadNeeds } from './needs.ts';
import { noDetails, openDetails, openSubjectKey } from './sealed-details.ts';
import type { Details } from './sealed-details.ts';
import type { Keys } from './shop-keys.ts';

export interface Opening {
  readonly keys: Keys;
  readonly tenantId: string;
}

/** Throws `SealBroken`. Of whom we have forgotten there is nothing to open. */
export function detailsIn(row: CustomerRow, { keys, tenantId }: Opening): Details {
  if (row.erased_at !== null) return noDetails;
  const subject = { tenantId, customerId: row.customer_id };
  return openDetails(openSubjectKey(keys, subject, row.sealed_key), subject, row);
}

/** Refused as `customer_unreadable` where somebody moved or changed what is kept. */
export function readDetails(
  { log }: Pick<ReadNeeds, 'log'>,
  row: CustomerRow,
  opening: Opening,
): Details {
  try {
    return detailsIn(row, opening);
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    log.error({ err: error, customer_id: row.customer_id }, 'a customer does not open');
    return refuse('customer_unreadable');
  }
}

export function customerView(row: CustomerRow, details: Details): CustomerView {
  return viewAs(statusOf(row), row, details);
}

/** In a list one customer that does not open says so, and the others are shown. */
export function listedView(
  needs: Pick<ReadNeeds, 'log'>,
  row: CustomerRow,
  opening: Opening,
): CustomerView {
  try {
    return customerView(row, detailsIn(row, opening));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    needs.log.error({ err: error, customer_id: row.customer_id }, 'a customer does not open');
    return viewAs('UNREADABLE', row, noDetails);
  }
}

function statusOf(row: CustomerRow): CustomerStatus {
  if (row.erased_at !== null) return 'ERASED';
  return row.archived_at === null ? 'ACTIVE' : 'ARCHIVED';
}

function viewAs(status: CustomerStatus, row: CustomerRow, details: Details): CustomerView {
  return {
    customerId: row.customer_id,
    status,
    name: details.name,
    email: details.email,
    phone: details.phone,
    address: details.address,
    description: details.description,
    marketingOptIn: row.marketing_opt_in,
    marketingChannels: row.marketing_channels,
    consentTimestamp: row.consent_timestamp?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    erasedAt: row.erased_at?.toISOString() ?? null,
  };
}
