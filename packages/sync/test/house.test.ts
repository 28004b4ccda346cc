/** What an engine does when there is nothing to send, and what its tabs tell each other. */
import { expect, test } from 'vitest';
import { memoryBallast, memoryCopies, memoryDisk, memoryJournal } from '../src/index.ts';
import type { EngineParts, PullPage, Reply, TabNews } from '../src/index.ts';
import { emptyPage, knowDisk, openScripted, refused, registration } from './scripted.ts';
import { idOf, settled, sketch } from './sketches.ts';

interface Options {
  readonly settings?: EngineParts['settings'];
  readonly parts?: Partial<EngineParts>;
}

async function bench({ settings = {}, parts = {} }: Options = {}) {
  const disk = memoryDisk();
  knowDisk(disk);
  const told: TabNews[] = [];
  let hear = (_: TabNews): void => undefined;
  const loads: (string | null)[] = [];
  const till = await openScripted(disk, {
    channel: {
      tell: (news) => void told.push(news),
      listen: (listener) => {
        hear = listener;
        return () => {
          hear = () => undefined;
        };
      },
    },
    catalogue: {
      apply: async () => undefined,
      loadSnapshot: async () => {
        loads.push('loaded');
        return 'here';
      },
    },
    ...parts,
    settings: { pullEveryMs: 15_000, ...settings },
  });
  till.pulled = emptyPage;
  return { till, disk, told, loads, hear: (news: TabNews) => hear(news) };
}

const movement = (number: number) =>
  ({
    id: idOf(number),
    kind: 'cash_movement',
    occurredAt: '2026-01-31T09:00:00Z',
    body: { session: registration.registerId, kind: 'PAY_IN', amount: '5.00', reason: 'change' },
  }) as const;

/** How often the shop was asked what is new. */
function countPulls(): { readonly parts: Partial<EngineParts>; readonly count: () => number } {
  const copies = memoryCopies();
  let puts = 0;
  const put: typeof copies.put = (page) => {
    puts += 1;
    return copies.put(page);
  };
  return { parts: { copies: { ...copies, put } }, count: () => puts };
}

test('pulls every fifteen seconds, and at once when somebody wants it now', async () => {
  const { parts, count } = countPulls();
  const { till, told } = await bench({ parts });
  await till.engine.enrol('CODE');
  await till.pass(100);
  // What it loaded, and the page behind it.
  expect(count()).toBe(2);
  expect(till.engine.status()).toMatchObject({
    state: 'idle',
    trouble: null,
    lease: 'here',
    pricesAsOfMs: 1_000_001,
  });
  expect(told.map(({ kind }) => kind)).toContain('copies_changed');
  await till.pass(14_890);
  expect(count()).toBe(2);
  await till.pass(20);
  expect(count()).toBe(3);
  till.engine.wake();
  await till.pass(10);
  expect(count()).toBe(4);
  // And then not sooner than after another fifteen seconds.
  await till.pass(14_900);
  expect(count()).toBe(4);
});

test('waits where nobody answers, and says so until somebody does', async () => {
  const { till } = await bench();
  till.pulled = null;
  await till.engine.enrol('CODE');
  await till.pass(10);
  expect(till.engine.status()).toMatchObject({
    state: 'waiting',
    trouble: { code: 'no_answer', isPassing: true },
  });
  till.pulled = emptyPage;
  await till.pass(60_000);
  expect(till.engine.status()).toMatchObject({ state: 'idle', trouble: null });
});

test('a shop that is suspended is asked once a minute, and sells', async () => {
  const { till } = await bench();
  till.lease = refused('tenant_suspended', 403);
  await till.engine.enrol('CODE');
  await till.pass(10);
  expect(till.engine.status()).toMatchObject({
    state: 'suspended',
    maySell: true,
    trouble: { code: 'tenant_suspended', isPassing: true },
  });
  till.lease = { kind: 'ok', value: { epoch: 1, fencing: 1, lastSeq: 0 } };
  await till.pass(59_900);
  expect(till.engine.status().state).toBe('suspended');
  await till.pass(200);
  expect(till.engine.status().state).toBe('idle');
});

test('without a log-in it waits for one, and a tab hears of one in another', async () => {
  const { till, hear, told } = await bench();
  till.lease = refused('token_invalid', 401);
  await till.engine.enrol('CODE');
  await till.pass(10);
  const code = till.engine.status().trouble?.code;
  expect([till.engine.status().state, code]).toEqual(['signed_out', 'token_invalid']);
  expect(till.engine.status().trouble?.isPassing).toBe(false);
  await till.pass(600_000);
  expect(till.engine.status().state).toBe('signed_out');
  till.lease = { kind: 'ok', value: { epoch: 1, fencing: 1, lastSeq: 0 } };
  hear({ kind: 'signed_in' });
  await till.pass(10);
  expect(till.engine.status().state).toBe('idle');
  till.engine.signedIn();
  expect(told.at(-1)).toEqual({ kind: 'signed_in' });
});

test('another life than ours turns it away', async () => {
  const { till } = await bench();
  till.lease = { kind: 'ok', value: { epoch: 2, fencing: 1, lastSeq: 0 } };
  await till.engine.enrol('CODE');
  await till.pass(10);
  expect(till.engine.status()).toMatchObject({
    state: 'turned_away',
    trouble: { code: 'epoch_stale', isPassing: false },
  });
});

test('two that fight for one register wait, and do not knock without end', async () => {
  const { till } = await bench();
  await till.engine.enrol('CODE');
  await till.pass(10);
  for (let count = 0; count < 50; count += 1) till.answers.push(refused('fencing_stale', 409));
  await till.engine.record(movement(1));
  await till.pass(5);
  // Four new leases at once, and then a pause.
  expect([till.pushed.length, till.engine.status().state]).toEqual([4, 'waiting']);
  till.answers.length = 0;
  await till.pass(60_000);
  expect(till.engine.status()).toMatchObject({ queuedCount: 0, trouble: null });
});

test('says that something waits as soon as it was written, and not only when it was counted', async () => {
  const { till } = await bench();
  await till.engine.enrol('CODE');
  await till.pass(10);
  expect(till.engine.status()).toMatchObject({ queuedCount: 0, oldestQueuedAt: null });
  await till.engine.record(movement(1));
  expect(till.engine.status()).toMatchObject({
    queuedCount: 1,
    oldestQueuedAt: '2026-01-31T09:00:00Z',
  });
  await till.pass(10);
  // The same again is no second one.
  await till.engine.record(movement(1));
  await till.pass(10);
  expect(till.engine.status()).toMatchObject({ queuedCount: 0, oldestQueuedAt: null });
});

test('a tab hears what another wrote, and says what it wrote itself', async () => {
  const { till, disk, hear, told } = await bench();
  await till.engine.enrol('CODE');
  await till.pass(10);
  told.length = 0;
  await till.engine.record(movement(1));
  expect(told).toEqual([{ kind: 'changed' }]);
  await till.pass(10);
  const other = memoryJournal({ disk });
  await other.write(async (tx) => {
    const head = await tx.head();
    await tx.put(sketch({ epoch: 1, seq: 2 }));
    await tx.putHead({ ...head, seq: 2 });
  });
  expect(till.engine.status().queuedCount).toBe(0);
  hear({ kind: 'changed' });
  await till.pass(10);
  expect(till.pushed.at(-1)?.operations).toMatchObject([{ seq: 2 }]);
  till.engine.stop();
  const pushes = till.pushed.length;
  hear({ kind: 'changed' });
  await till.pass(60_000);
  expect([till.pushed.length, till.engine.status().state]).toEqual([pushes, 'stopped']);
});

test('becomes the register that another tab enrolled', async () => {
  const { till, disk, hear } = await bench();
  expect(till.engine.status().state).toBe('unenrolled');
  await memoryJournal({ disk }).write(async (tx) => {
    await tx.putHead({ ...(await tx.head()), registration });
  });
  hear({ kind: 'copies_changed' });
  await till.pass(10);
  expect(till.engine.status()).toMatchObject({ state: 'idle', maySell: true });
});

test('a code that is refused changes nothing', async () => {
  const disk = memoryDisk();
  const no = refused('enrolment_code_invalid', 400);
  const till = await openScripted(disk);
  till.enrolment = no;
  expect(await till.engine.enrol('CODE')).toEqual(no);
  expect([till.engine.status().state, disk.head.registration]).toEqual(['unenrolled', null]);
});

test('keeps room for a bad day, takes what it needs of it, and says how it stands', async () => {
  const disk = memoryDisk();
  knowDisk(disk);
  let room = 1_000_000;
  const ballast = memoryBallast(disk, () => room);
  const { till } = await benchOn(disk, {
    ballast,
    journal: memoryJournal({ disk, bytesMax: () => room }),
    settings: { ballastBytes: 10_000, pullEveryMs: 15_000 },
  });
  await till.engine.enrol('CODE');
  await till.pass(10);
  expect([disk.ballastBytes, till.engine.status().storage]).toEqual([10_000, 'fine']);
  room = 10_100;
  till.pulled = null;
  till.answers.push(...Array.from({ length: 9 }, () => ({ kind: 'silent' }) as const));
  await till.engine.record(movement(1));
  expect([disk.ballastBytes, till.engine.status().storage]).toEqual([0, 'tight']);
  room = 10;
  await expect(till.engine.record(movement(2))).rejects.toThrow(/no room/);
  expect([till.engine.status().storage, disk.operations.size]).toEqual(['full', 1]);
});

async function benchOn(disk: ReturnType<typeof memoryDisk>, parts: Partial<EngineParts>) {
  const till = await openScripted(disk, parts);
  till.pulled = emptyPage;
  return { till };
}

test('forgets after a week what the server has had', async () => {
  const { till, disk } = await bench({ settings: { settledKeptMs: 60_000 } });
  await till.engine.enrol('CODE');
  await till.engine.record(movement(1));
  await till.pass(59_000);
  expect(disk.operations.get(idOf(1))?.fate.kind).toBe(settled.kind);
  await till.pass(60_000);
  expect([disk.operations.size, disk.head.forgottenSeq]).toEqual([0, 1]);
});

test('loads all anew once where its place is not known, and looks how far the server stands', async () => {
  const { till, loads } = await bench();
  await till.engine.enrol('CODE');
  await till.pass(10);
  expect(loads).toHaveLength(1);
  const unknown: Reply<PullPage> = refused('input_invalid', 400);
  till.pullReply = unknown;
  till.engine.wake();
  await till.pass(10);
  // Once, and until a pull went well not again.
  expect(loads).toHaveLength(2);
  expect(till.engine.status()).toMatchObject({
    state: 'waiting',
    trouble: { code: 'input_invalid' },
  });
  till.pullReply = null;
  await till.pass(60_000);
  expect(till.engine.status()).toMatchObject({ state: 'idle', trouble: null });
  till.pullReply = unknown;
  till.engine.wake();
  await till.pass(10);
  expect(loads).toHaveLength(3);
});
