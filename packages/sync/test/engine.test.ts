import { expect, it } from 'vitest';
import { BodyFlaw, CopiedDevice, NotEnrolled, memoryDisk } from '../src/index.ts';
import type { Draft, KeptOperation } from '../src/index.ts';
import { answerOf, hashOf, knowDisk, openScripted, refused, registration } from './scripted.ts';
import type { Scripted } from './scripted.ts';

const LEADER = '00000000-0000-4000-8000-00000000c0de';

let made = 0;
const movement = (change: Partial<Draft> = {}): Draft => ({
  id: `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
  kind: 'cash_movement',
  occurredAt: '2026-01-31T09:00:00Z',
  body: { session: registration.registerId, kind: 'PAY_IN', amount: '5.00', reason: 'change' },
  ...change,
});

async function openEnrolled(): Promise<Scripted> {
  const disk = memoryDisk();
  knowDisk(disk);
  const scripted = await openScripted(disk);
  await scripted.engine.enrol('CODE');
  await scripted.pass(10);
  return scripted;
}

const fateOf = async ({ engine }: Scripted, { id }: KeptOperation) =>
  (await engine.find(id))?.fate.kind;

it('records nothing before it is a register, nor what the contract does not know', async () => {
  const scripted = await openScripted();
  await expect(scripted.engine.record(movement())).rejects.toThrow(NotEnrolled);
  const till = await openEnrolled();
  const odd = movement({ body: { amount: 'much' } });
  await expect(till.engine.record(odd)).rejects.toThrow(BodyFlaw);
  expect(till.disk.operations.size).toBe(0);
  expect(till.disk.head.seq).toBe(0);
});

it('records the same twice once, and another thing under its id not at all', async () => {
  const till = await openEnrolled();
  const draft = movement();
  const kept = await till.engine.record(draft);
  expect(await till.engine.record(draft)).toEqual(kept);
  const other = { ...draft, body: { ...draft.body, amount: '6.00' } };
  await expect(till.engine.record(other)).rejects.toThrow(BodyFlaw);
  expect(till.disk.head.seq).toBe(1);
});

it('halves a batch that is refused as a whole, and withholds the one that cannot be taken', async () => {
  const till = await openEnrolled();
  till.answers.push({ kind: 'silent' });
  const kept: KeptOperation[] = [];
  for (let count = 0; count < 5; count += 1) kept.push(await till.engine.record(movement()));
  const bad = kept[2]!;
  const tooLarge = (request: { operations: readonly { id: string }[] }) =>
    request.operations.some(({ id }) => id === bad.id);
  for (let rounds = 0; rounds < 20; rounds += 1) {
    till.answers.push((request) =>
      tooLarge(request) ? refused('body_too_large', 413) : answerOf('APPLIED')(request, hashOf),
    );
  }
  await till.pass(60_000);
  expect(till.engine.status()).toMatchObject({ queuedCount: 0, attentionCount: 1 });
  expect((await till.engine.attention())[0]?.operation.id).toBe(bad.id);
  // Its number went out in the hands of a stand-in.
  const last = till.pushed.flatMap(({ operations }) => operations).filter(({ seq }) => seq === 3);
  expect(last.at(-1)).toMatchObject({ kind: 'withheld', body: { operation: bad.id } });
  // Retried, it goes again as it was, under the next number.
  till.answers.length = 0;
  await till.engine.retry(bad.id);
  // Nobody answers pulls here, so that it waits now and then.
  await till.pass(120_000);
  expect(await till.engine.find(bad.id)).toMatchObject({
    place: { epoch: 1, seq: 6 },
    fate: { kind: 'settled' },
  });
});

it('parks nothing through a long night of faults, and one alone after a day of them', async () => {
  const till = await openEnrolled();
  const fault = refused('fault', 500);
  for (let count = 0; count < 3000; count += 1) till.answers.push(fault);
  const first = await till.engine.record(movement());
  const second = await till.engine.record(movement());
  await till.pass(12 * 3_600_000);
  expect(till.engine.status()).toMatchObject({ queuedCount: 2, attentionCount: 0 });
  // It comes about once a minute, and not more often.
  expect(till.pushed.length).toBeLessThan(2_000);
  till.answers.length = 0;
  for (let count = 0; count < 6000; count += 1) {
    till.answers.push((request) =>
      request.operations.some(({ id }) => id === first.id)
        ? fault
        : answerOf('APPLIED')(request, hashOf),
    );
  }
  await till.pass(30 * 3_600_000);
  expect([await fateOf(till, first), await fateOf(till, second)]).toEqual(['parked', 'settled']);
});

const strange = (status: number) => ({ kind: 'strange', status, retryAfterMs: null }) as const;

it('parks what somebody on the way will not let through for a day, and what is behind it goes', async () => {
  const till = await openEnrolled();
  const first = await till.engine.record(movement());
  const second = await till.engine.record(movement());
  for (let count = 0; count < 6000; count += 1) {
    till.answers.push((request) =>
      request.operations.some(({ id }) => id === first.id)
        ? strange(403)
        : answerOf('APPLIED')(request, hashOf),
    );
  }
  await till.pass(12 * 3_600_000);
  expect(await fateOf(till, first)).toBe('queued');
  await till.pass(18 * 3_600_000);
  expect([await fateOf(till, first), await fateOf(till, second)]).toEqual(['parked', 'settled']);
  const [item] = await till.engine.attention();
  expect(item?.operation.fate).toMatchObject({ why: { code: 'strange_answer' } });
});

it('parks nothing where somebody else answers everything, for as long as it lasts', async () => {
  const till = await openEnrolled();
  const sale = await till.engine.record(movement());
  till.answers.push(strange(403));
  till.lease = strange(403);
  await till.pass(3 * 24 * 3_600_000);
  expect(await fateOf(till, sale)).toBe('queued');
  // Only what was sent before anybody stood in the way was sent at all.
  expect(till.pushed).toHaveLength(1);
});

it('sends again what a restored server lost, and stops where it has forgotten it', async () => {
  const till = await openEnrolled();
  for (let count = 0; count < 4; count += 1) await till.engine.record(movement());
  await till.pass(1_000);
  expect(till.engine.status().queuedCount).toBe(0);
  till.pushed.length = 0;
  till.lease = { kind: 'ok', value: { epoch: 1, fencing: 9, lastSeq: 1 } };
  till.answers.push(refused('fencing_stale', 409));
  const fifth = await till.engine.record(movement());
  await till.pass(5_000);
  const again = till.pushed.at(-1)?.operations.map(({ seq }) => seq);
  expect(again).toEqual([2, 3, 4, 5]);
  expect(await fateOf(till, fifth)).toBe('settled');
  till.disk.head = { ...till.disk.head, forgottenSeq: 3 };
  till.answers.push(refused('fencing_stale', 409));
  await till.engine.record(movement());
  await till.pass(5_000);
  expect(till.engine.status()).toMatchObject({
    state: 'turned_away',
    trouble: { code: 'history_gone' },
  });
});

it('keeps every number filled for a server that is restored to before a retry', async () => {
  const till = await openEnrolled();
  till.answers.push((request) => answerOf('CONFLICT', 'name_taken')(request, hashOf));
  const parked = await till.engine.record(movement());
  await till.pass(1_000);
  expect((await till.engine.attention())[0]?.choices).toEqual(['retry', 'amend', 'void']);
  await till.engine.retry(parked.id);
  await till.pass(1_000);
  till.pushed.length = 0;
  till.lease = { kind: 'ok', value: { epoch: 1, fencing: 9, lastSeq: 0 } };
  till.answers.push(refused('fencing_stale', 409));
  await till.engine.record(movement());
  await till.pass(5_000);
  const again = till.pushed.at(-1)?.operations.map(({ seq, kind }) => [seq, kind]);
  expect(again).toEqual([
    [1, 'withheld'],
    [2, 'cash_movement'],
    [3, 'cash_movement'],
  ]);
});

it('goes again by itself, later and later, where another register has not sent the sale yet', async () => {
  const till = await openEnrolled();
  await till.engine.record(movement());
  await till.pass(1_000);
  till.lease = { kind: 'ok', value: { epoch: 1, fencing: 9, lastSeq: 0 } };
  till.answers.push(refused('fencing_stale', 409), (request) =>
    answerOf('REJECTED_TERMINAL', 'sale_not_found')(request, hashOf),
  );
  const second = await till.engine.record(movement());
  await till.pass(5_000);
  const first = [...till.disk.operations.values()].find(({ place }) => place.seq === 1)!;
  expect(first.fate).toMatchObject({ kind: 'parked', retries: 0 });
  expect(await till.engine.find(second.id)).toMatchObject({
    fate: { kind: 'parked', retryAtMs: null },
  });
  till.engine.wake();
  await till.pass(2 * 3_600_000);
  expect(await till.engine.find(first.id)).toMatchObject({
    place: { seq: 3 },
    fate: { kind: 'settled' },
  });
});

it('sells no more where the server knows more than this device ever made', async () => {
  const till = await openEnrolled();
  till.lease = { kind: 'ok', value: { epoch: 1, fencing: 2, lastSeq: 40 } };
  till.answers.push(refused('fencing_stale', 409));
  await till.engine.record(movement());
  await till.pass(1_000);
  expect(till.engine.status()).toMatchObject({
    state: 'turned_away',
    maySell: false,
    trouble: { code: 'copied_device' },
  });
  await expect(till.engine.record(movement())).rejects.toThrow(CopiedDevice);
  till.enrolled = { ...registration, epoch: 2 };
  till.lease = { kind: 'ok', value: { epoch: 2, fencing: 3, lastSeq: 0 } };
  await till.engine.enrol('CODE');
  await till.pass(5_000);
  expect(till.engine.status()).toMatchObject({ maySell: true, queuedCount: 0 });
  expect(till.pushed.at(-1)?.operations[0]).toMatchObject({ seq: 1 });
});

it('frees what depended on a parked operation when that is booked after all', async () => {
  const till = await openEnrolled();
  const session = movement({ kind: 'session_open' });
  const open = { session: session.id, currency: 'GBP', opening_float: '5.00' };
  till.answers.push((request) => answerOf('CONFLICT', 'session_open_exists')(request, hashOf));
  const parent = await till.engine.record({ ...session, body: open });
  await till.pass(1_000);
  till.answers.push((request) => answerOf('CONFLICT', 'dependency_parked')(request, hashOf));
  const body = { session: session.id, kind: 'PAY_IN', amount: '5.00', reason: 'change' };
  const child = await till.engine.record(movement({ body }));
  expect(child.dependsOn).toBe(parent.id);
  const free = await till.engine.record(movement());
  await till.pass(1_000);
  expect((await till.engine.find(child.id))?.fate).toMatchObject({
    kind: 'parked',
    why: { blockedBy: parent.id },
  });
  expect(free.dependsOn).toBeNull();
  await till.engine.retry(parent.id);
  await till.pass(2 * 3_600_000);
  expect([await fateOf(till, parent), await fateOf(till, child)]).toEqual(['settled', 'settled']);
});

it('parks under a word that only a newer server knows, and loses nothing', async () => {
  const till = await openEnrolled();
  till.answers.push((request) => answerOf('POSTPONED')(request, hashOf));
  const kept = await till.engine.record(movement());
  await till.pass(1_000);
  expect((await till.engine.find(kept.id))?.fate).toMatchObject({
    kind: 'parked',
    why: { outcome: 'UNKNOWN', code: 'postponed' },
  });
});

it('amends under the same receipt, and asks for a reason before anything is voided', async () => {
  const till = await openEnrolled();
  till.answers.push((request) => answerOf('CONFLICT', 'name_taken')(request, hashOf));
  const parked = await till.engine.record(movement());
  await till.pass(1_000);
  const nothing = { kind: 'void', by: LEADER, reason: ' ' } as const;
  await expect(till.engine.resolve(parked.id, nothing)).rejects.toThrow(/reason/);
  const accept = { kind: 'accept', by: LEADER, reason: 'seen' } as const;
  await expect(till.engine.resolve(parked.id, accept)).rejects.toThrow(/not to be had/);
  const body = { ...parked.body, amount: '4.00' };
  const amended = await till.engine.amend(parked.id, { by: LEADER, body });
  await till.pass(1_000);
  expect(await fateOf(till, amended)).toBe('settled');
  // The server hears of it in the same queue, behind what stands in for it.
  expect(till.pushed.flatMap(({ operations }) => operations).slice(-2)).toMatchObject([
    { id: amended.id },
    {
      kind: 'decision',
      body: {
        ...{ operation: parked.id, decision: 'AMENDED' },
        ...{ amended_by: amended.id, decided_by: LEADER },
      },
    },
  ]);
  expect((await till.engine.find(parked.id))?.fate).toMatchObject({
    kind: 'resolved',
    resolution: { kind: 'amended', amendedBy: amended.id, by: LEADER },
  });
});
