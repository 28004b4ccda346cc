/** The SQL of reservations that end. What they held is available again; on hand never changed. */
import type { Transaction } from '@evertill/kernel';

export interface Ending {
  readonly ids: readonly string[];
  readonly state: 'RELEASED' | 'EXPIRED';
  readonly now: Date;
}

/** Answers which of them it ended: those that were active, and due where they expire. */
export async function endReservations(
  tx: Transaction,
  { ids, state, now }: Ending,
): Promise<readonly string[]> {
  const rows = await tx.query<{ reservation_id: string }>(
    `SELECT inventory.end_reservations($1, $2, $3, $4) AS reservation_id`,
    [tx.tenantId, now, ids, state],
  );
  return rows.map((row) => row.reservation_id);
}

export async function readDue(tx: Transaction, now: Date, countMax: number): Promise<string[]> {
  const rows = await tx.query<{ reservation_id: string }>(
    `SELECT reservation_id FROM inventory.reservations
     WHERE tenant_id = $1 AND state = 'ACTIVE' AND expires_at <= $2
     ORDER BY expires_at LIMIT ${countMax}`,
    [tx.tenantId, now],
  );
  return rows.map((row) => row.reservation_id);
}
