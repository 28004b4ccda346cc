/**
 * Adds, changes and removes lines of a paper whose header the caller holds, and totals it anew:
 * always all of its lines, whichever were sent.
 */
import {
  UNIT_PRICE_MINOR_MAX,
  checkPurchaseLine,
  isPurchaseWithinLimits,
  minorOf,
  purchaseLineMinor,
  purchaseTotals,
} from '@evertill/domain';
import type { PurchaseLine } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Transaction } from '@evertill/kernel';
import { quantityOf } from '../amounts.ts';
import { insertLine, markRemoved, readLinesEver, updateHeader, updateLine } from './line-store.ts';
import type { LineContent } from './line-store.ts';
import type { HeaderRow, LineRow, Paper } from './paper.ts';

export interface LineFields {
  readonly product?: string | undefined;
  readonly unit?: string | null | undefined;
  readonly quantity?: string | undefined;
  readonly discount?: string | undefined;
  readonly pricePerUnit?: string | undefined;
}

export interface LineEdit extends LineFields {
  /** In lower case. */
  readonly lineId: string;
  /** Before the names of fields in refusals: `details.3.`, or nothing. */
  readonly path: string;
  readonly bodyHash: string;
  readonly isRemoved?: boolean;
}

/** What became of a line; null where there was none, or is none. */
export interface LineChange {
  readonly before: LineRow | null;
  readonly after: LineRow | null;
}

export interface Edited {
  readonly header: HeaderRow;
  readonly edits: readonly LineEdit[];
  readonly now: Date;
}

export async function editLines(
  tx: Transaction,
  paper: Paper,
  { header, edits, now }: Edited,
): Promise<readonly LineChange[]> {
  if (edits.length === 0) return [];
  refuseTwice(edits);
  const known = new Map(
    (await readLinesEver(tx, paper, header.header_id)).map((line) => [line.line_id, line]),
  );
  const changes: LineChange[] = [];
  for (const edit of edits) {
    const line = known.get(edit.lineId);
    const lineNumber = known.size + 1;
    const change = await editLine(tx, paper, { header, edit, line, lineNumber, now });
    if (change === undefined) continue;
    changes.push(change);
    known.set(edit.lineId, change.after ?? { ...required(change.before), removed_at: now });
  }
  const live = [...known.values()].filter(({ removed_at }) => removed_at === null);
  await total(tx, paper, { header, lines: live });
  return changes;
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('a line that changed was there before or is there after');
  return value;
}

function refuseTwice(edits: readonly LineEdit[]): void {
  const ids = new Set<string>();
  for (const { lineId, path } of edits) {
    if (ids.has(lineId)) {
      const message = 'names a line that was named before';
      refuse('input_invalid', { fields: [{ field: path.replace(/\.$/, ''), message }] });
    }
    ids.add(lineId);
  }
}

interface One {
  readonly header: HeaderRow;
  readonly edit: LineEdit;
  readonly line: LineRow | undefined;
  readonly lineNumber: number;
  readonly now: Date;
}

/** Undefined where nothing changed. */
async function editLine(
  tx: Transaction,
  paper: Paper,
  { header, edit, line, lineNumber, now }: One,
): Promise<LineChange | undefined> {
  const { lineId, bodyHash } = edit;
  if (line === undefined) {
    if (edit.isRemoved === true) refuse('not_found', { detail: 'There is no such line here.' });
    const content = contentOf(edit, header.currency, undefined);
    const place = { lineId, headerId: header.header_id, lineNumber, bodyHash, createdAt: now };
    const made = await insertLine(tx, paper, { ...content, ...place });
    return made === undefined ? refuse('id_reused') : { before: null, after: made };
  }
  if (line.removed_at !== null) return edit.isRemoved === true ? undefined : refuse('id_reused');
  if (edit.isRemoved === true) {
    if ((line.received_milli ?? 0) > 0) refuse('goods_received');
    await markRemoved(tx, paper, { lineId, removedAt: now });
    return { before: line, after: null };
  }
  const content = contentOf(edit, header.currency, line);
  if (isAsItWas(line, content)) return undefined;
  refuseReceived(line, content);
  return { before: line, after: await updateLine(tx, paper, { ...content, lineId }) };
}

function isAsItWas(line: LineRow, content: LineContent): boolean {
  return line.quantity_milli === content.quantityMilli && isOrderedAlike(line, content);
}

function isOrderedAlike(line: LineRow, content: LineContent): boolean {
  return (
    line.product_id === content.productId &&
    line.unit_id === content.unitId &&
    line.unit_price_minor === content.unitPriceMinor &&
    line.discount_minor === content.discountMinor
  );
}

/** What came was costed as it was ordered; there may still be more or less of it to come. */
function refuseReceived(line: LineRow, content: LineContent): void {
  const receivedMilli = line.received_milli ?? 0;
  if (receivedMilli === 0) return;
  if (!isOrderedAlike(line, content) || content.quantityMilli < receivedMilli) {
    refuse('goods_received');
  }
}

/** What was sent, upon what stood there before; a new line says everything. */
function contentOf(edit: LineEdit, currency: string, before: LineRow | undefined): LineContent {
  const { path, product, unit } = edit;
  const line = numbersOf(edit, currency, before);
  const [flaw] = checkPurchaseLine(line);
  if (flaw?.code === 'purchase_discount_out_of_range') {
    refuseAmount(`${path}discount`, 'is more than the line costs');
  }
  if (flaw !== undefined) refuseAmount(`${path}quantity`, 'makes the line cost too much');
  return {
    ...line,
    productId: product?.toLowerCase() ?? before?.product_id ?? missing(`${path}product`),
    unitId: unit === undefined ? (before?.unit_id ?? null) : (unit?.toLowerCase() ?? null),
    totalMinor: purchaseLineMinor(line),
  };
}

function numbersOf(edit: LineEdit, currency: string, before: LineRow | undefined): PurchaseLine {
  const { path, quantity, pricePerUnit, discount } = edit;
  const amount = (field: string, decimal: string): number => {
    const minor = minorOf(decimal, currency);
    if (minor !== undefined && minor <= UNIT_PRICE_MINOR_MAX) return minor;
    return refuseAmount(`${path}${field}`, `is no amount in ${currency}`);
  };
  return {
    quantityMilli:
      quantity === undefined
        ? (before?.quantity_milli ?? missing(`${path}quantity`))
        : quantityOf(`${path}quantity`, quantity),
    unitPriceMinor:
      pricePerUnit === undefined
        ? (before?.unit_price_minor ?? missing(`${path}price_per_unit`))
        : amount('price_per_unit', pricePerUnit),
    discountMinor:
      discount === undefined ? (before?.discount_minor ?? 0) : amount('discount', discount),
  };
}

function missing(field: string): never {
  refuse('input_invalid', { fields: [{ field, message: 'is required of a new line' }] });
}

function refuseAmount(field: string, message: string): never {
  refuse('amount_invalid', { fields: [{ field, message }] });
}

interface Totalled {
  readonly header: HeaderRow;
  readonly lines: readonly LineRow[];
}

/** What was paid stays paid: the balance follows, and a total below it is refused. */
async function total(tx: Transaction, paper: Paper, { header, lines }: Totalled): Promise<void> {
  const totals = purchaseTotals(
    lines.map((line) => ({
      quantityMilli: line.quantity_milli,
      unitPriceMinor: line.unit_price_minor,
      discountMinor: line.discount_minor,
    })),
  );
  if (!isPurchaseWithinLimits(lines.length, totals)) {
    refuse('amount_invalid', { detail: 'It has too many lines, or comes to too much.' });
  }
  const sums = { subtotal_minor: totals.subtotalMinor, total_minor: totals.totalMinor };
  const { header_id: headerId, paid_minor: paidMinor } = header;
  if (paidMinor === undefined) {
    await updateHeader(tx, paper, { headerId, values: sums });
    return;
  }
  const balanceMinor = totals.totalMinor - paidMinor;
  if (balanceMinor < 0) refuse('total_below_paid');
  await updateHeader(tx, paper, { headerId, values: { ...sums, balance_minor: balanceMinor } });
}
