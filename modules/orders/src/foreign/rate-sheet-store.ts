/** The SQL of rate sheets: which other currencies the shop took in cash, version after version. */
import type { RateSheetView } from '@evertill/contract';
import { rateWordsOf } from '@evertill/contract';
import type { RateSheet } from '@evertill/domain';
import type { Transaction } from '@evertill/kernel';

export interface SheetRow extends Record<string, unknown> {
  readonly version: number;
  readonly content: Omit<RateSheet, 'version'>;
  readonly created_at: Date;
}

const columns = 'version, content, created_at';

export async function readCurrentSheet(tx: Transaction): Promise<SheetRow | undefined> {
  const [row] = await tx.query<SheetRow>(
    `SELECT ${columns} FROM orders.rate_sheets WHERE tenant_id = $1
     ORDER BY version DESC LIMIT 1`,
    [tx.tenantId],
  );
  return row;
}

export async function readSheet(tx: Transaction, version: number): Promise<SheetRow | undefined> {
  const [row] = await tx.query<SheetRow>(
    `SELECT ${columns} FROM orders.rate_sheets WHERE tenant_id = $1 AND version = $2`,
    [tx.tenantId, version],
  );
  return row;
}

export interface NewSheet {
  readonly version: number;
  readonly content: SheetRow['content'];
  readonly createdBy: string | null;
  readonly now: Date;
}

/** Undefined where somebody else wrote that version meanwhile. */
export async function insertSheet(tx: Transaction, sheet: NewSheet): Promise<SheetRow | undefined> {
  const [row] = await tx.query<SheetRow>(
    `INSERT INTO orders.rate_sheets (tenant_id, version, content, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [tx.tenantId, sheet.version, JSON.stringify(sheet.content), sheet.createdBy, sheet.now],
  );
  return row;
}

export function sheetOf({ version, content }: SheetRow): RateSheet {
  return { version, ...content };
}

export function sheetView({ version, content, created_at: createdAt }: SheetRow): RateSheetView {
  return {
    version,
    currency: content.currency,
    rates: content.rates.map(rateWordsOf),
    createdAt: createdAt.toISOString(),
  };
}
