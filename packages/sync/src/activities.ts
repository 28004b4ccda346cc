/** What is done in each state that does something. */
import { limits } from '@evertill/contract';
import { retryDue, takeDecided } from './attention.ts';
import { takeBallast } from './ballast.ts';
import { rest, waitMs, wentWell } from './engine-core.ts';
import type { Activities, EngineCore } from './engine-core.ts';
import { forgetOld } from './forget.ts';
import type { Registration } from './kept-operation.ts';
import { pullAll } from './pulling.ts';
import { pushAll } from './pushing.ts';
import { acknowledgedSeq, takeStanding } from './server-standing.ts';
import { endingOf } from './trouble.ts';
import type { Ending } from './trouble.ts';

const SUSPENDED_MS = 60_000;

export const activities: Activities = {
  leasing: takeLease,
  pushing: async (core, isCurrent) => {
    const { registration, fencing } = core;
    if (registration === null || fencing === null) return { event: 'fencing_stale' };
    const { world, journal, server, channel } = core.parts;
    const ending = await pushAll({
      world,
      journal,
      server,
      registration,
      fencing,
      size: core.batch,
      isCurrent,
      onProgress: async (isProgress) => {
        if (!isProgress) return;
        wentWell(core);
        channel.tell({ kind: 'changed' });
        await core.board.count();
      },
    });
    // Whether somebody stands between us and the server shows the next lease, before any push.
    if (ending.code === 'strange_answer') core.fencing = null;
    return ending;
  },
  pulling: async (core, isCurrent) => {
    const { registration, mayReload } = core;
    if (registration === null) return { event: 'failed' };
    const ending = await pullAll({ ...core.parts, registration, isCurrent, mayReload });
    core.mayReload = ending.event === 'pulled';
    if (ending.event === 'pulled') await afterPull(core, registration);
    return ending;
  },
  idle: (core) => keepHouse(core),
  waiting: (core) => rest(core, waitMs(core)),
  suspended: (core) => rest(core, Math.max(SUSPENDED_MS, waitMs(core))),
};

async function takeLease(core: EngineCore, isCurrent: () => boolean): Promise<Ending> {
  const { registration } = core;
  const { journal, server } = core.parts;
  if (registration === null) return { event: 'refused_device' };
  if (core.fencing !== null) return { event: 'leased' };
  const acknowledged = await acknowledgedSeq(journal);
  if (!isCurrent()) return { event: 'failed' };
  const reply = await server.lease(registration);
  if (reply.kind !== 'ok') return endingOf(reply);
  const { epoch, fencing, lastSeq } = reply.value;
  if (epoch !== registration.epoch) return { event: 'refused_device', code: 'epoch_stale' };
  const standing = await takeStanding(journal, { registration, lastSeq, acknowledged });
  if (standing.kind === 'history_gone') return { event: 'refused_device', code: 'history_gone' };
  await core.board.count();
  if (standing.kind === 'copied') return { event: 'refused_device', code: 'copied_device' };
  // It is dropped with the lock, also where it comes after the lock has gone.
  if (isCurrent()) core.fencing = fencing;
  return { event: 'leased' };
}

async function afterPull(core: EngineCore, registration: Registration): Promise<void> {
  wentWell(core);
  core.pulledAtMs = core.parts.world.nowMs();
  await hearDecided(core, registration);
  core.parts.channel.tell({ kind: 'copies_changed' });
  await core.board.count();
}

/** What waits here for a person may have been decided in the back office. No answer: next time. */
async function hearDecided(core: EngineCore, registration: Registration): Promise<void> {
  const { journal, server, world } = core.parts;
  const waiting = await journal.read((tx) => {
    return tx.list({ fate: 'parked', limit: limits.PUSH_OPERATIONS_MAX });
  });
  if (waiting.length === 0) return;
  const reply = await server.decided({ registration, operations: waiting.map(({ id }) => id) });
  if (reply.kind !== 'ok') return;
  const { settings } = core;
  const needs = { journal, settings, nowMs: world.nowMs(), newId: world.newId };
  const count = await takeDecided(needs, reply.value);
  if (count > 0) core.parts.channel.tell({ kind: 'changed' });
}

/** Nothing is queued, or soon something is: what is due goes back, what is old is forgotten. */
async function keepHouse(core: EngineCore): Promise<Ending> {
  const { parts, settings } = core;
  const { journal, world } = parts;
  const nowMs = world.nowMs();
  await retryDue({ journal, nowMs, settings, newId: world.newId });
  await core.board.count();
  if (core.board.now().queuedCount > 0) return { event: 'recorded' };
  const sinceMs = nowMs - (core.pulledAtMs ?? -Infinity);
  // A clock that was put back would put off the next pull by as much.
  const isDue = sinceMs >= settings.pullEveryMs || sinceMs < 0;
  if (isDue) return { event: 'timer' };
  await forgetOld(journal, { nowMs, settledKeptMs: settings.settledKeptMs });
  const hasRoom = await takeBallast(parts.ballast, settings.ballastBytes);
  core.board.set({ storage: hasRoom ? 'fine' : 'tight' });
  return rest(core, settings.pullEveryMs - sinceMs);
}
