/** Which other currencies are taken in cash, for tills: whole, when it is another sheet. */
import type { orders } from '@evertill/contract';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { readCurrentSheet, sheetView } from './rate-sheet-store.ts';

export function pullRateSheet({ database }: ReadNeeds): TenantUseCase<typeof orders.pullRateSheet> {
  return (context, { cursor }) =>
    database.read(context, async (tx) => {
      const row = await readCurrentSheet(tx);
      const told = String(row?.version ?? 0);
      if (row === undefined || told === cursor) {
        return { cursor: told, hasMore: false, rateSheet: null };
      }
      const { version, currency, rates } = sheetView(row);
      return { cursor: told, hasMore: false, rateSheet: { version, currency, rates } };
    });
}
