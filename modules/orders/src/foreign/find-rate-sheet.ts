/** Which other currencies the shop takes in cash: now, or by the version that a sale names. */
import type { orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { readSheet, sheetView } from './rate-sheet-store.ts';

export function findRateSheet({ database }: ReadNeeds): TenantUseCase<typeof orders.findRateSheet> {
  return (context, { version }) =>
    database.read(context, async (tx) => {
      const row = await readSheet(tx, version);
      return row === undefined ? refuse('not_found') : sheetView(row);
    });
}
