/** A header as the caller may see it, read after whatever was done to it. */
import type { OutputOf, orders } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { TenantContext, Transaction } from '@evertill/kernel';
import { readPage } from '@evertill/kernel';
import { whoOf } from '../list-sales.ts';
import { lineList, lineView, readHeader } from '../sale-reads.ts';
import type { DraftNeeds } from './draft-needs.ts';

type HeaderView = OutputOf<typeof orders.findSale>;
type LineView = OutputOf<typeof orders.findLine>;

export async function showHeader(
  { surroundings }: Pick<DraftNeeds, 'surroundings'>,
  context: TenantContext,
  orderId: string,
): Promise<HeaderView> {
  const found = await surroundings.database.read(context, (tx) =>
    readHeader(tx, orderId, whoOf(context)),
  );
  return found ?? refuse('not_found');
}

/** A line by the id that it was drafted with. */
export async function showLine(tx: Transaction, lineId: string): Promise<LineView> {
  const where = [['l.line_id = ?', lineId] as const];
  const { rows } = await readPage(tx, { ...lineList, where }, {});
  return rows[0] === undefined ? refuse('not_found') : lineView(rows[0]);
}
