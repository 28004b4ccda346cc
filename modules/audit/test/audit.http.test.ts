import type { Event } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEntries } from '../src/append-entries.ts';
import { invariants } from '../src/invariants.ts';
import { chainsStatement } from '../src/list-chains.ts';

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

  it('is searched by who, when, what and by a word in it', async () => {
    await tell({ tenant: kenyan, chainId: 'searched', reasons: ['a drawer that sticks'] });
    await drain();
    const found = async (query: string): Promise<string[]> => {
      const { body } = await entries(kenyan, `chain_id=searched&${query}`);
      return (body as { reason: string }[]).map(({ reason }) => reason);
    };
    const hit = ['a drawer that sticks'];
    expect(await found('search=STICKS')).toEqual(hit);
    expect(await found('search=nested')).toEqual(hit);
    expect(await found('search=%25')).toEqual([]);
    expect(await found('model_name=Register')).toEqual(hit);
    expect(await found('model_name=Product')).toEqual([]);
    expect(await found(`user=${kenyan.tenantId}`)).toEqual([]);
    expect(await found('occurred_after=2020-01-01T00:00:00Z')).toEqual(hit);
    expect(await found('occurred_before=2020-01-01T00:00:00Z')).toEqual([]);
    const { body } = await entries(kenyan, 'chain_id=searched');
    const { audit_log_id: id } = (body as { audit_log_id: string }[])[0]!;
    const { owner } = kenyan.tokens;
    const one = await shop.call('GET', `/api/audit-logs/${id}/`, { token: owner });
    expect(one.body).toMatchObject({ before_data: null, after_data: { amount: '1.50' } });
    const theirs = { token: british.tokens.owner };
    expect((await shop.call('GET', `/api/audit-logs/${id}/`, theirs)).status).toBe(404);
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

it('says of every chain whether it is whole, and the hash to write down', async () => {
  await tell({ tenant: british, chainId: 'verified', reasons: ['a', 'b'] });
  await drain();
  const path = '/api/audit-logs/verify/';
  const { body } = await shop.call('GET', path, { token: british.tokens.manager });
  expect(body.is_whole).toBe(true);
  const { body: last } = await entries(british, 'chain_id=verified&limit=1');
  expect(body.chains).toContainEqual({
    chain_id: 'verified',
    entries: 2,
    head_hash: last[0].hash,
    is_whole: true,
    first_breach_seq: null,
  });
  const one = await shop.call('GET', `${path}?chain_id=verified`, { token: british.tokens.owner });
  expect(one.body.chains).toHaveLength(1);
});

describe('a forger who owns the database', () => {
  const where = `WHERE tenant_id = $1 AND chain_id = 'forged' AND seq = 2`;
  const entry = (change: string): string => `UPDATE audit.entries SET ${change} ${where}`;
  const remove = (seq: number): string =>
    `DELETE FROM audit.entries ${where.replace('2', String(seq))}`;
  const head = `UPDATE audit.chains SET seq = 1 WHERE tenant_id = $1 AND chain_id = 'forged'`;
  // One row is one forgery, the invariant that finds it, and where the chain breaks.
  // prettier-ignore
  const forgeries = [
    ['a byte of what was hashed', entry(`payload = overlay(payload PLACING 'X' FROM 9)`), 'I28', 2],
    ['a reason that is shown',    entry(`reason = 'harmless'`),                     'I28-content', 2],
    ['data that is shown',        entry(`data = data || '{"x": 1}'`),               'I28-content', 2],
    ['an entry taken out',        remove(2),                                        'I28',         3],
    ['the last entry taken out',  remove(3),                                        'I29-head',    3],
    ['the head moved back',       head,                                             'I29-head',    2],
  ] as const;

  it.each(forgeries)('is found out: %s', async (_name, sql, id, at) => {
    const { found, firstBreach } = await withForgery(sql, british.tenantId);
    expect(found).toContain(id);
    expect(firstBreach).toBe(at);
    expect(await breachesOf(british.tenantId)).toEqual([]);
  });

  it('is found out even when the hash was computed anew', async () => {
    const payload = `replace(payload, 'drawer', 'window')`;
    const hash = `encode(sha256(convert_to(previous_hash || ${payload}, 'UTF8')), 'hex')`;
    const sql = `UPDATE audit.entries SET payload = ${payload}, hash = ${hash} ${where}`;
    const { found, firstBreach } = await withForgery(sql, british.tenantId);
    expect(found).toContain('I28');
    expect(firstBreach).toBe(2);
  });

  /** Forges with all guards off, looks what is found, and takes it back. */
  async function withForgery(
    sql: string,
    tenantId: string,
  ): Promise<{ found: string[]; firstBreach: number | null }> {
    if ((await placesOf(british, 'forged')).length === 0) {
      await tell({ tenant: british, chainId: 'forged', reasons: ['a', 'b', 'c'] });
      await drain();
    }
    await shop.sql('BEGIN');
    try {
      await shop.sql('ALTER TABLE audit.entries DISABLE TRIGGER entries_append_only');
      await shop.sql('ALTER TABLE audit.entries DROP CONSTRAINT entries_check');
      await shop.sql(sql, [tenantId]);
      const values = [tenantId, 'forged'];
      const [chain] = await shop.sql(chainsStatement, values);
      const firstBreach = chain?.['first_breach'] as number | null;
      return { found: await breachesOf(tenantId), firstBreach };
    } finally {
      await shop.sql('ROLLBACK');
    }
  }
});
