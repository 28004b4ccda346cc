/**
 * Goods back and goods out in one go: what comes back is worth something, and that pays for what
 * goes out as far as it reaches. Two facts are written, the refund first; what one credits, the
 * other takes, under one reference, as the server's own exchanges do.
 */
import type { Cart } from './cart.ts';
import type { TillCore } from './core.ts';
import { refundOf } from './giving-back.ts';
import type { RefundWish } from './giving-back.ts';
import type { LeadersWord } from './leaders-words.ts';
import type { LaidTender } from './payment.ts';
import { payoutOf, planRefund } from './refund-sale.ts';
import type { RefundRecord, SaleRecord } from './records.ts';

/** What of an earlier sale comes back for what is on the ticket. */
export interface Exchange extends Omit<RefundWish, 'sale'> {
  readonly saleId: string;
  readonly originalNumber: string;
  /** What it is worth. */
  readonly creditMinor: number;
  readonly words: readonly LeadersWord[];
}

export interface Exchanging {
  /** What is sold from now on is paid with what comes back. */
  readonly begin: (wish: RefundWish, words?: readonly LeadersWord[]) => void;
  /** It is a sale again, and nothing comes back. */
  readonly end: () => void;
  /** What goes back to the customer, beyond what the new goods cost. */
  readonly overMinor: () => number;
}

const REFERENCE = 'exchange:';

export function exchangingOf(core: TillCore): Exchanging {
  const { state, change, records } = core;
  return {
    begin: ({ sale, ...wish }, words = []) => {
      const { totalMinor: creditMinor } = planRefund({ sale, ...wish, records: records() });
      const { id: saleId, receiptNumber: originalNumber } = sale;
      const exchange = { ...wish, saleId, originalNumber, creditMinor, words };
      const { cart } = state();
      change({ cart: { ...cart, customer: cart.customer ?? sale.customer, exchange } });
    },
    end: () => {
      const { exchange: _, ...cart } = state().cart;
      change({ cart });
    },
    overMinor: () => {
      const { exchange } = state().cart;
      const sale = records().find(({ id }) => id === exchange?.saleId);
      if (exchange === undefined || sale?.kind !== 'sale') return 0;
      const overMinor = Math.max(0, exchange.creditMinor - core.priced().totalMinor);
      return payoutOf(sale, records(), overMinor).paidMinor;
    },
  };
}

/** What comes back, laid down as a payment; none where nothing does. */
export function creditTenders(
  { world }: TillCore,
  { exchange }: Cart,
  totalMinor: number,
): readonly LaidTender[] {
  if (exchange === undefined) return [];
  const amountMinor = Math.min(exchange.creditMinor, totalMinor);
  if (amountMinor === 0) return [];
  const reference = `${REFERENCE}${exchange.refundId}`;
  return [{ tenderId: world.newId(), method: 'OTHER', amountMinor, reference }];
}

export function isCredit({ method, reference }: LaidTender): boolean {
  return method === 'OTHER' && reference.startsWith(REFERENCE);
}

/** Writes down what came back, once, however often the sale behind it is tried. */
export async function writeReturn(
  core: TillCore,
  tenders: readonly LaidTender[],
): Promise<RefundRecord | undefined> {
  const { journal, records } = core;
  const { exchange } = core.state().cart;
  if (exchange === undefined) return undefined;
  const known = records().find(({ id }) => id === exchange.refundId);
  if (known?.kind === 'refund') return known;
  const sale = records().find(({ id }) => id === exchange.saleId);
  if (sale?.kind !== 'sale') throw new Error('this till does not know what was bought');
  const { record } = await journal.record(returnOf(core, { ...exchange, sale }, tenders));
  return record as RefundRecord;
}

function returnOf(
  core: TillCore,
  wish: RefundWish & { readonly sale: SaleRecord; readonly words: readonly LeadersWord[] },
  tenders: readonly LaidTender[],
): RefundRecord {
  const { sale, words } = wish;
  const planned = planRefund({ ...wish, records: core.records() });
  const credit = tenders.find(isCredit);
  const intoMinor = credit?.amountMinor ?? 0;
  const over = payoutOf(sale, core.records(), planned.totalMinor - intoMinor);
  const record = refundOf(core, wish, { planned: { ...planned, ...over }, words });
  if (credit === undefined) return record;
  const { method, amountMinor, reference } = credit;
  const into = { tenderId: core.world.newId(), method, amountMinor, reference };
  return { ...record, payouts: [into, ...record.payouts] };
}
