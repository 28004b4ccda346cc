/** Refunds at the counter: of a sale this till remembers, within what its cashier may. */
import type { TillCore } from './core.ts';
import { isRefundBeyond, planRefund } from './refund-sale.ts';
import type { RefundPlan } from './refund-sale.ts';
import type { RefundReason, RefundRecord, SaleRecord } from './records.ts';

export interface RefundWish {
  readonly sale: SaleRecord;
  /** Per line of the sale; 0 where nothing of it comes back. */
  readonly quantitiesMilli: readonly number[];
  readonly isRestocked: boolean;
  readonly reason: RefundReason;
  readonly note: string;
}

export interface GivingBack {
  readonly plan: (wish: RefundWish) => RefundPlan;
  readonly needsLeader: (wish: RefundWish) => boolean;
  /** Writes the refund down; undefined where it could not be written, and did not happen. */
  readonly refund: (wish: RefundWish) => Promise<RefundRecord | undefined>;
}

export function givingBackOf(core: TillCore): GivingBack {
  const { journal, change, world, records, limits } = core;
  const plan = (wish: RefundWish): RefundPlan => planRefund({ ...wish, records: records() });
  return {
    plan,
    needsLeader: (wish) => isRefundBeyond(plan(wish).paidMinor, limits()),
    refund: async (wish) => {
      const { sale, reason, note } = wish;
      const planned = plan(wish);
      if (planned.lines.length === 0) return undefined;
      const { lines, taxMinor, taxes, totalMinor, roundingMinor } = planned;
      const given = planned.payouts.map((payout) => ({ ...payout, tenderId: world.newId() }));
      const record: RefundRecord = {
        kind: 'refund',
        ...core.head(),
        receiptNumber: '',
        saleId: sale.id,
        originalNumber: sale.receiptNumber,
        customer: sale.customer,
        reason,
        note,
        ...{ lines, taxMinor, taxes, totalMinor, roundingMinor },
        payouts: given.filter(({ amountMinor }) => amountMinor > 0),
      };
      try {
        const kept = await journal.record(record);
        const finished = kept.record as RefundRecord;
        change({ finished, notice: null });
        return finished;
      } catch {
        change({ notice: { kind: 'not_saved' } });
        return undefined;
      }
    },
  };
}
