/** The engine, put together: what an app calls, and the parts that do it. SPEC.md is its law. */
import { activities } from './activities.ts';
import { amendParked, listAttention, resolveParked, retryParked } from './attention.ts';
import type { AttentionNeeds } from './attention.ts';
import { withBallast } from './ballast.ts';
import { happen } from './engine-core.ts';
import type { EngineCore } from './engine-core.ts';
import type { Draft, EngineParts, SyncEngine } from './engine-port.ts';
import { engineDefaults } from './engine-settings.ts';
import { takeRegistration } from './enrolment.ts';
import { forgetPerson } from './forget-person.ts';
import { StorageFull } from './journal-storage.ts';
import { isSameLife } from './kept-operation.ts';
import type { KeptOperation } from './kept-operation.ts';
import type { TabNews } from './lease-port.ts';
import { recordOperation } from './record.ts';
import { statusBoard } from './status-board.ts';
import { holdTabLease } from './tab-lease.ts';
import type { TabLease } from './tab-lease.ts';

const BATCH_AT_FIRST = 25;
/** Until a browser may have counted what was given back of its room. */
const ROOM_MS = 50;

export function makeEngine(parts: EngineParts): SyncEngine {
  const core = coreOf(parts);
  let lease: TabLease | undefined;
  let deafen = (): void => undefined;
  const needs = (): AttentionNeeds => needsOf(core);
  /** What a person decided becomes a change of the journal like any other. */
  const changed = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    announce(core);
    return result;
  };
  return {
    start: async () => {
      core.registration = await parts.journal.read(async (tx) => (await tx.head()).registration);
      core.state = core.registration === null ? 'unenrolled' : 'following';
      core.board.set({ state: core.state });
      await core.board.count();
      deafen = parts.channel.listen((news) => {
        hear(core, lease, news);
      });
      lease = holdTabLease({ ...parts, ...tabOf(core) });
    },
    stop: () => {
      deafen();
      lease?.stop();
      happen(core, { event: 'stop' });
    },
    record: (draft) => changed(recordDraft(core, draft)),
    find: (id) => parts.journal.read((tx) => tx.find(id.toLowerCase())),
    status: core.board.now,
    subscribe: core.board.subscribe,
    attention: () => listAttention(parts.journal),
    retry: (id) => changed(retryParked(needs(), id)),
    amend: (id, amendment) => changed(amendParked(needs(), id, amendment)),
    resolve: (id, request) => changed(resolveParked(needs(), id, request)),
    forgetPerson: (id, memo) => changed(forgetPerson(needs(), id, memo)),
    enrol: async (enrolmentCode) => {
      const reply = await parts.server.enrol(enrolmentCode);
      if (reply.kind !== 'ok') return reply;
      await takeRegistration(parts.journal, reply.value);
      announce(core);
      await registered(core, lease);
      return reply;
    },
    signedIn: () => {
      parts.channel.tell({ kind: 'signed_in' });
      happen(core, { event: 'signed_in' });
    },
    wake: () => {
      // Whoever wants it now wants an answer of the server, also where nothing waits to be sent.
      core.pulledAtMs = undefined;
      happen(core, { event: 'online' });
    },
  };
}

function coreOf(parts: EngineParts): EngineCore {
  return {
    parts,
    settings: { ...engineDefaults, ...parts.settings },
    board: statusBoard(parts),
    act: activities,
    state: 'unenrolled',
    turn: 0,
    registration: null,
    fencing: null,
    failures: 0,
    restarts: 0,
    retryAfterMs: null,
    batch: { count: BATCH_AT_FIRST },
    pulledAtMs: undefined,
    mayReload: true,
    cancelTimer: () => undefined,
  };
}

function needsOf({ parts, settings }: EngineCore): AttentionNeeds {
  const { journal, world } = parts;
  return { journal, settings, nowMs: world.nowMs(), newId: world.newId };
}

function tabOf(core: EngineCore): { readonly onWon: () => void; readonly onLost: () => void } {
  return {
    onWon: () => {
      core.board.set({ lease: 'here' });
      happen(core, { event: 'won' });
    },
    onLost: () => {
      core.fencing = null;
      core.board.set({ lease: 'elsewhere' });
      happen(core, { event: 'lost' });
    },
  };
}

async function recordDraft(core: EngineCore, draft: Draft): Promise<KeptOperation> {
  const { ballast, world } = core.parts;
  const pause = () => new Promise<void>((resolve) => world.after(ROOM_MS, resolve));
  try {
    const write = () => recordOperation(needsOf(core), draft);
    const { value, usedBallast } = await withBallast(ballast, write, pause);
    if (usedBallast) core.board.set({ storage: 'tight' });
    // At once: nobody is to read that all is sent while this one is not. Then it is counted.
    const { queuedCount, oldestQueuedAt } = core.board.now();
    core.board.set({
      queuedCount: queuedCount + 1,
      oldestQueuedAt: oldestQueuedAt ?? value.occurredAt,
    });
    return value;
  } catch (error) {
    if (error instanceof StorageFull) core.board.set({ storage: 'full' });
    throw error;
  }
}

/** The journal changed: the other tabs count again, and whoever may push does. */
function announce(core: EngineCore): void {
  core.parts.channel.tell({ kind: 'changed' });
  look(core);
}

/** Counts behind the scenes: whoever recorded has not to wait for it. */
function look(core: EngineCore): void {
  core.board.count().catch(() => {
    core.board.set({
      trouble: { code: 'storage_failed', atMs: core.parts.world.nowMs(), isPassing: true },
    });
  });
  happen(core, { event: 'recorded' });
}

function hear(core: EngineCore, lease: TabLease | undefined, news: TabNews): void {
  switch (news.kind) {
    case 'beat':
      lease?.heard();
      return;
    case 'signed_in':
      happen(core, { event: 'signed_in' });
      return;
    case 'changed':
    case 'copies_changed':
      look(core);
      void registered(core, lease).catch(() => undefined);
  }
}

/** The device became a register, here or in another tab. */
async function registered(core: EngineCore, lease: TabLease | undefined): Promise<void> {
  const head = await core.parts.journal.read((tx) => tx.head());
  const { registration } = head;
  if (registration === null || isSameLife(registration, core.registration)) return;
  core.registration = registration;
  core.fencing = null;
  happen(core, { event: 'enrolled' });
  if (lease?.isHeld() === true) happen(core, { event: 'won' });
}
