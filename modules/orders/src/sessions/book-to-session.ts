/**
 * Books a refund, a void or a movement to the session that it names, as `record_sales` does with
 * sales. Who calls it holds the row of the register.
 */
import type { Flag } from '@evertill/contract';
import type { Transaction } from '@evertill/kernel';

export interface SessionSubject {
  readonly kind: 'REFUND' | 'VOID' | 'CASH_MOVEMENT';
  readonly subjectId: string;
  readonly registerId: string;
  readonly sessionId: string | null;
  readonly now: Date;
}

/**
 * A closed session gets a numbered supplement; an unknown one gets nothing. Answers the flags that
 * were raised at the subject.
 */
export async function bookToSession(
  tx: Transaction,
  { kind, subjectId, registerId, sessionId, now }: SessionSubject,
): Promise<readonly Flag[]> {
  if (sessionId === null) return [];
  const rows = await tx.query<{ flag: Flag }>(
    'SELECT flag FROM orders.book_to_session($1, $2, $3, $4, $5, $6)',
    [tx.tenantId, registerId, now, kind, [subjectId], [sessionId]],
  );
  return rows.map(({ flag }) => flag);
}
