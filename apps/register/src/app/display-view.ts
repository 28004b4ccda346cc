/** What the customer may see of a sale, in words and amounts. */
import type { DisplayLine, DisplayView } from '@evertill/devices';
import type { CartLine } from '../till/cart.ts';
import type { PricedCart } from '../till/price-cart.ts';
import type { RefundRecord, SaleRecord } from '../till/records.ts';
import type { Words } from '../words/words.ts';

export interface Shown {
  readonly lines: readonly CartLine[];
  /** Undefined while this device knows no prices. */
  readonly priced: PricedCart | undefined;
  readonly finished: SaleRecord | RefundRecord | null;
  readonly changeMinor: number;
  readonly currency: string;
  readonly shopName: string;
}

export function displayView(shown: Shown, words: Words): DisplayView {
  const { lines, priced, finished, currency, shopName } = shown;
  const { say, amount } = words;
  const inFull = (minor: number): string => `${currency} ${amount(minor, currency)}`;
  if (finished !== null) {
    const isSale = finished.kind === 'sale';
    const totalMinor = isSale
      ? finished.settlement.dueMinor
      : finished.totalMinor + finished.roundingMinor;
    return {
      kind: 'paid',
      totalLabel: say(isSale ? 'ticket.total' : 'refund.back'),
      total: inFull(totalMinor),
      changeLabel: say(isSale ? 'paid.change' : 'paid.cashBack'),
      change: inFull(shown.changeMinor),
      thanks: say('display.thanks'),
    };
  }
  if (lines.length === 0 || priced === undefined) {
    return { kind: 'idle', greeting: say('display.welcome', { shop: shopName }) };
  }
  return {
    kind: 'basket',
    lines: linesOf(lines, priced, { words, currency }),
    totalLabel: say('ticket.total'),
    total: inFull(priced.totalMinor),
  };
}

interface Writing {
  readonly words: Words;
  readonly currency: string;
}

/** The line added last stands at the end; what is off the whole sale, before it. */
function linesOf(
  lines: readonly CartLine[],
  priced: PricedCart,
  { words: { say, amount, quantity }, currency }: Writing,
): readonly DisplayLine[] {
  const own = lines.map((line, index): DisplayLine => {
    const { grossMinor = 0, discountMinor = 0 } = priced.lines[index] ?? {};
    const times = `${quantity(line.quantityMilli)} × ${amount(line.unitPriceMinor, currency)}`;
    return {
      name: line.name,
      ...(line.quantityMilli === 1000 ? {} : { times }),
      amount: amount(grossMinor - discountMinor, currency),
    };
  });
  if (priced.discountMinor === 0) return own;
  const discount = {
    name: say('ticket.discount'),
    amount: amount(-priced.discountMinor, currency),
  };
  return [...own.slice(0, -1), discount, ...own.slice(-1)];
}
