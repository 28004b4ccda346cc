/**
 * Registers that are ahead of a restored server (docs/decisions/0066): they are told from where to
 * send again, and everything is there once, whoever comes first.
 */
import { realWorld } from '@evertill/kernel';
import {
  createDatabase,
  dropDatabase,
  enrolRegister,
  openCounter,
  startTestShop,
} from '@evertill/testing';
import type { Counter, Result, Sent, TestShop } from '@evertill/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { restoreBackup } from '../src/backup/restore-backup.ts';
import { writeBackup } from '../src/backup/write-backup.ts';
import { checkInvariants, readConfig, serve } from '../src/index.ts';
import type { Running } from '../src/index.ts';
import { facing, leaseOf, movedTo } from './restored-counter.ts';

const world = realWorld();
let shop: TestShop;
let till: Counter;
let other: Counter;
let folder: string;
let url: string;
let restored: Running;
/** Sent to the server of before, after its backup. */
const afterwards: Sent[] = [];
let refund: Sent;
let lastFencing: number;
/** Enrolled between the backup and the restore. */
let young: Counter;

beforeAll(async () => {
  shop = await startTestShop();
  folder = await mkdtemp(path.join(tmpdir(), 'evertill-refill-'));
  till = await openCounter(shop);
  other = await openCounter(shop);
  await till.settle('sale', till.saleOf());
  const file = path.join(folder, 'shop.backup');
  const { databaseUrl } = shop.running;
  const now = world.clock.now();
  await writeBackup({ url: databaseUrl, home: shop.home, file, version: '0.0.0', now });
  await sellOn();
  url = await createDatabase(inject('postgresUrl'), {
    name: `refilled_${process.pid}`,
    template: 'template1',
  });
  const home = path.join(folder, 'home');
  await restoreBackup({ url, home, file, world });
  const settings = { EVERTILL_HOME: home, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'error' };
  restored = await serve(readConfig(settings, {}), world, () => undefined);
});
afterAll(async () => {
  await restored.stop();
  await dropDatabase(url);
  await rm(folder, { recursive: true, force: true });
  await shop.close();
});

/** Two sales at one register, and the refund of one of them at the other. */
async function sellOn(): Promise<void> {
  for (const body of [till.saleOf(), till.saleOf()]) afterwards.push(till.next('sale', body));
  expect(outcomesOf(await till.push(afterwards))).toEqual(['APPLIED', 'APPLIED']);
  refund = other.next('refund', other.refundOf(afterwards[0]?.id ?? ''));
  expect(outcomesOf(await other.push([refund]))).toEqual(['APPLIED']);
  for (let count = 0; count < 3; count += 1) lastFencing = (await leaseOf(till)).fencing;
  young = { ...other, register: await enrolRegister(shop, other.tenant, 'Young') };
}

const outcomesOf = ({ body }: { body: Record<string, unknown> }): unknown[] =>
  (body['results'] as Result[] | undefined)?.map(({ outcome, code }) => code ?? outcome) ?? [];

async function parkedOf({ shop: { call }, tenant }: Counter): Promise<unknown[]> {
  const { body } = await call('GET', '/api/sync/parked/', { token: tenant.tokens.manager });
  return (body as unknown as { code: string }[]).map(({ code }) => code);
}

test('no lease of before is good, and a new one says from where to send again', async () => {
  const next = till.next('sale', till.saleOf());
  const there = facing(restored.url, till);
  for (let fencing = 1; fencing <= lastFencing; fencing += 1) {
    const { body } = await there.push([next], { register: { fencing } });
    expect(body.code).toBe('fencing_stale');
  }
  const lease = await leaseOf(there);
  expect(lease.last_seq).toBe(1);
  expect(lease.fencing).toBeGreaterThan(lastFencing);
  const early = await there.push([next], { register: { fencing: lease.fencing } });
  expect(outcomesOf(early)).toEqual(['sequence_gap']);
  expect(early.body.last_seq).toBe(1);
  afterwards.push(next);
});

test('a refund that comes before its sale is sent again under another number', async () => {
  const first = await movedTo(restored.url, other);
  expect(outcomesOf(await first.push([refund]))).toEqual(['sale_not_found']);
  expect(await parkedOf(first)).toEqual(['sale_not_found']);
  const there = await movedTo(restored.url, till);
  const settled = await there.push(afterwards);
  expect(outcomesOf(settled)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
  expect(settled.body.last_seq).toBe(4);
  expect(outcomesOf(await there.push(afterwards))).toEqual(['DUPLICATE', 'DUPLICATE', 'DUPLICATE']);
  const again = { ...refund, seq: refund.seq + 1 };
  expect(outcomesOf(await first.push([again]))).toEqual(['APPLIED']);
  expect(outcomesOf(await first.push([again]))).toEqual(['DUPLICATE']);
  expect(await parkedOf(first)).toEqual([]);
  await restored.assembly.drain();
  expect(await checkInvariants(url)).toEqual([]);
});

test('a device enrolled since is unknown; enrolled anew it has an epoch nobody had', async () => {
  const { registerId } = till.register;
  const unknown = facing(restored.url, young);
  expect(await leaseOf(unknown)).toMatchObject({ code: 'not_found' });
  const there = await movedTo(restored.url, till);
  const { call } = there.shop;
  const { body } = await call('POST', `/api/registers/${registerId}/enrolment-code/`, {
    token: there.tenant.tokens.manager,
    body: {},
  });
  const enrolled = await call('POST', '/api/registers/enrol/', {
    body: { enrolment_code: body.enrolment_code },
  });
  const { epoch, device_key: deviceKey } = enrolled.body as { epoch: number; device_key: string };
  expect(epoch).toBeGreaterThan(1_000_000);
  const anew = await movedTo(restored.url, {
    ...till,
    register: { registerId, epoch, fencing: 0, deviceKey },
  });
  const renumbered = afterwards.map((one, index) => ({ ...one, seq: index + 1 }));
  const kept = anew.next('sale', anew.saleOf(), { seq: renumbered.length + 1 });
  const settled = await anew.push([...renumbered, kept]);
  expect(outcomesOf(settled)).toEqual(['DUPLICATE', 'DUPLICATE', 'DUPLICATE', 'APPLIED']);
  await restored.assembly.drain();
  expect(await checkInvariants(url)).toEqual([]);
});
