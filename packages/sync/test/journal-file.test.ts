import { newUuid, openCounter, saleBodyOf, startTestShop } from '@evertill/testing';
import type { Counter, TestShop } from '@evertill/testing';
import { randomBytes, webcrypto } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { JournalFileFlaw, exportJournal, importJournal } from '../src/index.ts';
import type { Sealing } from '../src/index.ts';
import { codeAgain, newRegister, openTill } from './till.ts';
import type { Till } from './till.ts';

let shop: TestShop;
let counter: Counter;
beforeAll(async () => {
  shop = await startTestShop();
  counter = await openCounter(shop);
});
afterAll(() => shop.close());

const sealing: Sealing = {
  subtle: webcrypto.subtle as unknown as SubtleCrypto,
  randomBytes: (count) => new Uint8Array(randomBytes(count)),
};
const passphrase = 'a till goes down';
const never = async (): Promise<Response> => Promise.reject(new Error('no line'));

const settled = ({ engine }: Till, id: string): Promise<void> =>
  expect.poll(async () => (await engine.find(id))?.fate.kind, { timeout: 30_000 }).toBe('settled');

const draft = () => ({
  id: newUuid(),
  kind: 'sale' as const,
  occurredAt: new Date().toISOString(),
  body: saleBodyOf({
    book: counter.book,
    receiptNumber: 'not yet',
    lines: [{ product: counter.product, unitPriceMinor: 850 }],
  }),
});

it('is restored on another device without doubling what had arrived', async () => {
  const tenant = shop.tenants[0];
  const register = await newRegister(shop, tenant, 'Till that goes down');
  const old = await openTill(shop, tenant);
  expect((await old.engine.enrol(register.enrolmentCode)).kind).toBe('ok');
  const arrived = await old.engine.record(draft());
  await settled(old, arrived.id);
  // This one arrives too, and the answer does not.
  old.fetch = async (input, init) => {
    const answer = await fetch(input, init);
    return (input as string).includes('/push/') ? never() : answer;
  };
  const halfway = await old.engine.record(draft());
  const known = () => shop.sql('SELECT 1 FROM orders.sales WHERE sale_id = $1', [halfway.id]);
  await expect.poll(async () => (await known()).length, { timeout: 10_000 }).toBe(1);
  old.fetch = never;
  const unsent = await old.engine.record(draft());
  const file = await exportJournal({ journal: old.journal, sealing, passphrase, nowMs: 0 });
  expect(file).not.toContain(unsent.id);
  old.engine.stop();

  const next = await openTill(shop, tenant);
  const take = () => importJournal({ journal: next.journal, sealing, passphrase, file });
  await expect(take()).rejects.toThrow(/another register/);
  next.fetch = async (input, init) => fetch(input, init);
  await next.engine.enrol(await codeAgain(shop, tenant, register.registerId));
  expect(await take()).toEqual({ taken: 2, known: 0 });
  expect(await take()).toEqual({ taken: 0, known: 2 });
  next.engine.wake();
  for (const { id } of [halfway, unsent]) await settled(next, id);
  const rows = await shop.sql(
    'SELECT sale_id, body_hash FROM orders.sales WHERE register_id = $1',
    [register.registerId],
  );
  const wanted = [arrived, halfway, unsent].map(({ id, bodyHash }) => [id, bodyHash]);
  expect(rows.map((row) => [row['sale_id'], row['body_hash']]).sort()).toEqual(wanted.sort());
  expect((await next.engine.find(halfway.id))?.fate).toMatchObject({ outcome: 'DUPLICATE' });

  // The old device comes back: it is turned away, and keeps what it has.
  const back = await openTill(shop, tenant, old.disk);
  await expect.poll(() => back.engine.status().state, { timeout: 10_000 }).toBe('turned_away');
  expect(back.engine.status().trouble?.code).toBe('register_key_invalid');
  expect(back.engine.status().queuedCount).toBe(2);
  back.engine.stop();
  next.engine.stop();
});

it('opens with its passphrase alone, and not when a letter of it was changed', async () => {
  const tenant = shop.tenants[0];
  const register = await newRegister(shop, tenant, 'Till with a secret');
  const till = await openTill(shop, tenant);
  await till.engine.enrol(register.enrolmentCode);
  till.fetch = never;
  await till.engine.record(draft());
  const { journal } = till;
  const file = await exportJournal({ journal, sealing, passphrase, nowMs: 0 });
  const take = (change: object) => importJournal({ journal, sealing, passphrase, file, ...change });
  await expect(take({ passphrase: 'another passphrase' })).rejects.toThrow(JournalFileFlaw);
  await expect(take({ file: file.replace('"epoch": 1', '"epoch": 2') })).rejects.toThrow(/damaged/);
  await expect(take({ file: file.replace('"version": 1', '"version": 2') })).rejects.toThrow(
    /known/,
  );
  await expect(take({ file: '<html>' })).rejects.toThrow(JournalFileFlaw);
  await expect(exportJournal({ journal, sealing, passphrase: 'short', nowMs: 0 })).rejects.toThrow(
    RangeError,
  );
  expect(await take({})).toEqual({ taken: 0, known: 1 });
  till.engine.stop();
});
