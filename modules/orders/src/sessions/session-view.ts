/** A cash session in the words of the contract. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { foreignCountsView } from './session-figures.ts';
import type { SessionRow } from './session-store.ts';

type SessionView = OutputOf<typeof orders.findCashSession>;

export function sessionView(row: SessionRow): SessionView {
  const amount = (minor: number): string => decimalOf(minor, row.currency);
  const known = (minor: number | null): string | null => (minor === null ? null : amount(minor));
  return {
    sessionId: row.session_id,
    register: row.register_id,
    status: row.status,
    currency: row.currency,
    openedBy: row.opened_by,
    openingFloat: amount(row.opening_float_minor),
    openedAt: row.opened_at.toISOString(),
    closedBy: row.closed_by,
    closingTotal: known(row.closing_minor),
    expectedTotal: known(row.expected_minor),
    variance: known(row.variance_minor),
    varianceReason: row.variance_reason,
    denominations: row.denominations,
    foreignCounts: foreignCountsView(row.foreign_counts),
    closedAt: row.closed_at?.toISOString() ?? null,
    zNumber: row.z_number,
    supplementsCount: row.last_supplement,
  };
}
