/** An account's row as the contract promised it. */
import { wireRoleOf } from '@evertill/contract';
import type { ClientView } from '@evertill/contract';
import type { AccountRow } from './account-store.ts';

export function clientViewOf(row: AccountRow, storename: string): ClientView {
  return {
    userClientId: row.user_id,
    storename,
    clientName: row.client_name,
    phoneNumber: row.phone_number,
    email: row.email,
    address: row.address,
    role: wireRoleOf(row.role),
    isActive: row.is_active,
    dateJoined: row.created_at.toISOString(),
    lastLogin: row.last_login_at?.toISOString() ?? null,
  };
}
