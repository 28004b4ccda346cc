/** Somebody was erased: what the journal says of them goes, and no number with it. */
import { expect, it } from 'vitest';
import { memoryDisk } from '../src/index.ts';
import type { Draft, KeptOperation } from '../src/index.ts';
import { answerOf, hashOf, knowDisk, openScripted, refused } from './scripted.ts';
import type { Scripted } from './scripted.ts';

const LEADER = '00000000-0000-4000-8000-00000000c0de';
const NAME = 'Wanjiru Kamau';

const customer = (end: string): Draft => ({
  id: `00000000-0000-4000-8000-00000000000${end}`,
  kind: 'customer_create',
  occurredAt: '2026-01-31T09:00:00Z',
  body: { name: NAME },
  memo: { kind: 'customer', name: NAME },
});

async function openEnrolled(): Promise<Scripted> {
  const disk = memoryDisk();
  knowDisk(disk);
  const scripted = await openScripted(disk);
  await scripted.engine.enrol('CODE');
  await scripted.pass(10);
  return scripted;
}

const kept = ({ disk }: Scripted): readonly KeptOperation[] => [...disk.operations.values()];

it('waits until it was sent, and then leaves nothing but the number', async () => {
  const till = await openEnrolled();
  till.answers.push({ kind: 'silent' });
  const { id, bodyHash } = await till.engine.record(customer('1'));
  expect(await till.engine.forgetPerson(id, null)).toBe(false);
  await till.pass(120_000);
  expect(await till.engine.forgetPerson(id, null)).toBe(true);
  const text = JSON.stringify(kept(till));
  expect([text.includes(NAME), text.includes(bodyHash)]).toEqual([false, false]);
  expect(kept(till)).toMatchObject([
    { kind: 'withheld', place: { seq: 1 }, body: { operation: id }, fate: { kind: 'settled' } },
  ]);
  // A server that was restored to before it gets all its numbers, and nobody's name.
  till.lease = { kind: 'ok', value: { epoch: 1, fencing: 9, lastSeq: 0 } };
  till.answers.push(refused('fencing_stale', 409));
  await till.engine.record(customer('2'));
  await till.pass(120_000);
  const again = till.pushed.at(-1)?.operations.map(({ seq, kind }) => [seq, kind]);
  expect(again).toEqual([
    [1, 'withheld'],
    [2, 'customer_create'],
  ]);
});

it('keeps who decided about them, and why, where it was resolved', async () => {
  const till = await openEnrolled();
  till.answers.push((request) => answerOf('CONFLICT', 'name_taken')(request, hashOf));
  const { id, bodyHash } = await till.engine.record(customer('3'));
  await till.pass(1_000);
  expect(await till.engine.forgetPerson(id, null)).toBe(false);
  await till.engine.resolve(id, { kind: 'accept', by: LEADER, reason: 'known' });
  await till.pass(1_000);
  expect(await till.engine.forgetPerson(id, null)).toBe(true);
  expect(JSON.stringify(kept(till))).not.toContain(NAME);
  // Neither does what keeps its number say a hash to guess from.
  expect(JSON.stringify(kept(till))).not.toContain(bodyHash);
  const fate = { kind: 'resolved', resolution: { kind: 'accepted', by: LEADER, reason: 'known' } };
  expect(await till.engine.find(id)).toMatchObject({ memo: null, body: {}, fate });
});

it('changes of anything else what the app kept with it, and nothing that was sent', async () => {
  const till = await openEnrolled();
  const body = { session: LEADER, kind: 'PAY_IN', amount: '5.00', reason: 'change' };
  const draft = { ...customer('4'), kind: 'cash_movement', body } as const;
  const before = await till.engine.record(draft);
  await till.pass(1_000);
  expect(await till.engine.forgetPerson(before.id, { kind: 'movement' })).toBe(true);
  const after = await till.engine.find(before.id);
  expect(after).toMatchObject({ body: before.body, bodyHash: before.bodyHash });
  expect(after?.memo).toEqual({ kind: 'movement' });
});
