/**
 * Books goods that came in, on a purchase that the caller holds: never more of a line than is still
 * to come, at the share of the line's cost that they are. What was booked is told.
 */
import { decimalOf, minorOf, receivedCostMinor } from '@evertill/domain';
import { refuse } from '@evertill/kernel';
import type { Row, Transaction } from '@evertill/kernel';
import { quantityOf } from '../amounts.ts';
import { readLines } from '../papers/line-store.ts';
import { purchasePaper } from '../papers/paper.ts';
import type { LineRow } from '../papers/paper.ts';
import type { NoteRow } from './note-store.ts';
import { tellReceived } from './tell-goods.ts';

/** A line as somebody says that it came. */
export interface SaidLine {
  readonly lineId: string;
  /** Before the names of fields in refusals: `details.3.`, or nothing. */
  readonly path: string;
  readonly purchaseDetail?: string | undefined;
  readonly product?: string | undefined;
  readonly unit?: string | null | undefined;
  readonly quantity: string;
  readonly pricePerUnit?: string | undefined;
}

export interface Receiving {
  readonly note: NoteRow;
  readonly said: readonly SaidLine[];
  readonly bodyHash: string;
  readonly userId: string | null;
  readonly now: Date;
}

/** A line of a purchase, and how it stands as more and more of it is booked. */
interface Standing {
  readonly line: LineRow;
  receivedMilli: number;
  costedMinor: number;
}

/** One line that came, as it is booked. */
interface Booked {
  readonly lineId: string;
  readonly lineNumber: number;
  readonly purchaseLineId: string;
  readonly productId: string;
  readonly quantityMilli: number;
  readonly costMinor: number;
}

export async function bookReceipt(tx: Transaction, receiving: Receiving): Promise<void> {
  const { note, said } = receiving;
  if (said.length === 0) return;
  const standings = (await readLines(tx, purchasePaper, note.purchase_id)).map(standingOf);
  const booked = said.map((one, index) => {
    const place = { lineId: one.lineId, lineNumber: note.last_line + index + 1 };
    return { ...place, ...book(standings, one, note.currency) };
  });
  for (const line of booked) await insert(tx, receiving, line);
  const touched = new Set(booked.map(({ purchaseLineId }) => purchaseLineId));
  for (const standing of standings) {
    if (touched.has(standing.line.line_id)) await keepStanding(tx, standing);
  }
  await tx.query(
    `UPDATE purchasing.goods_notes SET last_line = $3 WHERE tenant_id = $1 AND note_id = $2`,
    [tx.tenantId, note.note_id, note.last_line + booked.length],
  );
  tellReceived(tx, receiving, booked);
}

/** Everything that has not come yet, line by line. */
export async function outstandingOf(
  tx: Transaction,
  purchaseId: string,
): Promise<readonly { readonly lineId: string; readonly quantityMilli: number }[]> {
  const lines = (await readLines(tx, purchasePaper, purchaseId)).map(standingOf);
  return lines
    .map((one) => ({ lineId: one.line.line_id, quantityMilli: leftOf(one) }))
    .filter(({ quantityMilli }) => quantityMilli > 0);
}

function standingOf(line: LineRow): Standing {
  const { received_milli: receivedMilli = 0, costed_minor: costedMinor = 0 } = line;
  return { line, receivedMilli, costedMinor };
}

const leftOf = ({ line, receivedMilli }: Standing): number => line.quantity_milli - receivedMilli;

function book(
  standings: readonly Standing[],
  said: SaidLine,
  currency: string,
): Pick<Booked, 'purchaseLineId' | 'productId' | 'quantityMilli' | 'costMinor'> {
  const quantityMilli = quantityOf(`${said.path}quantity`, said.quantity);
  const standing = meant(standings, said, quantityMilli);
  const { line } = standing;
  refuseOtherTerms(line, said, currency);
  if (quantityMilli > leftOf(standing)) {
    refuse('receipt_exceeds_order', {
      fields: [{ field: `${said.path}quantity`, message: 'is more than is still to come' }],
    });
  }
  const { receivedMilli, costedMinor } = standing;
  const orderedMilli = line.quantity_milli;
  const receipt = { totalMinor: line.total_minor, orderedMilli, receivedMilli, costedMinor };
  const costMinor = receivedCostMinor(receipt, quantityMilli);
  standing.receivedMilli += quantityMilli;
  standing.costedMinor += costMinor;
  return { purchaseLineId: line.line_id, productId: line.product_id, quantityMilli, costMinor };
}

/** The line that is named; else the product's first one that has so much to come, or any of it. */
function meant(standings: readonly Standing[], said: SaidLine, quantityMilli: number): Standing {
  const { path, purchaseDetail, product } = said;
  if (purchaseDetail === undefined && product === undefined) {
    const message = 'or `purchase_detail` is required';
    refuse('input_invalid', { fields: [{ field: `${path}product`, message }] });
  }
  const lineId = purchaseDetail?.toLowerCase();
  const productId = product?.toLowerCase();
  const fitting = standings.filter(
    ({ line }) =>
      (lineId === undefined || line.line_id === lineId) &&
      (productId === undefined || line.product_id === productId),
  );
  const [first] = fitting;
  if (first === undefined) {
    const field = `${path}${lineId === undefined ? 'product' : 'purchase_detail'}`;
    refuse('not_found', { fields: [{ field, message: 'is not on the purchase' }] });
  }
  return fitting.find((one) => leftOf(one) >= quantityMilli) ?? first;
}

/** What came is what was ordered: another unit or price is another line. */
function refuseOtherTerms(line: LineRow, said: SaidLine, currency: string): void {
  const { path, unit, pricePerUnit } = said;
  if (unit != null && unit.toLowerCase() !== line.unit_id) {
    const message = 'is not the unit that was ordered';
    refuse('not_found', { fields: [{ field: `${path}unit`, message }] });
  }
  if (pricePerUnit === undefined) return;
  if (minorOf(pricePerUnit, currency) !== line.unit_price_minor) {
    const message = `is not what was ordered at, ${decimalOf(line.unit_price_minor, currency)}`;
    refuse('amount_invalid', { fields: [{ field: `${path}price_per_unit`, message }] });
  }
}

async function insert(
  tx: Transaction,
  { note, bodyHash, now }: Receiving,
  line: Booked,
): Promise<void> {
  const rows: Row[] = await tx.query(
    `INSERT INTO purchasing.goods_note_lines (tenant_id, line_id, note_id, line_number,
       purchase_line_id, product_id, quantity_milli, cost_minor, body_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant_id, line_id) DO NOTHING RETURNING line_id`,
    [
      ...[tx.tenantId, line.lineId, note.note_id, line.lineNumber, line.purchaseLineId],
      ...[line.productId, line.quantityMilli, line.costMinor, bodyHash, now],
    ],
  );
  if (rows.length === 0) refuse('id_reused');
}

async function keepStanding(tx: Transaction, standing: Standing): Promise<void> {
  await tx.query(
    `UPDATE purchasing.purchase_lines SET received_milli = $3, costed_minor = $4
     WHERE tenant_id = $1 AND line_id = $2`,
    [tx.tenantId, standing.line.line_id, standing.receivedMilli, standing.costedMinor],
  );
}
