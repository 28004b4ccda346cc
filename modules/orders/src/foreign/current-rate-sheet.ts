/** Which other currencies the shop takes in cash now. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { readCurrentSheet, sheetView } from './rate-sheet-store.ts';

export function currentRateSheet({
  database,
}: ReadNeeds): TenantUseCase<typeof orders.currentRateSheet> {
  return (context) =>
    database.read(context, async (tx) => {
      const row = await readCurrentSheet(tx);
      return row === undefined ? refuse('not_found') : sheetView(row);
    });
}
