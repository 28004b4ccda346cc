/** What happened to an account: told to the audit, which keeps it in a chain of its own. */
import type { Transaction } from '@evertill/kernel';

export type SecurityAction =
  | 'LOGIN'
  | 'LOGOUT'
  | 'ACCOUNT_LOCKED'
  | 'REFRESH_REUSED'
  | 'RECOVERY_CODE_USED'
  | 'MFA_ENROLLED'
  | 'MFA_DISABLED'
  | 'MFA_RESET';

export function tellSecurity(
  tx: Transaction,
  action: SecurityAction,
  userId: string,
  data: Readonly<Record<string, unknown>> = {},
): void {
  tx.tell({
    type: 'security.events',
    aggregateId: userId,
    payload: { action, userId, data },
  });
}
