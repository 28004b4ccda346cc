/** What a person decided: told to the server by the queue, or heard from the back office. */
import { expect, it } from 'vitest';
import { memoryDisk } from '../src/index.ts';
import type { Draft } from '../src/index.ts';
import { answerOf, emptyPage, hashOf, knowDisk, openScripted, registration } from './scripted.ts';
import type { Scripted } from './scripted.ts';

const LEADER = '00000000-0000-4000-8000-00000000c0de';

const movement = (): Draft => ({
  id: '00000000-0000-4000-8000-000000000001',
  kind: 'cash_movement',
  occurredAt: '2026-01-31T09:00:00Z',
  body: { session: registration.registerId, kind: 'PAY_IN', amount: '5.00', reason: 'change' },
});

async function openEnrolled(): Promise<Scripted> {
  const disk = memoryDisk();
  knowDisk(disk);
  const scripted = await openScripted(disk);
  await scripted.engine.enrol('CODE');
  await scripted.pass(10);
  return scripted;
}

it('tells the server what was voided, and is done with a server that has no word for it', async () => {
  const till = await openEnrolled();
  till.answers.push((request) => answerOf('CONFLICT', 'name_taken')(request, hashOf));
  const parked = await till.engine.record(movement());
  await till.pass(1_000);
  till.answers.push((request) => answerOf('REJECTED_TERMINAL', 'kind_unknown')(request, hashOf));
  await till.engine.resolve(parked.id, { kind: 'void', by: LEADER, reason: ' put back ' });
  await till.pass(1_000);
  expect(till.pushed.at(-1)?.operations).toMatchObject([
    { seq: 2, kind: 'decision', body: { decision: 'VOIDED', reason: 'put back' } },
  ]);
  expect(till.engine.status()).toMatchObject({ queuedCount: 0, attentionCount: 0 });
});

it('takes what the back office decided about what waits here, and tells it to nobody', async () => {
  const till = await openEnrolled();
  till.answers.push((request) => answerOf('CONFLICT', 'name_taken')(request, hashOf));
  const parked = await till.engine.record(movement());
  await till.pass(1_000);
  till.decided.push({ operation: parked.id, decision: 'VOIDED', by: LEADER, reason: 'seen' });
  till.pulled = emptyPage;
  till.engine.wake();
  await till.pass(1_000);
  expect((await till.engine.find(parked.id))?.fate).toMatchObject({
    kind: 'resolved',
    resolution: { kind: 'voided', by: LEADER, reason: 'seen' },
  });
  expect(till.engine.status()).toMatchObject({ queuedCount: 0, attentionCount: 0 });
});
