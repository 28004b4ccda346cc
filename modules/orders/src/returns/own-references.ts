/** What a return or a refund names must be the shop's, and of the sale that it was asked for. */
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';

/** Refused as `not_found`, whosever session it is; null and undefined name none. */
export async function refuseUnknownSession(
  tx: Transaction,
  sessionId: string | null | undefined,
): Promise<void> {
  if (sessionId == null) return;
  const found = await tx.query(
    'SELECT FROM orders.cash_sessions WHERE tenant_id = $1 AND session_id = $2',
    [tx.tenantId, sessionId],
  );
  if (found.length > 0) return;
  refuse('not_found', { fields: [{ field: 'session', message: 'is not a session here' }] });
}

/** A PUT names again what can not be changed: it must be what it is. */
export function refuseOther(field: string, named: unknown, is: string): void {
  if (typeof named !== 'string' || named.toLowerCase() === is) return;
  refuse('not_found', { fields: [{ field, message: 'is not the one it was made for' }] });
}
