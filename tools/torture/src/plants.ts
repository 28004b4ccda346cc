/**
 * Faults put in on purpose. Each is a mistake that was really made somewhere; a harness that does
 * not find it finds nothing. They are put in from outside, so that no switch exists in the product:
 * into the database, into the sources while they are loaded, or into the register.
 */
import type { Point } from '@evertill/kernel';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { PlantedSource } from './plant-sources.ts';
import { forgetCommits, forgetEvents, patch, readNaively } from './plant-sql.ts';
import * as sql from './plant-tables.ts';
import type { Habit } from './register.ts';

export interface Plant {
  readonly what: string;
  /** The invariants one of which has to be named. */
  readonly breaks: readonly string[];
  /** Where it can be found: in a drill, by kills of real processes, by a power cut alone. */
  readonly by: 'drill' | 'kills' | 'power cuts';
  /** By SQL, as the owner, after each start: doing it again does no harm. */
  readonly apply?: (client: pg.Client) => Promise<void>;
  /** Words for Node, before the server's program. */
  readonly nodeWords?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly source?: PlantedSource;
  readonly habit?: Habit;
  /** It does harm only where some commits take long. */
  readonly slowCommits?: true;
  /** Where a drill loses a connection besides. */
  readonly trip?: Trip;
}

/** A point of the kernel at which, every so many times, a connection is lost. */
export interface Trip {
  readonly point: Point;
  readonly where: string;
  readonly every: number;
}

const inSource = fileURLToPath(new URL('./plant-in-source.ts', import.meta.url));
const late = fileURLToPath(new URL('./plant-late-commit.ts', import.meta.url));
const recordSales = 'orders.record_sales';

export const plants = {
  async_commit: {
    what: 'commits are acknowledged before they are on disk',
    breaks: ['I11'],
    by: 'kills',
    apply: forgetCommits,
  },
  fsync_off: {
    what: 'what is committed is never flushed to the disk',
    breaks: ['I11', 'start'],
    by: 'power cuts',
    nodeWords: ['--import', inSource],
    environment: { RIG_PLANT: 'fsync_off' },
  },
  ack_before_commit: {
    what: 'sales are acknowledged, and committed a moment later',
    breaks: ['I11'],
    by: 'kills',
    nodeWords: ['--import', late],
  },
  naive_outbox: {
    what: 'the relay reads on from the last id, past transactions that are still open',
    breaks: ['I25'],
    by: 'kills',
    slowCommits: true,
    apply: readNaively,
  },
  no_inbox: {
    what: 'consumers do not remember which events they took in',
    breaks: ['I19', 'I25'],
    by: 'drill',
    apply: forgetEvents,
  },
  no_body_hash: {
    what: 'an id that was seen before is the same again, whatever its body',
    breaks: ['I10'],
    by: 'drill',
    apply: (client) => patch(client, 'orders.known_operation', [['AND v_hash = p_hash', '']]),
  },
  no_dedupe: {
    what: 'an operation that comes again is booked again',
    breaks: ['I10'],
    by: 'drill',
    apply: sql.bookAgain,
  },
  sequence_by_max: {
    what: 'the register goes on from the highest number among its sales, not from its sequence',
    breaks: ['I11', 'I13', 'I15'],
    by: 'drill',
    apply: (client) =>
      patch(client, recordSales, [
        [
          'r.device_key_hash, r.last_seq, r.location_id',
          `r.device_key_hash, (SELECT coalesce(max(x.seq), 0) FROM orders.sales x
             WHERE x.tenant_id = p_tenant AND x.register_id = r.register_id
               AND x.epoch = r.epoch) AS last_seq, r.location_id`,
        ],
      ]),
  },
  no_fencing: {
    what: 'a lease that is over still lets a register push',
    breaks: ['F31'],
    by: 'drill',
    apply: (client) =>
      patch(client, recordSales, [
        [/WHEN v_register\.fencing <> r_fencing\[v_register\.run\] THEN 'fencing_stale'/, ''],
      ]),
  },
  no_epoch: {
    what: 'a register of an earlier or later life still lets itself push',
    breaks: ['F32'],
    by: 'drill',
    apply: (client) =>
      patch(client, recordSales, [
        [/WHEN v_register\.epoch <> r_epoch\[v_register\.run\] THEN 'epoch_stale'/, ''],
      ]),
  },
  half_batch: {
    what: 'of a batch, the lines of the last sale are left behind',
    breaks: ['I01'],
    by: 'drill',
    apply: (client) =>
      patch(client, recordSales, [
        [
          'WHERE l.sale = ANY ((SELECT places FROM placed)::integer[])\n  ), paid',
          `WHERE l.sale = ANY ((SELECT places FROM placed)::integer[])
             AND (l.sale < 4 OR l.sale < cardinality(p_sale))\n  ), paid`,
        ],
      ]),
  },
  payment_without_sale: {
    what: 'payments are kept also of sales that are not booked',
    breaks: ['I02'],
    by: 'drill',
    apply: sql.keepPaymentsOfNothing,
  },
  event_without_sale: {
    what: 'what is not booked is told, too',
    breaks: ['I23'],
    by: 'drill',
    apply: (client) =>
      patch(client, recordSales, [
        [
          'FROM unnest((SELECT places FROM placed)) AS n (place) ORDER BY n.place',
          `FROM (SELECT DISTINCT place FROM unnest((SELECT places FROM placed) ||
             ARRAY(SELECT s.place::integer FROM unnest(p_seq) WITH ORDINALITY AS s (seq, place)
               WHERE s.seq > v_lasts[s_run[s.place]])) AS u (place)) AS n ORDER BY n.place`,
        ],
      ]),
  },
  receipt_reused: {
    what: 'a receipt number may be given twice',
    breaks: ['I14'],
    by: 'drill',
    apply: (client) =>
      sql.execute(client, [
        `ALTER TABLE orders.sales DROP CONSTRAINT IF EXISTS
           sales_tenant_id_register_id_epoch_receipt_number_key`,
      ]),
  },
  tenant_guard_removed: {
    what: 'sales are found by their id, whosever they are, and row security is off',
    breaks: ['I34', 'I33'],
    by: 'drill',
    source: 'tenant_guard_removed',
    apply: sql.dropTenantGuard,
  },
  stock_twice: {
    what: 'an event that comes again is known, and moves the level all the same',
    breaks: ['I18'],
    by: 'drill',
    apply: sql.moveLevelsAgain,
  },
  shared_cursor: {
    what: 'a relay that stalled puts the cursor back to where it has come itself',
    breaks: ['I26'],
    by: 'drill',
    source: 'shared_cursor',
    apply: sql.shareCursors,
  },
  mark_first: {
    what: 'an event is noted as seen before it had its effect, and the effect may fail',
    breaks: ['I19'],
    by: 'drill',
    source: 'mark_first',
    trip: { point: 'inbox.noted', where: 'orders to inventory', every: 3 },
  },
  cursor_first: {
    what: 'the cursor moves on before the events are handed over',
    breaks: ['I25'],
    by: 'drill',
    source: 'cursor_first',
    trip: { point: 'relay.read', where: 'orders to inventory', every: 3 },
  },
  sale_without_event: {
    what: 'what is told is written after the commit of what it tells about',
    breaks: ['I23'],
    by: 'drill',
    source: 'sale_without_event',
    trip: { point: 'transaction.told', where: 'orders', every: 3 },
  },
  answered_unwritten: {
    what: 'the last of a batch is answered without having been written',
    breaks: ['I11'],
    by: 'drill',
    source: 'answered_unwritten',
  },
  price_recomputed: {
    what: 'a sale is booked with what the server thinks it should have cost',
    breaks: ['I02'],
    by: 'drill',
    source: 'price_recomputed',
  },
  refund_uncapped: {
    what: 'more may come back than was sold, and nobody is told',
    breaks: ['I04'],
    by: 'drill',
    source: 'refund_uncapped',
  },
  session_without_refunds: {
    what: 'a Z report forgets what was given back',
    breaks: ['I08', 'I09'],
    by: 'drill',
    source: 'session_without_refunds',
  },
  unchained_audit: {
    what: 'each entry of the audit is hashed over the beginning, not over the one before',
    // A key keeps a chain from forking: what would fork it is put aside instead.
    breaks: ['I28', 'I29', 'I25c'],
    by: 'drill',
    source: 'unchained_audit',
  },
  new_id_on_retry: {
    what: 'the register sends again under a new id',
    breaks: ['I12', 'I10'],
    by: 'drill',
    habit: 'makes a new id for each attempt',
  },
} as const satisfies Readonly<Record<string, Plant>>;

export type PlantName = keyof typeof plants;
export const plantNames = Object.keys(plants) as readonly PlantName[];

export function plantOf(name: PlantName): Plant {
  return plants[name];
}

/** Whether one of the invariants that this plant breaks was named. */
export function isFound(name: PlantName, findings: readonly { invariant: string }[]): boolean {
  const { breaks } = plantOf(name);
  return findings.some(({ invariant }) => breaks.includes(invariant));
}
