/** One drain of the queue against a server that says what a test has written down. */
import { limits } from '@evertill/contract';
import { expect, test } from 'vitest';
import { memoryDisk, memoryJournal } from '../src/index.ts';
import type {
  KeptOperation,
  PushReply,
  PushRequest,
  PushResult,
  Reply,
  Trouble,
} from '../src/index.ts';
import { pushAll } from '../src/pushing.ts';
import type { PushNeeds } from '../src/pushing.ts';
import { registration } from './scripted.ts';
import { headAt, queued, settled, sketch } from './sketches.ts';
import { virtualWorld } from './virtual-world.ts';

const DAY_MS = 24 * 3_600_000;
const at = (seq: number, change: Partial<KeptOperation> = {}): KeptOperation =>
  sketch({ epoch: 1, seq }, { bodyHash: String(seq).repeat(64).slice(0, 64), ...change });
const many = (count: number): KeptOperation[] =>
  Array.from({ length: count }, (_, index) => at(index + 1));

type Say = (request: PushRequest) => Reply<PushReply> | Promise<Reply<PushReply>>;

async function bench(operations: readonly KeptOperation[], count = 25) {
  const disk = memoryDisk();
  const journal = memoryJournal({ disk });
  await journal.write(async (tx) => {
    for (const one of operations) await tx.put(one);
    await tx.putHead(headAt(operations.length));
  });
  const world = virtualWorld();
  const size = { count };
  const pushed: PushRequest[] = [];
  const progress: boolean[] = [];
  /** What the next pushes are answered; then everything is booked. */
  const answers: Say[] = [];
  const push = async (request: PushRequest): Promise<Reply<PushReply>> => {
    pushed.push(request);
    return (answers.shift() ?? booked)(request);
  };
  const drain = (more: Partial<PushNeeds> = {}) =>
    pushAll({
      ...{ world, journal, size, registration, fencing: 7, isCurrent: () => true },
      server: { push } as PushNeeds['server'],
      onProgress: async (isProgress) => void progress.push(isProgress),
      ...more,
    });
  return {
    ...{ disk, journal, world, size, answers, progress, drain },
    pushed: () => pushed.map((request) => request.operations.map(({ seq }) => seq)),
    first: () => pushed[0],
    fate: (one: KeptOperation) => disk.operations.get(one.id)?.fate,
    queuedKinds: () =>
      [...disk.operations.values()]
        .filter(({ fate }) => fate.kind === 'queued')
        .map(({ kind, place }) => [kind, place.seq]),
  };
}

const hashAt = (seq: number): string => String(seq).repeat(64).slice(0, 64);
const each =
  (change: (seq: number) => Partial<PushResult>): Say =>
  ({ operations }) => ({
    kind: 'ok',
    value: {
      epoch: 1,
      lastSeq: 0,
      results: operations.map(({ seq, id, kind }) => {
        // What stands in for another is hashed by itself: it is booked whatever it is.
        const bodyHash = kind === 'withheld' ? '' : hashAt(seq);
        const told = { seq, id, outcome: 'APPLIED', bodyHash, code: '', detail: '', flags: [] };
        return { ...told, ...change(seq) };
      }),
    },
  });
const booked = each(() => ({}));
const later = (code: string): Say => each(() => ({ outcome: 'RETRY_LATER', code }));
type RefusalWord = Extract<Trouble, { readonly kind: 'refused' }>['code'];
const no =
  (code: RefusalWord, status = 422, detail = ''): Say =>
  () => ({ kind: 'refused', code, status, detail, retryAfterMs: null });
const silence: Say = () => ({ kind: 'silent' });
const strange =
  (status: number): Say =>
  () => ({ kind: 'strange', status, retryAfterMs: null });

test('an empty queue asks nobody', async () => {
  const { drain, pushed, progress } = await bench([]);
  expect(await drain()).toEqual({ event: 'drained' });
  expect([pushed(), progress]).toEqual([[], []]);
});

test('goes out in order, as who it is, and in batches that grow while all is well', async () => {
  const all = many(6);
  const { drain, pushed, first, size, progress, fate } = await bench(all, 1);
  expect(await drain()).toEqual({ event: 'drained' });
  expect(pushed()).toEqual([[1], [2, 3], [4, 5, 6]]);
  expect(first()).toMatchObject({ registration, fencing: 7 });
  expect([size.count, progress]).toEqual([8, [true, true, true]]);
  expect(all.map((one) => fate(one)?.kind)).toEqual(all.map(() => 'settled'));
});

test('a batch grows no further than a push may be', async () => {
  const { drain, size } = await bench(many(1), limits.PUSH_OPERATIONS_MAX);
  await drain();
  expect(size.count).toBe(limits.PUSH_OPERATIONS_MAX);
});

test.each([
  ['fencing_stale', { event: 'fencing_stale', code: 'fencing_stale' }],
  ['sequence_gap', { event: 'resend', code: 'sequence_gap' }],
  ['busy', { event: 'failed', code: 'busy' }],
  ['no_answer', { event: 'failed', code: 'strange_answer' }],
] as const)('all of it has to come again for %s', async (code, ending) => {
  const [one] = many(1);
  const { drain, answers, pushed, progress, size, fate } = await bench([one!], 4);
  answers.push(later(code));
  expect(await drain()).toEqual(ending);
  expect([pushed(), progress, size.count]).toEqual([[[1]], [false], 4]);
  expect(fate(one!)).toEqual(queued);
});

test('an answer to something else is none', async () => {
  const [one] = many(1);
  const { drain, answers, progress, fate } = await bench([one!]);
  answers.push(each(() => ({ bodyHash: 'e'.repeat(64) })));
  expect(await drain()).toEqual({ event: 'failed', code: 'echo_differs' });
  expect([fate(one!), progress]).toEqual([queued, [false]]);
});

test('what is parked has got on as well: those behind it go', async () => {
  const [one, other] = many(2);
  const { drain, answers, progress, fate } = await bench([one!, other!], 1);
  answers.push(each(() => ({ outcome: 'CONFLICT', code: 'already' })));
  expect(await drain()).toEqual({ event: 'drained' });
  expect([fate(one!)?.kind, fate(other!)?.kind, progress]).toEqual([
    'parked',
    'settled',
    [true, true],
  ]);
});

test('one booked and one that comes again: it got on, and nobody is blamed', async () => {
  const [one, other] = many(2);
  const { drain, answers, progress, fate, size } = await bench([one!, other!], 2);
  answers.push(each((seq) => (seq === 1 ? {} : { outcome: 'RETRY_LATER', code: 'fault' })));
  expect(await drain()).toEqual({ event: 'failed', code: 'fault' });
  expect([progress, size.count, fate(other!)]).toEqual([[true], 4, queued]);
});

test.each([
  ['fault', 1],
  ['unavailable', 1],
  ['busy', 0],
])('when all comes again for %s, the first of them is blamed %i times', async (code, count) => {
  const [one, other] = many(2);
  const { drain, answers, fate, world } = await bench([one!, other!]);
  answers.push(later(code));
  await drain();
  const faults = count === 0 ? null : { count, sinceMs: world.nowMs() };
  expect(fate(one!)).toEqual({ ...queued, faults });
  expect(fate(other!)).toEqual(queued);
});

test('an answer that changes nothing is not asked for twice', async () => {
  const { drain, journal, pushed } = await bench(many(1));
  const nothing = { settled: 0, parked: 0, later: null, differing: 0 };
  const deaf = { ...journal, write: async () => nothing as never };
  const ending = await drain({ journal: deaf });
  expect(ending).toEqual({ event: 'failed', code: 'strange_answer' });
  expect(pushed()).toEqual([[1]]);
});

test('whoever may not push any more ends after the push that it is at', async () => {
  const { drain, pushed } = await bench(many(3), 1);
  expect(await drain({ isCurrent: () => false })).toEqual({ event: 'failed' });
  expect(pushed()).toEqual([]);
  expect(await drain({ isCurrent: () => pushed().length < 1 })).toEqual({ event: 'failed' });
  expect(pushed()).toEqual([[1]]);
});

test('what is refused for its content is halved until one is alone, and that one withheld', async () => {
  const all = many(4);
  const { drain, answers, pushed, progress, fate, queuedKinds } = await bench(all, 4);
  const tooLarge = no('body_too_large', 413, 'it is too large');
  answers.push(tooLarge, tooLarge, tooLarge);
  answers.push(silence);
  expect(await drain()).toEqual({ event: 'failed', code: 'no_answer' });
  expect(pushed()).toEqual([[1, 2, 3, 4], [1, 2], [1], [1]]);
  expect(progress).toEqual([false, false, true, false]);
  expect(fate(all[0]!)).toMatchObject({
    kind: 'parked',
    why: {
      outcome: 'REJECTED_TERMINAL',
      code: 'body_too_large',
      detail: 'it is too large',
      blockedBy: null,
    },
  });
  // Its number is kept by what stands in for it.
  expect(queuedKinds().sort()).toEqual([
    ['sale', 2],
    ['sale', 3],
    ['sale', 4],
    ['withheld', 1],
  ]);
});

test('what was settled by another tab meanwhile is not withheld', async () => {
  const [one] = many(1);
  const { drain, answers, journal, fate } = await bench([one!]);
  answers.push(async (request) => {
    await journal.write((tx) => tx.put({ ...one!, fate: settled }));
    return no('input_invalid')(request);
  });
  expect(await drain()).toEqual({ event: 'drained' });
  expect(fate(one!)).toEqual(settled);
});

test.each([
  ['a fault', no('fault', 500), { event: 'failed', code: 'fault', retryAfterMs: null }],
  [
    'a no that is not the server’s',
    strange(403),
    { event: 'failed', code: 'strange_answer', retryAfterMs: null },
  ],
] as const)('%s of many: fewer next time, and nobody is blamed', async (_, say, ending) => {
  const all = many(5);
  const { drain, answers, size, progress, fate, pushed } = await bench(all, 5);
  answers.push(say);
  expect(await drain()).toEqual(ending);
  expect([size.count, progress, pushed()]).toEqual([3, [false], [[1, 2, 3, 4, 5]]]);
  expect(all.map(fate)).toEqual(all.map(() => queued));
});

test.each([
  ['a fault', no('fault', 500), 1],
  ['a no that is not the server’s', strange(403), 1],
  ['a server that is not there', strange(502), 0],
  ['too many of us', strange(429), 0],
  ['a shop that is closed', no('tenant_suspended', 503), 0],
  ['no answer', silence, 0],
] as const)('%s for one alone: it is blamed %i times', async (_, say, count) => {
  const [one] = many(1);
  const { drain, answers, fate, progress, world } = await bench([one!], 4);
  answers.push(say);
  expect(await drain()).toMatchObject({ event: expect.stringMatching(/failed|shop_suspended/) });
  const faults = count === 0 ? null : { count, sinceMs: world.nowMs() };
  expect([fate(one!), progress]).toEqual([{ ...queued, faults }, [false]]);
});

const blamed = (count: number, sinceMs: number): KeptOperation =>
  at(1, { fate: { ...queued, faults: { count, sinceMs } } });

test.each([
  ['a fault', no('fault', 500), 'fault'],
  ['a no that is not the server’s', strange(403), 'strange_answer'],
] as const)('after twenty times in a day, for %s, it waits for a person', async (_, say, code) => {
  const world = virtualWorld();
  const one = blamed(19, world.nowMs() - DAY_MS);
  const { drain, answers, fate, queuedKinds } = await bench([one]);
  answers.push(say);
  await drain();
  expect(fate(one)).toMatchObject({
    kind: 'parked',
    why: { outcome: 'REJECTED_TERMINAL', code, detail: '', blockedBy: null },
  });
  expect(queuedKinds()).toEqual([['withheld', 1]]);
});

test.each([
  ['nineteen times', 18, DAY_MS],
  ['twenty times in less than a day', 19, DAY_MS - 1],
])('after %s it is tried again', async (_, count, agoMs) => {
  const world = virtualWorld();
  const one = blamed(count, world.nowMs() - agoMs);
  const { drain, answers, fate } = await bench([one]);
  answers.push(no('fault', 500));
  await drain();
  const sinceMs = world.nowMs() - agoMs;
  expect(fate(one)).toEqual({ ...queued, faults: { count: count + 1, sinceMs } });
});

test('what was settled by another tab meanwhile is not blamed', async () => {
  const world = virtualWorld();
  const one = blamed(19, world.nowMs() - DAY_MS);
  const { drain, answers, journal, fate } = await bench([one]);
  answers.push(async (request) => {
    await journal.write((tx) => tx.put({ ...one, fate: settled }));
    return no('fault', 500)(request);
  });
  await drain();
  expect(fate(one)).toEqual(settled);
});
