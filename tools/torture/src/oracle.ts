/**
 * Asks the database, as its owner, whether everything that was acknowledged is there, once, with
 * the body it was acknowledged with, and had its effect once. What is right comes from the
 * registers and the log of acknowledgements, and never from the server.
 */
import type { Operation } from '@evertill/rig';
import { checkInvariants } from '@evertill/server';
import type { Breach } from '@evertill/server';
import pg from 'pg';
import type { Ack } from './ack-log.ts';
import { deliveryFindings } from './oracle-events.ts';
import type { Done } from './errands.ts';
import { told } from './traffic.ts';
import type { Finding } from './traffic.ts';

export interface Truth {
  readonly databaseUrl: string;
  readonly tenantId: string;
  readonly made: readonly Operation[];
  readonly acks: readonly Ack[];
  /** What registers still have to send, where a run was given up. */
  readonly queued?: ReadonlySet<string>;
  /** What else was acknowledged, by the tables in which it has to be. */
  readonly done?: readonly Done[];
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly lost: number;
  readonly doubled: number;
  /** What `evertill verify` would say: invariants that do not hold. */
  readonly breaches: number;
  readonly events: number;
}

interface Stored {
  readonly id: string;
  readonly hash: string;
  readonly register: string;
  readonly epoch: number;
  readonly seq: number;
  /** Null where nothing was booked. */
  readonly total: number | null;
}

const SHOWN_MAX = 3;

export async function judge(truth: Truth): Promise<Verdict> {
  const client = await connected(truth.databaseUrl);
  try {
    // A crash of PostgreSQL loses the counts by which it knows when to look at its tables again.
    await client.query('ANALYZE');
    const stored = await readStored(client, truth.tenantId);
    const ofRegisters = stored.filter(ofOneOf(truth.made));
    const lost = lostOf(truth.acks, stored);
    const doubled = doubledOf(stored);
    const delivery = await deliveryFindings(client, truth);
    const breaches = await checkInvariants(truth.databaseUrl);
    return {
      lost: lost.length,
      doubled: doubled.length + delivery.doubled,
      events: delivery.events,
      breaches: breaches.length,
      findings: [
        ...told('I11', 'acknowledged and not there, or with another body', lost),
        ...told('I10', 'there more than once', doubled),
        ...told('I10', 'there and never sent', strangersOf(truth.made, ofRegisters)),
        ...told('I12', 'sold, and neither there nor waiting', goneOf(truth, stored)),
        ...told('I02', 'there with other amounts than were sent', recomputedOf(truth.made, stored)),
        ...told('I14', 'receipt numbers used twice', await rowsOf(client, receiptsTwice)),
        ...told('I02', 'payments of nothing', await rowsOf(client, paymentsOfNothing)),
        ...told('I11', 'done by the back office and not there', await undoneOf(client, truth)),
        ...told('I13', 'gaps in a sequence', gapsOf(stored)),
        ...delivery.findings,
        ...breaches.map(breachFinding),
      ],
    };
  } finally {
    await client.end();
  }
}

async function connected(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // Whoever asks next is told; an error that nobody hears would end us.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * What can be asked while registers go on selling: what was acknowledged is there, once, and what
 * `evertill verify` asks.
 */
export async function judgeRunning(truth: Truth): Promise<readonly Finding[]> {
  const client = await connected(truth.databaseUrl);
  try {
    const stored = await readStored(client, truth.tenantId);
    const breaches = await checkInvariants(truth.databaseUrl);
    const lost = lostOf(truth.acks, stored);
    return [
      ...told('I11', 'acknowledged and not there, or with another body', lost),
      ...told('I10', 'there more than once', doubledOf(stored)),
      ...told('I11', 'done by the back office and not there', await undoneOf(client, truth)),
      ...breaches.map(breachFinding),
    ];
  } finally {
    await client.end();
  }
}

function breachFinding({ id, name, rows }: Breach): Finding {
  return { invariant: id, what: `${name}: ${JSON.stringify(rows.slice(0, SHOWN_MAX))}` };
}

async function readStored(client: pg.Client, tenantId: string): Promise<Stored[]> {
  const { rows } = await client.query<Stored>(
    `SELECT sale_id AS id, body_hash AS hash, register_id AS register, epoch, seq,
            total_minor AS total
     FROM orders.sales WHERE tenant_id = $1
     UNION ALL
     SELECT refund_id, body_hash, register_id, epoch, seq, total_minor
     FROM orders.refunds WHERE tenant_id = $1
     UNION ALL
     SELECT operation_id, body_hash, register_id, epoch, seq, NULL
     FROM orders.booked_operations WHERE tenant_id = $1
     UNION ALL
     SELECT operation_id, body_hash, register_id, epoch, seq, NULL
     FROM orders.unbooked_operations WHERE tenant_id = $1`,
    [tenantId],
  );
  return rows;
}

function lostOf(acks: readonly Ack[], stored: readonly Stored[]): Ack[] {
  const known = new Map(stored.map((row) => [row.id, row]));
  return acks.filter((ack) => {
    const row = known.get(ack.id);
    return (
      row?.hash !== ack.body_hash ||
      row.register !== ack.register ||
      row.epoch !== ack.epoch ||
      row.seq !== ack.seq
    );
  });
}

function doubledOf(stored: readonly Stored[]): Stored[] {
  const seen = new Set<string>();
  return stored.filter(({ id }) => seen.has(id) || !seen.add(id));
}

/** What a register made that is over, and that is nowhere: dropped on the way. */
function goneOf({ made, acks, queued }: Truth, stored: readonly Stored[]): string[] {
  const there = new Set(stored.map(({ id }) => id));
  const acked = new Set(acks.map(({ id }) => id));
  const isGone = ({ id }: Operation): boolean =>
    !there.has(id) && !acked.has(id) && queued?.has(id) !== true;
  return made.filter(isGone).map(({ id }) => id);
}

/** A fact is booked as it was paid, whatever the book says. */
function recomputedOf(made: readonly Operation[], stored: readonly Stored[]): string[] {
  const totals = new Map(made.map(({ id, totalMinor }) => [id, totalMinor]));
  return stored
    .filter(({ id, total }) => total !== null && totals.has(id) && totals.get(id) !== total)
    .map(({ id }) => id);
}

/** The server and the back office book, too, on registers of their own. */
function ofOneOf(made: readonly Operation[]): (row: Stored) => boolean {
  const registers = new Set(made.map(({ registerId }) => registerId));
  return ({ register }) => registers.has(register);
}

async function rowsOf(client: pg.Client, sql: string): Promise<readonly unknown[]> {
  return (await client.query<Record<string, unknown>>(sql)).rows;
}

const receiptsTwice = `
  SELECT register_id, epoch, receipt_number, count(*)::int AS times FROM (
    SELECT tenant_id, register_id, epoch, receipt_number FROM orders.sales
    UNION ALL SELECT tenant_id, register_id, epoch, receipt_number FROM orders.refunds
  ) r GROUP BY tenant_id, register_id, epoch, receipt_number HAVING count(*) > 1`;

const paymentsOfNothing = `
  SELECT p.payment_id FROM orders.payments p
  LEFT JOIN orders.sales s ON s.tenant_id = p.tenant_id AND s.sale_id = p.sale_id
  LEFT JOIN orders.refunds r ON r.tenant_id = p.tenant_id AND r.refund_id = p.refund_id
  WHERE s.sale_id IS NULL AND r.refund_id IS NULL`;

async function undoneOf(client: pg.Client, { done = [] }: Truth): Promise<string[]> {
  const gone: string[] = [];
  for (const [place, things] of Map.groupBy(done, ({ table, column }) => `${table} ${column}`)) {
    const [table = '', column = ''] = place.split(' ');
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM unnest($1::uuid[]) AS id
       WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.${column} = id)`,
      [things.map(({ id }) => id)],
    );
    gone.push(...rows.map(({ id }) => `${place} ${id}`));
  }
  return gone;
}

/** What nobody made, or what was made with another body than the one that is stored. */
function strangersOf(made: readonly Operation[], stored: readonly Stored[]): Stored[] {
  const hashes = new Map(made.map(({ id, bodyHash }) => [id, bodyHash]));
  return stored.filter(({ id, hash }) => hashes.get(id) !== hash);
}

function gapsOf(stored: readonly Stored[]): string[] {
  const sequences = Map.groupBy(stored, ({ register, epoch }) => `${register} ${epoch}`);
  return [...sequences].flatMap(([name, rows]) => {
    const numbers = new Set(rows.map(({ seq }) => seq));
    const last = Math.max(...numbers);
    return numbers.size === last && rows.length === last ? [] : [name];
  });
}
