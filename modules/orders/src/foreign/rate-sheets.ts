/** The shop's sheets of rates by version, which never change: read once, and remembered. */
import type { RateSheet } from '@evertill/domain';
import type { Surroundings, TenantContext } from '@evertill/kernel';
import { readSheet, sheetOf } from './rate-sheet-store.ts';

/** Undefined where the shop has no such sheet. */
export type RateSheets = (
  context: TenantContext,
  version: number,
) => Promise<RateSheet | undefined>;

const REMEMBERED_MAX = 1_000;

export function rateSheets({ database }: Pick<Surroundings, 'database'>): RateSheets {
  const remembered = new Map<string, RateSheet>();
  return async (context, version) => {
    const key = `${context.tenantId}:${version}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const row = await database.read(context, (tx) => readSheet(tx, version));
    if (row === undefined) return undefined;
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(key, sheetOf(row));
    return sheetOf(row);
  };
}
