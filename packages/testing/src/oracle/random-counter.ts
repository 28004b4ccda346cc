/** What happens at the counter after a basket: how it is paid, and what comes back of it. */
import type { OrderDraft, RefundRequest, Tender } from '@evertill/domain';
import type { OraclePrice } from './oracle-price.ts';
import { between, oneOf } from './random-basket.ts';
import type { Dice } from './random-basket.ts';

export function randomTenders(roll: Dice, totalMinor: number): Tender[] {
  const tenders: Tender[] = [];
  let open = totalMinor;
  for (const method of ['CARD', 'MOBILE', 'BANK'] as const) {
    if (roll() < 0.6) continue;
    const amountMinor = roll() < 0.2 ? open : between(roll, { min: 0, max: open });
    tenders.push({ method, amountMinor });
    open -= amountMinor;
  }
  for (let count = oneOf(roll, [0, 1, 1, 2]); count > 0; count -= 1) {
    const amountMinor = oneOf(roll, [0, open, open + 1, Math.max(0, open - 2), open + 4_999]);
    tenders.push({ method: 'CASH', amountMinor });
  }
  return tenders;
}

export interface RefundWalk {
  /** The line of the order, from zero. */
  readonly index: number;
  readonly requests: readonly RefundRequest[];
}

/** A walk through one line: some comes back, then some more, at the end perhaps all of it. */
export function randomRefunds(roll: Dice, draft: OrderDraft, priced: OraclePrice): RefundWalk {
  const index = between(roll, { min: 0, max: draft.lines.length - 1 });
  const { quantityMilli } = draft.lines[index]!;
  const { totalMinor, taxMinor } = priced.lines[index]!;
  const line = { quantityMilli, totalMinor, taxMinor };
  const requests: RefundRequest[] = [];
  let refundedMilli = 0;
  for (let steps = between(roll, { min: 1, max: 4 }); steps > 0; steps -= 1) {
    const left = quantityMilli - refundedMilli;
    if (left === 0) break;
    const now = roll() < 0.3 ? left : between(roll, { min: 1, max: left });
    requests.push({ line, refundedMilli, quantityMilli: now });
    refundedMilli += now;
  }
  return { index, requests };
}
