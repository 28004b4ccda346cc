import type { Event } from '@evertill/contract';
import { newId, realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invariants } from '../src/invariants.ts';

let shop: TestShop;
let british: TestTenant;
let kenyan: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [british, kenyan] = shop.tenants;
}, 60_000);
afterAll(() => shop.close());

const newUuid = (): string => newId(realWorld());

function told(tenant: TestTenant, chainId: string, reason = ''): Event<'audit.events'> {
  return {
    id: newUuid(),
    type: 'audit.events',
    tenantId: tenant.tenantId,
    aggregateId: chainId,
    occurredAt: '2026-01-01T12:00:00.000Z',
    traceparent: null,
    payload: {
      chainId,
      action: 'drawer.opened',
      modelName: 'Register',
      objectId: chainId,
      userId: null,
      reason,
      data: { before: null, after: { amount: '1.50', nested: [1, 'two', null] } },
    },
  };
}

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
  it('appends to one chain in order, however many tell at once, and forks nowhere', async () => {
    const batches = Array.from({ length: 20 }, () =>
      deliver(british, [told(british, 'one'), told(british, 'two'), told(british, 'one')]),
    );
    await Promise.all(batches);
    expect(await placesOf(british, 'one')).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(await placesOf(british, 'two')).toHaveLength(20);
    expect(await breachesOf(british.tenantId)).toEqual([]);
  });

  it('takes an event in once, whenever it comes again', async () => {
    const event = told(british, 'again');
    await deliver(british, [event]);
    await deliver(british, [event, told(british, 'again')]);
    expect(await placesOf(british, 'again')).toEqual([1, 2]);
  });

  it('shows what was done newest first, to those who may look', async () => {
    await deliver(kenyan, [told(kenyan, 'mine', 'first'), told(kenyan, 'mine', 'second')]);
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
    await deliver(british, [told(british, 'private')]);
    expect(await placesOf(kenyan, 'private')).toEqual([]);
  });

  it('cannot be changed, neither by the module nor by the owner of the database', async () => {
    await deliver(british, [told(british, 'fixed')]);
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
  const rehash = `hash = encode(sha256(convert_to(previous_hash || payload, 'UTF8')), 'hex')`;
  // One row is one forgery, and the invariant that finds it.
  // prettier-ignore
  const forgeries = [
    ['a byte of what was hashed', `UPDATE audit.entries SET payload = overlay(payload PLACING 'X' FROM 20 FOR 1) ${where}`, 'I28'],
    ['a reason that is shown',    `UPDATE audit.entries SET reason = 'harmless' ${where}`,               'I28-content'],
    ['data that is shown',        `UPDATE audit.entries SET data = data || '{"x": 1}' ${where}`,         'I28-content'],
    ['a payload and its hash',    `WITH f AS (UPDATE audit.entries SET payload = replace(payload, 'drawer', 'window') ${where} RETURNING 1)
                                   SELECT count(*) FROM f; `,                                            'I28'],
    ['an entry taken out',        `DELETE FROM audit.entries ${where}`,                                  'I28'],
    ['the last entry taken out',  `DELETE FROM audit.entries ${where.replace('2', '3')}`,                'I29-head'],
    ['the head moved back',       `UPDATE audit.chains SET seq = 1 WHERE tenant_id = $1 AND chain_id = 'forged'`, 'I29-head'],
  ] as const;

  it.each(forgeries)('is found out: %s', async (_name, sql, id) => {
    const [found] = await withForgery(sql.replace(/;\s*$/, ''), british.tenantId);
    expect(found).toContain(id);
    expect(await breachesOf(british.tenantId)).toEqual([]);
  });

  it('is found out even when the hash was computed anew', async () => {
    const sql = `UPDATE audit.entries SET payload = replace(payload, 'drawer', 'window'),
      ${rehash.replace('payload', `replace(payload, 'drawer', 'window')`)} ${where}`;
    const [found] = await withForgery(sql, british.tenantId);
    expect(found).toContain('I28');
  });

  /** Forges with all guards off, looks what is found, and takes it back. */
  async function withForgery(sql: string, tenantId: string): Promise<string[][]> {
    if ((await placesOf(british, 'forged')).length === 0) {
      await deliver(
        british,
        [1, 2, 3].map(() => told(british, 'forged')),
      );
    }
    await shop.sql('BEGIN');
    try {
      await shop.sql('ALTER TABLE audit.entries DISABLE TRIGGER entries_append_only');
      await shop.sql('ALTER TABLE audit.entries DROP CONSTRAINT entries_check');
      await shop.sql(sql, [tenantId]);
      return [await breachesOf(tenantId)];
    } finally {
      await shop.sql('ROLLBACK');
    }
  }
});
