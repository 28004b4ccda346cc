import type { Event } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEntries } from '../src/append-entries.ts';
import { invariants } from '../src/invariants.ts';

let shop: TestShop;
let british: TestTenant;
let kenyan: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [british, kenyan] = shop.tenants;
}, 60_000);
afterAll(() => shop.close());

interface Telling {
  readonly tenant: TestTenant;
  readonly chainId: string;
  readonly reasons: readonly string[];
}

/** Tells the audit as a neighbour does: in one transaction of its own. */
async function tell({ tenant, chainId, reasons }: Telling): Promise<void> {
  const database = shop.running.assembly.databases.get('orders');
  await database?.inTransaction(tenant, async (tx) => {
    for (const reason of reasons) {
      tx.tell({
        type: 'audit.events',
        aggregateId: chainId,
        payload: {
          chainId,
          action: 'drawer.opened',
          modelName: 'Register',
          objectId: chainId,
          userId: null,
          reason,
          data: { before: null, after: { amount: '1.50', nested: [1, 'two', null] } },
        },
      });
    }
  });
}

function drain(): Promise<void> {
  return shop.running.assembly.drain();
}

/** What was told about a chain, as a relay reads it. */
async function toldAbout(tenant: TestTenant, chainId: string): Promise<Event[]> {
  const rows = await shop.sql(
    'SELECT * FROM orders.outbox WHERE tenant_id = $1 AND aggregate_id = $2 ORDER BY xid, id',
    [tenant.tenantId, chainId],
  );
  return rows.map((row) => ({
    id: String(row['event_id']),
    type: 'audit.events',
    tenantId: tenant.tenantId,
    aggregateId: chainId,
    occurredAt: (row['occurred_at'] as Date).toISOString(),
    traceparent: null,
    payload: row['payload'] as Event<'audit.events'>['payload'],
  }));
}

/** Delivers what may have come before, as a relay does that has lost its lease. */
async function deliver(tenant: TestTenant, events: readonly Event[]): Promise<void> {
  const inbox = shop.running.assembly.inboxes.get('audit');
  await inbox?.({ tenantId: tenant.tenantId, source: 'orders', events });
}

function entries(tenant: TestTenant, query: string): Promise<TestAnswer> {
  return shop.call('GET', `/api/audit-logs/?${query}`, { token: tenant.tokens.owner });
}

async function placesOf(tenant: TestTenant, chainId: string): Promise<number[]> {
  const { body } = await entries(tenant, `chain_id=${chainId}&ordering=seq`);
  return (body as { seq: number }[]).map(({ seq }) => seq);
}

async function breachesOf(tenantId: string): Promise<string[]> {
  const broken: string[] = [];
  for (const { id, sql } of invariants) {
    if ((await shop.sql(sql, [tenantId])).length > 0) broken.push(id);
  }
  return broken;
}

describe('the audit log', () => {
  it('has every chain in the order it was told, and no fork, however often it comes', async () => {
    const reasons = Array.from({ length: 30 }, (_, n) => `step ${n}`);
    await Promise.all(['one', 'two'].map((chainId) => tell({ tenant: british, chainId, reasons })));
    const one = await toldAbout(british, 'one');
    const two = await toldAbout(british, 'two');
    const copies = Array.from({ length: 5 }, () => [one, two]).flat();
    await Promise.all([drain(), ...copies.map((events) => deliver(british, events))]);
    for (const chainId of ['one', 'two']) {
      const { body } = await entries(british, `chain_id=${chainId}&ordering=seq`);
      const shown = body as { seq: number; reason: string }[];
      expect(shown.map(({ seq }) => seq)).toEqual(reasons.map((_, n) => n + 1));
      expect(shown.map(({ reason }) => reason)).toEqual(reasons);
    }
    expect(await breachesOf(british.tenantId)).toEqual([]);
  });

  it('forks no chain when many append to it at once', async () => {
    const reasons = Array.from({ length: 20 }, (_, n) => `step ${n}`);
    await tell({ tenant: kenyan, chainId: 'crowded', reasons });
    await drain();
    // Past the inbox, which would hide a lost race by trying again.
    const database = shop.running.assembly.databases.get('audit')!;
    const append = appendEntries(realWorld());
    const events = (await toldAbout(kenyan, 'crowded')) as Event<'audit.events'>[];
    await Promise.all(
      events.map((event) =>
        database.inTransaction(kenyan, (tx) => append(tx, [{ ...event, id: newId(realWorld()) }])),
      ),
    );
    expect(await placesOf(kenyan, 'crowded')).toEqual(
      [...reasons, ...reasons].map((_, n) => n + 1),
    );
    expect(await breachesOf(kenyan.tenantId)).toEqual([]);
  });

  it('still hears what is told after a time in which nothing was', async () => {
    for (const chainId of ['quiet-1', 'quiet-2']) {
      await drain();
      await drain();
      await tell({ tenant: british, chainId, reasons: ['at last'] });
      await drain();
      expect(await placesOf(british, chainId)).toEqual([1]);
    }
  });

  it('shows what was done newest first, to those who may look', async () => {
    await tell({ tenant: kenyan, chainId: 'mine', reasons: ['first', 'second'] });
    await drain();
    const { body } = await entries(kenyan, 'chain_id=mine');
    expect(body).toMatchObject([
      { reason: 'second', seq: 2, data: { after: { amount: '1.50' } } },
      { reason: 'first', seq: 1, user: null },
    ]);
    expect(body[0].previous_hash).toBe(body[1].hash);
    expect((await entries(kenyan, 'action=nothing')).body).toEqual([]);
    expect((await entries(kenyan, 'object_id=mine')).body).toHaveLength(2);
    const cashier = await shop.call('GET', '/api/audit-logs/', { token: kenyan.tokens.cashier });
    expect(cashier.body).toMatchObject({ code: 'capability_missing' });
  });

  it('is each shop’s own', async () => {
    await tell({ tenant: british, chainId: 'private', reasons: ['x'] });
    await drain();
    expect(await placesOf(kenyan, 'private')).toEqual([]);
  });

  it('cannot be changed, neither by the module nor by the owner of the database', async () => {
    await tell({ tenant: british, chainId: 'fixed', reasons: ['x'] });
    await drain();
    const forgeries = ['UPDATE audit.entries SET reason = $1', 'DELETE FROM audit.entries'];
    const database = shop.running.assembly.databases.get('audit');
    for (const sql of forgeries) {
      const values = sql.includes('$1') ? ['x'] : [];
      await expect(shop.sql(sql, values)).rejects.toThrow('append-only');
      const attempt = database?.inTransaction(british, (tx) => tx.query(sql, values));
      await expect(attempt).rejects.toThrow('permission denied');
    }
  });
});

describe('a forger who owns the database', () => {
  const where = `WHERE tenant_id = $1 AND chain_id = 'forged' AND seq = 2`;
  const entry = (change: string): string => `UPDATE audit.entries SET ${change} ${where}`;
  const remove = (seq: number): string =>
    `DELETE FROM audit.entries ${where.replace('2', String(seq))}`;
  const head = `UPDATE audit.chains SET seq = 1 WHERE tenant_id = $1 AND chain_id = 'forged'`;
  // One row is one forgery, and the invariant that finds it.
  // prettier-ignore
  const forgeries = [
    ['a byte of what was hashed', entry(`payload = overlay(payload PLACING 'X' FROM 9)`), 'I28'],
    ['a reason that is shown',    entry(`reason = 'harmless'`),                     'I28-content'],
    ['data that is shown',        entry(`data = data || '{"x": 1}'`),               'I28-content'],
    ['an entry taken out',        remove(2),                                        'I28'],
    ['the last entry taken out',  remove(3),                                        'I29-head'],
    ['the head moved back',       head,                                             'I29-head'],
  ] as const;

  it.each(forgeries)('is found out: %s', async (_name, sql, id) => {
    const found = await withForgery(sql, british.tenantId);
    expect(found).toContain(id);
    expect(await breachesOf(british.tenantId)).toEqual([]);
  });

  it('is found out even when the hash was computed anew', async () => {
    const payload = `replace(payload, 'drawer', 'window')`;
    const hash = `encode(sha256(convert_to(previous_hash || ${payload}, 'UTF8')), 'hex')`;
    const sql = `UPDATE audit.entries SET payload = ${payload}, hash = ${hash} ${where}`;
    expect(await withForgery(sql, british.tenantId)).toContain('I28');
  });

  /** Forges with all guards off, looks what is found, and takes it back. */
  async function withForgery(sql: string, tenantId: string): Promise<string[]> {
    if ((await placesOf(british, 'forged')).length === 0) {
      await tell({ tenant: british, chainId: 'forged', reasons: ['a', 'b', 'c'] });
      await drain();
    }
    await shop.sql('BEGIN');
    try {
      await shop.sql('ALTER TABLE audit.entries DISABLE TRIGGER entries_append_only');
      await shop.sql('ALTER TABLE audit.entries DROP CONSTRAINT entries_check');
      await shop.sql(sql, [tenantId]);
      return await breachesOf(tenantId);
    } finally {
      await shop.sql('ROLLBACK');
    }
  }
});
