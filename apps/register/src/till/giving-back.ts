/** Refunds at the counter: of a sale this till remembers, or of goods without a receipt. */
import { isWithinReturnWindow, settleRefund } from '@evertill/domain';
import type { Payout } from '@evertill/domain';
import type { CounterLimits } from '../shop-words.ts';
import { emptyCart } from './cart.ts';
import type { TillCore } from './core.ts';
import { ownWords } from './leaders-words.ts';
import type { LeadersWord, WordAction, WordWish } from './leaders-words.ts';
import { isRefundBeyond, planRefund } from './refund-sale.ts';
import type { RefundPlan } from './refund-sale.ts';
import type { RefundReason, RefundRecord, RefundedLineRecord, SaleRecord } from './records.ts';

interface Why {
  /** Of the refund to be: a leader's word is bound to it. */
  readonly refundId: string;
  readonly isRestocked: boolean;
  readonly reason: RefundReason;
  readonly note: string;
}

export interface RefundWish extends Why {
  readonly sale: SaleRecord;
  /** Per line of the sale; 0 where nothing of it comes back. */
  readonly quantitiesMilli: readonly number[];
}

/** What lies on the counter comes back, and nobody has a receipt for it. */
export type LooseWish = Why;

export interface GivingBack {
  readonly plan: (wish: RefundWish) => RefundPlan;
  /** Whether the shop takes back no more what was sold so long ago. */
  readonly isLate: (sale: SaleRecord) => boolean;
  readonly needsLeader: (wish: RefundWish) => WordWish;
  /** Writes the refund down; undefined where it could not be written, and did not happen. */
  readonly refund: (
    wish: RefundWish,
    words?: readonly LeadersWord[],
  ) => Promise<RefundRecord | undefined>;
  /** What the goods on the counter are worth, in cash. */
  readonly planLoose: () => Payout;
  readonly needsLeaderLoose: (wish: LooseWish) => WordWish;
  readonly refundLoose: (
    wish: LooseWish,
    words?: readonly LeadersWord[],
  ) => Promise<RefundRecord | undefined>;
}

export function givingBackOf(core: TillCore): GivingBack {
  const { records, limits } = core;
  const plan = (wish: RefundWish): RefundPlan => planRefund({ ...wish, records: records() });
  const isLate = (sale: SaleRecord): boolean => isTooLate(core, sale);
  return {
    plan,
    isLate,
    needsLeader: (wish) => wishOf(core, wish, plan(wish).paidMinor, limits()),
    refund: async (wish, words = []) => {
      const planned = plan(wish);
      if (planned.lines.length === 0) return undefined;
      return writeRefund(core, refundOf(core, wish, { planned, words }));
    },
    ...looseOf(core),
  };
}

/** What of a refund goes beyond such limits. */
function wishOf(
  core: TillCore,
  { refundId, sale }: RefundWish,
  amountMinor: number,
  limits: CounterLimits,
): WordWish {
  const isLeaders = limits.mayRefundWithoutSale;
  const actions: WordAction[] = [
    ...(isRefundBeyond(amountMinor, limits) ? (['REFUND'] as const) : []),
    ...(isTooLate(core, sale) && !isLeaders ? (['RETURN_WINDOW'] as const) : []),
  ];
  return { actions, subject: refundId, amountMinor };
}

function isTooLate({ catalogue, world }: TillCore, { atMs }: SaleRecord): boolean {
  const { returnPolicy } = catalogue.facts();
  if (returnPolicy === undefined) return false;
  const { windowDays } = returnPolicy;
  return !isWithinReturnWindow({ soldAtMs: atMs, returnedAtMs: world.nowMs(), windowDays });
}

interface Planned {
  readonly planned: Omit<RefundPlan, 'payouts' | 'paidMinor'> & Pick<RefundRecord, 'payouts'>;
  readonly words: readonly LeadersWord[];
}

/** The refund as it is written down; with the word of a leader who stands here, where it is due. */
export function refundOf(
  core: TillCore,
  wish: RefundWish,
  { planned, words }: { planned: RefundPlan; words: readonly LeadersWord[] },
): RefundRecord {
  const { world } = core;
  const payouts = planned.payouts
    .filter(({ amountMinor }) => amountMinor > 0)
    .map((payout) => ({ ...payout, tenderId: world.newId() }));
  return recordOf(core, wish, { planned: { ...planned, payouts }, words });
}

function recordOf(core: TillCore, wish: RefundWish, { planned, words }: Planned): RefundRecord {
  const { sale, reason, note, refundId } = wish;
  const { lines, taxMinor, taxes, totalMinor, roundingMinor, payouts } = planned;
  const wanted = wishOf(core, wish, totalMinor + roundingMinor, core.anyonesLimits());
  return {
    kind: 'refund',
    ...core.head(refundId),
    receiptNumber: '',
    saleId: sale.id,
    originalNumber: sale.receiptNumber,
    customer: sale.customer,
    ...{ reason, note, lines, taxMinor, taxes, totalMinor, roundingMinor, payouts },
    words: spokenFor(core, wanted, words),
  };
}

/** Words that were given, and the own ones of a leader for the rest. */
function spokenFor(
  { state, world }: TillCore,
  wanted: WordWish,
  words: readonly LeadersWord[],
): readonly LeadersWord[] {
  const { cashier } = state();
  const rest = wanted.actions.filter((action) => !words.some((word) => word.action === action));
  return [...words, ...ownWords(cashier, { ...wanted, actions: rest }, world.nowMs())];
}

async function writeRefund(
  { journal, change }: TillCore,
  record: RefundRecord,
): Promise<RefundRecord | undefined> {
  try {
    const kept = await journal.record(record);
    const finished = kept.record as RefundRecord;
    change({ finished, notice: null });
    return finished;
  } catch {
    change({ notice: { kind: 'not_saved' } });
    return undefined;
  }
}

function looseOf(
  core: TillCore,
): Pick<GivingBack, 'planLoose' | 'needsLeaderLoose' | 'refundLoose'> {
  const planLoose = (): Payout =>
    settleRefund({
      payouts: [{ method: 'CASH', amountMinor: core.priced().totalMinor }],
      cashRoundingMinor: core.book().cashRoundingMinor,
    });
  const wishFor = ({ refundId }: LooseWish, limits: CounterLimits): WordWish => {
    const amountMinor = planLoose().paidMinor;
    const isFree = limits.mayRefundWithoutSale && !isRefundBeyond(amountMinor, limits);
    return { actions: isFree ? [] : ['REFUND_WITHOUT_SALE'], subject: refundId, amountMinor };
  };
  return {
    planLoose,
    needsLeaderLoose: (wish) => wishFor(wish, core.limits()),
    refundLoose: async (wish, words = []) => {
      const spoken = spokenFor(core, wishFor(wish, core.anyonesLimits()), words);
      const record = await writeRefund(core, looseRecord(core, wish, planLoose(), spoken));
      if (record !== undefined) core.change({ cart: emptyCart(core.world.newId()) });
      return record;
    },
  };
}

function looseRecord(
  core: TillCore,
  { refundId, reason, note, isRestocked }: LooseWish,
  { payouts, roundingMinor }: Payout,
  words: readonly LeadersWord[],
): RefundRecord {
  const { cart } = core.state();
  const { order, totalMinor, taxMinor, taxes } = core.priced();
  if (order === undefined) throw new Error('goods that have no price');
  const lines = cart.lines.map((line, index): RefundedLineRecord => {
    const { productId, sku, name, unitName, taxCode, quantityMilli } = line;
    return {
      saleLineNumber: null,
      ...{ productId, sku, name, taxCode, quantityMilli, isRestocked },
      ...(unitName === null ? {} : { unitName }),
      totalMinor: order.lines[index]?.totalMinor ?? 0,
      taxMinor: order.lines[index]?.taxMinor ?? 0,
    };
  });
  return {
    kind: 'refund',
    ...core.head(refundId),
    receiptNumber: '',
    saleId: null,
    originalNumber: '',
    customer: cart.customer,
    ...{ reason, note, lines, taxMinor, taxes, totalMinor, roundingMinor, words },
    payouts: payouts
      .filter(({ amountMinor }) => amountMinor > 0)
      .map((payout) => ({ ...payout, tenderId: core.world.newId() })),
  };
}
