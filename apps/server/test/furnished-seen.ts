import { idOf } from './furnishing.ts';
import type { Furnishing, Things } from './furnishing.ts';

/** What nobody makes by asking: it is found in lists. */
export async function seenOf({ get }: Furnishing): Promise<Things> {
  const first = async (path: string, name: string): Promise<string> =>
    idOf((await get(`${path}?limit=1`))[0] ?? {}, name);
  return {
    movement_id: await first('/api/stock-movements/', 'movement_id'),
    pls_id: await first('/api/location-stocks/', 'pls_id'),
    alert_id: await first('/api/stock-alerts/', 'alert_id'),
    reservation_id: await first('/api/sales-reservations/', 'reservation_id'),
    audit_log_id: await first('/api/audit-logs/', 'audit_log_id'),
  };
}
