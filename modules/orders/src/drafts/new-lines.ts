/** New lines of a draft: priced by the catalogue, unless somebody who may says otherwise. */
import { newId, refuse, sha256Hex } from '@evertill/kernel';
import type { Transaction, World } from '@evertill/kernel';
import { amountReader } from '../amount-reader.ts';
import { minorOf } from '@evertill/domain';
import { readingAmounts } from './draft-needs.ts';
import { insertLines, nextLineNumber } from './line-store.ts';
import type { NewOrderLine } from './line-store.ts';
import { overridePrice } from './price-rights.ts';
import type { Asking } from './price-rights.ts';
import { quoteOf } from './quote-lines.ts';
import type { Quoted } from './quote-lines.ts';

export interface LineInput {
  readonly salesDetailId?: string | undefined;
  readonly product: string;
  readonly unit?: string | null | undefined;
  readonly quantity: string;
  readonly pricePerUnit?: string | undefined;
  readonly discount?: string | undefined;
  readonly reason?: string | undefined;
  readonly approval?: string | undefined;
}

export interface NewLines {
  readonly inputs: readonly LineInput[];
  readonly quoted: Quoted;
  /** The fingerprint of the request that brought them. */
  readonly bodyHash: string;
  /** Where they stand in the request: `lines.`, or nothing for a line that came alone. */
  readonly path: string;
}

/** Writes the lines and what they override. The order is priced afterwards. */
export async function writeNewLines(
  tx: Transaction,
  world: World,
  asking: Asking,
  { inputs, quoted, bodyHash, path }: NewLines,
): Promise<void> {
  const { order } = asking;
  const first = await nextLineNumber(tx, order.order_id);
  const lines = inputs.map((input, index): NewOrderLine => {
    const at = path === '' ? '' : `${path}${index}.`;
    return {
      ...figuresOf(input, quoted, order.currency, at),
      lineId: input.salesDetailId?.toLowerCase() ?? newId(world),
      orderId: order.order_id,
      lineNumber: first + index,
      bodyHash: path === '' ? bodyHash : sha256Hex(`${bodyHash}:${index}`),
      unitId: input.unit ?? null,
    };
  });
  if (!(await insertLines(tx, lines))) refuse('id_reused');
  for (const [index, line] of lines.entries()) {
    if (line.unitPriceMinor === line.listPriceMinor) continue;
    const input = inputs[index];
    await overridePrice(
      tx,
      { ...asking, approval: input?.approval },
      {
        lineId: line.lineId,
        productId: line.productId,
        beforeMinor: line.listPriceMinor,
        afterMinor: line.unitPriceMinor,
        quantityMilli: line.quantityMilli,
        reason: input?.reason,
      },
    );
  }
}

function figuresOf(input: LineInput, quoted: Quoted, currency: string, at: string) {
  const quote = quoteOf(quoted, input.product, `${at}product`);
  const read = amountReader(currency);
  const listPriceMinor = minorOf(quote.price, currency) ?? 0;
  return readingAmounts(() => ({
    productId: quote.productId,
    sku: quote.sku,
    name: quote.name,
    taxCode: quote.taxCode,
    quantityMilli: read.quantity(input.quantity, `${at}quantity`),
    listPriceMinor,
    unitPriceMinor:
      input.pricePerUnit === undefined
        ? listPriceMinor
        : read.price(input.pricePerUnit, `${at}price_per_unit`),
    discountMinor: read.amount(input.discount, `${at}discount`),
  }));
}
