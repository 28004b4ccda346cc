/** Makes a draft and its lines in one transaction. The same request again finds the first one. */
import { RULES_VERSION } from '@evertill/domain';
import { newId, refuse } from '@evertill/kernel';
import type { Call, TenantContext, Transaction } from '@evertill/kernel';
import { refuseUnknownLocation, refuseUnknownUnits } from '../known-references.ts';
import type { Buyer } from '../buyers.ts';
import { whoOf } from '../list-sales.ts';
import { amountReader } from '../amount-reader.ts';
import { readingAmounts } from './draft-needs.ts';
import type { DraftNeeds } from './draft-needs.ts';
import { holdSession } from '../sessions/hold-session.ts';
import { writeNewLines } from './new-lines.ts';
import type { LineInput } from './new-lines.ts';
import { drawOrderNumber } from './order-number.ts';
import { insertOrder, isIdSold, readOrder } from './order-store.ts';
import type { NewOrder, OrderRow } from './order-store.ts';
import { priceDraft } from './price-draft.ts';
import { quoteLines } from './quote-lines.ts';
import type { Quoted } from './quote-lines.ts';
import { rightsOf } from './rights.ts';

export interface DraftInput {
  readonly salesHeaderId?: string | undefined;
  /** Asked once, of an order that is new. */
  readonly buyerOf: (orderId: string) => Promise<Buyer>;
  readonly location?: string | null | undefined;
  readonly session?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly discount?: string | undefined;
  readonly approval?: string | undefined;
  readonly paymentMethod?: string | undefined;
  readonly lines: readonly LineInput[];
}

export interface MadeDraft {
  readonly orderId: string;
  /** What the catalogue said just now; absent where the draft was there before. */
  readonly quoted: Quoted | undefined;
}

export async function makeDraft(
  needs: DraftNeeds,
  context: Call<TenantContext>,
  input: DraftInput,
): Promise<MadeDraft> {
  const { surroundings } = needs;
  const orderId = input.salesHeaderId?.toLowerCase() ?? newId(surroundings);
  const bodyHash = context.fingerprint();
  const known = await surroundings.database.read(context, (tx) => findKnown(tx, orderId));
  if (known !== undefined) return sameAgain(known, context, bodyHash);
  const units = input.lines.map(({ unit }) => unit);
  await refuseUnknownLocation(surroundings, context, input.location);
  await refuseUnknownUnits(surroundings, context, units);
  const productIds = input.lines.map((line) => line.product);
  const quoted = await quoteLines(needs, context, productIds);
  const rights = await rightsOf(surroundings, context);
  const buyer = await input.buyerOf(orderId);
  const orderNumber = await drawOrderNumber(surroundings.database, context);
  const now = surroundings.clock.now();
  const head = { ...headOf(input, context, quoted), ...buyer };
  const order = { ...head, orderId, orderNumber, bodyHash, now };
  return surroundings.database.inTransaction(context, async (tx) => {
    await holdSession(tx, order.sessionId);
    const row = await insertOrder(tx, order);
    if (row === undefined) {
      const first = await findKnown(tx, orderId);
      return first === undefined ? refuse('id_reused') : sameAgain(first, context, bodyHash);
    }
    if (await isIdSold(tx, orderId)) refuse('id_reused');
    const { spendApproval } = needs;
    const asking = { context, rights, spendApproval, approval: input.approval, order: row, now };
    const lines = { inputs: input.lines, quoted, bodyHash, path: 'lines.' };
    await writeNewLines(tx, surroundings, asking, lines);
    await priceDraft(tx, asking, quoted.book);
    return { orderId, quoted };
  });
}

const everyone = { seesAll: true, userId: null };

function findKnown(tx: Transaction, orderId: string): Promise<OrderRow | undefined> {
  return readOrder(tx, orderId, everyone);
}

/** Another's order is not shown, and its id is taken. */
function sameAgain(known: OrderRow, context: TenantContext, bodyHash: string): MadeDraft {
  const who = whoOf(context);
  const isOwn = who.seesAll || known.created_by === who.userId;
  if (!isOwn || known.body_hash !== bodyHash) refuse('id_reused');
  return { orderId: known.order_id, quoted: undefined };
}

type Head = Omit<NewOrder, keyof Buyer | 'orderId' | 'orderNumber' | 'bodyHash' | 'now'>;

function headOf(input: DraftInput, { userId }: TenantContext, { book }: Quoted): Head {
  const { currency } = book;
  return {
    currency,
    priceBookVersion: book.version,
    rulesVersion: RULES_VERSION,
    cashRoundingMinor: book.cashRoundingMinor,
    locationId: input.location ?? null,
    sessionId: input.session?.toLowerCase() ?? null,
    note: input.note ?? null,
    paymentMethod: input.paymentMethod ?? null,
    orderDiscountMinor: readingAmounts(() =>
      amountReader(currency).amount(input.discount, 'discount'),
    ),
    createdBy: userId,
  };
}
