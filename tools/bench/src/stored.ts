/**
 * Whether a sale takes longer when millions of sales are stored: the same sales at two shops like
 * each other but for their histories, in turn, so that what else the machine does meets both.
 *
 * The large history is the small one over and over, copied by PostgreSQL itself under other ids, on
 * registers of their own: sales, lines, payments, events, movements, and the consumers' inboxes.
 */
import type { Shop } from '@evertill/rig';
import { multiply, other } from './multiplied.ts';
import type { CopiedTable } from './multiplied.ts';
import { measureWay } from './run.ts';
import type { WayFigures } from './run.ts';
import type { Settings } from './settings.ts';
import { countSales, onStage } from './stage.ts';
import type { Progress, Stage } from './stage.ts';

export interface StoredFigures {
  readonly few: AtSize;
  readonly many: AtSize;
  /** Of the medians of the answers' times, many by few: of each round, sorted. */
  readonly ratiosP50: readonly number[];
  readonly ratioP50: number;
}

interface AtSize {
  readonly sales: number;
  readonly referencePerSecond: number;
  readonly salesPerSecond: number;
  readonly answerMsP50: number;
  readonly answerMsP99: number;
}

interface Turn {
  readonly reference: number;
  readonly way: WayFigures;
}

export function benchStored(settings: Settings, onProgress: Progress): Promise<StoredFigures> {
  return onStage(settings, onProgress, (large) => {
    return onStage(settings, onProgress, async (small) => {
      await multiply(large, copied, onProgress);
      const sales = { few: await countSales(small.home), many: await countSales(large.home) };
      onProgress('warming up');
      // Millions of copies take longer than a log-in holds.
      for (const { tills } of [small, large]) {
        for (const shop of new Set(tills.map((till) => till.shop))) await logInAgain(shop);
      }
      await turnAt(small);
      await turnAt(large);
      const few: Turn[] = [];
      const many: Turn[] = [];
      for (let round = 1; round <= settings.rounds; round += 1) {
        few.push(await turnAt(small));
        many.push(await turnAt(large));
        onProgress(`${round} of ${settings.rounds} rounds`);
      }
      const ratios = many.map(({ way }, at) => way.answerMsP50 / (few[at]?.way.answerMsP50 ?? NaN));
      return {
        few: middleOf(sales.few, few),
        many: middleOf(sales.many, many),
        ratiosP50: ratios.toSorted((one, other) => one - other),
        ratioP50: middle(ratios),
      };
    });
  });
}

async function logInAgain(shop: Shop): Promise<void> {
  const expired = shop.token();
  await shop.renew(expired);
  if (shop.token() === expired) throw new Error('the cashier could not log in again');
}

async function turnAt(stage: Stage): Promise<Turn> {
  const { clients, seconds } = stage.settings;
  const reference = await stage.reference.measure(clients, seconds);
  return { reference, way: await measureWay(stage, 'single', reference) };
}

function middleOf(sales: number, turns: readonly Turn[]): AtSize {
  return {
    sales,
    referencePerSecond: middle(turns.map(({ reference }) => reference)),
    salesPerSecond: middle(turns.map(({ way }) => way.perSecondDrained)),
    answerMsP50: middle(turns.map(({ way }) => way.answerMsP50)),
    answerMsP99: middle(turns.map(({ way }) => way.answerMsP99)),
  };
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

const copied: readonly CopiedTable[] = [
  [
    'orders.registers',
    { register_id: other('register_id'), name: "t.name || ' ' || k", device_key_hash: 'NULL' },
  ],
  ['orders.sales', { sale_id: other('sale_id'), register_id: other('register_id') }],
  ['orders.sale_lines', { sale_id: other('sale_id') }],
  ['orders.promoted_sales', { sale_id: other('sale_id') }],
  ['orders.promotion_takes', { sale_id: other('sale_id') }],
  ['orders.payments', { sale_id: other('sale_id'), payment_id: other('payment_id') }],
  [
    'orders.outbox',
    // Before every cursor: the consumers have heard of them long ago.
    {
      xid: "'1'::xid8",
      event_id: other('event_id'),
      aggregate_id: `${other('aggregate_id')}::text`,
    },
  ],
  [
    'inventory.stock_movements',
    {
      movement_id: other('movement_id'),
      source_id: other('source_id'),
      event_id: other('event_id'),
    },
  ],
  ['inventory.inbox', { event_id: other('event_id') }],
];
