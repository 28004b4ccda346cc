import { newId, realWorld } from '@evertill/kernel';
import { startTestShop } from '@evertill/testing';
import type { TestAnswer, TestShop, TestTenant } from '@evertill/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let shop: TestShop;
let ours: TestTenant;
beforeAll(async () => {
  shop = await startTestShop();
  [ours] = shop.tenants;
}, 60_000);
afterAll(() => shop.close());

const newUuid = (): string => newId(realWorld());

function make(body: object, token = ours.tokens.owner): Promise<TestAnswer> {
  return shop.call('POST', '/api/api-keys/', { token, body });
}

function withKey(key: string, path = '/api/products/', method = 'GET'): Promise<TestAnswer> {
  const body = method === 'GET' ? {} : { body: {} };
  return shop.call(method, path, { headers: { authorization: `Api-Key ${key}` }, ...body });
}

describe('an API key', () => {
  it('is shown once, and opens what its role may, by either header', async () => {
    const { status, body } = await make({ name: 'Scales', role: 'EMPLOYEE' });
    expect(status).toBe(201);
    const key = body.key as string;
    expect(key).toMatch(/^evk_[A-Za-z0-9_-]{43}$/);
    expect(body).toMatchObject({ name: 'Scales', role: 'EMPLOYEE', last_four: key.slice(-4) });
    expect((await withKey(key)).status).toBe(200);
    const headers = { 'x-api-key': key };
    expect((await shop.call('GET', '/api/products/', { headers })).status).toBe(200);
    const listed = await shop.call('GET', '/api/api-keys/', { token: ours.tokens.owner });
    expect(JSON.stringify(listed.body)).not.toContain(key);
    const kept = await shop.sql('SELECT k::text AS row FROM auth.api_keys k');
    expect(JSON.stringify(kept)).not.toContain(key);
    const other = await withKey(key, '/api/registers/', 'POST');
    expect(other.body).toMatchObject({ status: 403, code: 'capability_missing' });
  });

  it('of some capabilities has these alone, and the lowest role that has them', async () => {
    const { body } = await make({ name: 'Stock', capabilities: ['catalog_view', 'stock_adjust'] });
    expect(body).toMatchObject({ role: 'MANAGER', capabilities: ['catalog_view', 'stock_adjust'] });
    const key = body.key as string;
    expect((await withKey(key)).status).toBe(200);
    expect((await withKey(key, '/api/audit-logs/')).body.code).toBe('capability_missing');
  });

  it('is nobody’s account, and makes neither people nor keys', async () => {
    const { body } = await make({ name: 'All', role: 'OWNER' });
    const key = body.key as string;
    for (const [method, path] of [
      ['GET', '/api/clients/me/'],
      ['POST', '/api/clients/'],
      ['PATCH', '/api/roles/EMPLOYEE/'],
      ['PATCH', '/api/tenant/'],
      ['POST', '/api/api-keys/'],
      ['POST', '/api/mfa/enrol/'],
    ] as const) {
      const answer = await withKey(key, path, method);
      expect([answer.status, answer.body.code], path).toEqual([403, 'capability_missing']);
    }
    const rows = [
      { name: 'x' },
      { name: 'x', capabilities: ['staff_manage'] },
      { name: 'x', role: 'EMPLOYEE', capabilities: ['audit_view'] },
      { name: 'x', capabilities: ['no_such_thing'] },
    ];
    for (const row of rows) expect((await make(row)).body.code).toBe('input_invalid');
    expect((await make({ name: 'x', role: 'EMPLOYEE' }, ours.tokens.manager)).body.code).toBe(
      'capability_missing',
    );
  });

  it('is refused when it is unknown, too old, revoked, or of another shop than is named', async () => {
    const past = new Date(Date.now() - 1000).toISOString();
    const old = (await make({ name: 'Old', role: 'EMPLOYEE', expires_at: past })).body
      .key as string;
    for (const key of ['evk_x', `evk_${'A'.repeat(43)}`, old]) {
      expect((await withKey(key)).body).toMatchObject({ status: 401, code: 'token_invalid' });
    }
    const made = (await make({ name: 'Short', role: 'EMPLOYEE' })).body;
    const key = made.key as string;
    const named = await shop.call('GET', '/api/products/', {
      headers: { 'x-api-key': key, 'x-tenant-id': shop.tenants[1].tenantId },
    });
    expect(named.body.code).toBe('tenant_mismatch');
    expect((await withKey(key)).status).toBe(200);
    const path = `/api/api-keys/${made.api_key_id as string}/revoke/`;
    const revoke = (token: string) => shop.call('POST', path, { token, body: {} });
    expect((await revoke(shop.tenants[1].tokens.owner)).body.code).toBe('not_found');
    const revoked = await revoke(ours.tokens.owner);
    expect(revoked.body.revoked_at).not.toBeNull();
    expect((await withKey(key)).body.code).toBe('token_invalid');
    expect((await revoke(ours.tokens.owner)).body).toEqual(revoked.body);
  });

  it('is made once under its id; the repeat cannot show it again', async () => {
    const body = { api_key_id: newUuid(), name: 'Twice', role: 'EMPLOYEE' };
    const first = (await make(body)).body as Record<string, unknown>;
    const again = (await make(body)).body as Record<string, unknown>;
    expect(again).toEqual({ ...first, key: null });
    expect((await make({ ...body, name: 'Other' })).body.code).toBe('id_reused');
  });

  it('is no token of an operator', async () => {
    const key = (await make({ name: 'No', role: 'OWNER' })).body.key as string;
    expect((await withKey(key, '/api/tenants/')).body.code).toBe('token_invalid');
  });
});
