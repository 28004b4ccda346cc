/**
 * Asks the database, as its owner, whether everything that was acknowledged is there, once, with
 * the body it was acknowledged with, and had its effect once. What is right comes from the
 * registers and the log of acknowledgements, and never from the server.
 */
import type { Operation } from '@evertill/rig';
import { checkInvariants } from '@evertill/server';
import pg from 'pg';
import type { Ack } from './ack-log.ts';
import { deliveryFindings } from './oracle-events.ts';
import { told } from './traffic.ts';
import type { Finding } from './traffic.ts';

export interface Truth {
  readonly databaseUrl: string;
  readonly tenantId: string;
  readonly made: readonly Operation[];
  readonly acks: readonly Ack[];
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly lost: number;
  readonly doubled: number;
  readonly events: number;
}

interface Stored {
  readonly id: string;
  readonly hash: string;
  readonly register: string;
  readonly epoch: number;
  readonly seq: number;
}

const SHOWN_MAX = 3;

export async function judge(truth: Truth): Promise<Verdict> {
  const client = new pg.Client({ connectionString: truth.databaseUrl });
  await client.connect();
  try {
    // A crash of PostgreSQL loses the counts by which it knows when to look at its tables again.
    await client.query('ANALYZE');
    const stored = await readStored(client, truth.tenantId);
    const lost = lostOf(truth.acks, stored);
    const doubled = doubledOf(stored);
    const delivery = await deliveryFindings(client, truth);
    const breaches = await checkInvariants(truth.databaseUrl);
    return {
      lost: lost.length,
      doubled: doubled.length + delivery.doubled,
      events: delivery.events,
      findings: [
        ...told('I11', 'acknowledged and not there, or with another body', lost),
        ...told('I10', 'there more than once', doubled),
        ...told('I10', 'there and never sent', strangersOf(truth.made, stored)),
        ...told('I13', 'gaps in a sequence', gapsOf(stored)),
        ...delivery.findings,
        ...breaches.map(({ id, name, rows }) => {
          return { invariant: id, what: `${name}: ${JSON.stringify(rows.slice(0, SHOWN_MAX))}` };
        }),
      ],
    };
  } finally {
    await client.end();
  }
}

async function readStored(client: pg.Client, tenantId: string): Promise<Stored[]> {
  const { rows } = await client.query<Stored>(
    `SELECT sale_id AS id, body_hash AS hash, register_id AS register, epoch, seq
     FROM orders.sales WHERE tenant_id = $1
     UNION ALL
     SELECT refund_id, body_hash, register_id, epoch, seq
     FROM orders.refunds WHERE tenant_id = $1
     UNION ALL
     SELECT operation_id, body_hash, register_id, epoch, seq
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
