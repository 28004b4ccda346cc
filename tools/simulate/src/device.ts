/**
 * A device: a disk with two places for the journal, a line, a clock that may be wrong, and tabs
 * that may die at any step of a transaction, or freeze with the lock in their hands.
 */
import { makeClient } from '@evertill/client';
import { auth } from '@evertill/contract';
import type * as engine from '@evertill/sync';
import type { Dice } from '@evertill/rig';
import type { BackendAnswer, BackendRequest } from './backend.ts';
import { lockWatch } from './lock-watch.ts';
import type { LockWatch } from './lock-watch.ts';
import { journalOn, tearOne } from './disk.ts';
import type { Engine } from './disk.ts';
import type { Line, Send } from './network.ts';
import { deviceChannel, deviceLocks } from './tab-lock.ts';
import type { Listener } from './tab-lock.ts';
import type { Trace } from './trace.ts';
import type { Troubles } from './troubles.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface DeviceNeeds {
  readonly name: string;
  readonly sync: Engine;
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly send: Send;
  readonly troubles: () => Troubles;
  readonly newId: () => string;
  /** Something is wrong that no end of a run shows. */
  readonly find: (what: string) => void;
}

export interface Tab {
  readonly name: string;
  readonly engine: engine.SyncEngine;
  readonly isAlive: () => boolean;
  readonly kill: () => void;
  /** Nothing runs in it until then; what it holds it keeps. */
  readonly freezeUntil: (untilMs: number) => void;
}

export interface Device {
  readonly line: Line;
  readonly disk: engine.MemoryDisk;
  /** The second place of the journal. */
  readonly twin: engine.MemoryDisk;
  writing: engine.MemoryDisk | undefined;
  readonly tabs: Tab[];
  /** Ahead of the true time. */
  clockAheadMs: number;
  /** The refresh token, as a browser's jar keeps it. */
  refreshToken: string;
  readonly access: { token: string | undefined };
  /** Undefined where it died before it had read its journal. */
  readonly openTab: () => Promise<Tab | undefined>;
  /** The browser dies, and takes the place to which it wrote for damaged when it starts again. */
  readonly tear: () => void;
  /** A tab whose engine has the lease and is awake, or any. */
  readonly anyTab: () => Tab | undefined;
}

export function makeDevice(needs: DeviceNeeds): Device {
  const { name, sync, time } = needs;
  const soon = (work: () => void): void => {
    time.after(1, work);
  };
  const locks = deviceLocks(soon);
  const channel = deviceChannel(soon);
  const copies = sync.memoryCopies();
  const shared: Shared = { locks, channel, copies, turns: deviceLocks(soon) };
  let tabCount = 0;
  const device: Device = {
    line: { name, isOnline: true, isPortal: false },
    disk: sync.memoryDisk(),
    twin: sync.memoryDisk(),
    writing: undefined,
    tabs: [],
    clockAheadMs: 0,
    refreshToken: '',
    access: { token: undefined },
    openTab: async () => {
      tabCount += 1;
      const tabName = `${name}.${String(tabCount)}`;
      needs.trace.note(`${tabName} opens`);
      // It may die while it starts.
      const tab = await makeTab(needs, device, shared, tabName).catch(() => undefined);
      if (tab === undefined) return undefined;
      device.tabs.push(tab);
      await tab.engine.start().catch(() => undefined);
      return tab;
    },
    tear: () => {
      for (const tab of device.tabs) if (tab.isAlive()) tab.kill();
      needs.trace.note(`${name} loses its ${tearOne(device, needs)} place`);
    },
    anyTab: () => {
      const alive = device.tabs.filter((tab) => tab.isAlive());
      return alive.length === 0 ? undefined : needs.dice.pick(alive);
    },
  };
  return device;
}

interface Shared {
  readonly locks: ReturnType<typeof deviceLocks>;
  readonly channel: ReturnType<typeof deviceChannel>;
  readonly copies: engine.CopiesStorage;
  /** Of those who renew the token. */
  readonly turns: ReturnType<typeof deviceLocks>;
}

/** What is left of a tab when it may die at any moment. */
interface Life extends Listener {
  readonly kill: () => void;
  readonly freezeUntil: (untilMs: number) => void;
}

function lifeOf({ time, trace }: DeviceNeeds, shared: Shared, name: string): Life {
  let isAlive = true;
  let frozenUntilMs = 0;
  const awake = (work: () => void): void => {
    if (!isAlive) return;
    const leftMs = frozenUntilMs - time.nowMs();
    if (leftMs > 0) time.after(leftMs, () => awake(work));
    else work();
  };
  return {
    isAlive: () => isAlive,
    awake,
    kill: () => {
      if (!isAlive) return;
      isAlive = false;
      trace.note(`${name} dies`);
      shared.locks.sweep();
      shared.turns.sweep();
    },
    freezeUntil: (untilMs) => {
      trace.note(`${name} freezes`);
      frozenUntilMs = untilMs;
    },
  };
}

async function makeTab(
  needs: DeviceNeeds,
  device: Device,
  shared: Shared,
  name: string,
): Promise<Tab> {
  const { sync, time, dice } = needs;
  const life = lifeOf(needs, shared, name);
  const { isAlive, awake } = life;
  const world: engine.World = {
    nowMs: () => time.nowMs() + device.clockAheadMs,
    chance: dice.chance,
    newId: needs.newId,
    after: (delayMs, work) =>
      isAlive() ? time.after(delayMs, () => awake(work)) : () => undefined,
  };
  const lock = shared.locks.lockFor(life);
  const watch = lockWatch({ tabName: name, isHeld: lock.isHeld, find: needs.find });
  const tabEngine = sync.makeEngine({
    world,
    journal: await journalOn(device, { ...needs, life, after: world.after }),
    copies: shared.copies,
    server: watch.over(serverOf({ needs, device, shared, life, world, watch })),
    lease: lock,
    channel: shared.channel(life),
    catalogue: { apply: async () => undefined, loadSnapshot: async () => undefined },
    settings: { pullEveryMs: 300_000, ballastBytes: 0 },
  });
  return {
    name,
    engine: tabEngine,
    isAlive,
    kill: () => {
      life.kill();
      tabEngine.stop();
    },
    freezeUntil: life.freezeUntil,
  };
}

interface Behind {
  readonly needs: DeviceNeeds;
  readonly device: Device;
  readonly shared: Shared;
  readonly life: Life;
  readonly world: engine.World;
  readonly watch: LockWatch;
}

function serverOf(behind: Behind): engine.ServerPort {
  const { needs, device, shared, life, world } = behind;
  const fetch = fetchOf(behind);
  return needs.sync.httpServer({
    fetch,
    url: 'https://till.example',
    world,
    tokens: needs.sync.sharedTokens({
      board: {
        read: () => device.access.token,
        write: (token) => {
          device.access.token = token;
        },
      },
      alone: (work) => inTurn(shared.turns.lockFor(life), work),
      world,
      renew: () => renew(fetch, device),
    }),
  });
}

/** As a Web Lock does: one after the other, and a tab that is gone holds up nobody. */
function inTurn(lease: engine.LeasePort, work: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const release = lease.request({
      isStealing: false,
      onWon: () => {
        work()
          .then(resolve, reject)
          .finally(() => {
            release();
          });
      },
      onLost: () => undefined,
    });
  });
}

/** What a browser's fetch answers, as far as the client looks at it. */
function fetchOf({ needs, device, life, watch }: Behind): typeof globalThis.fetch {
  const { isAlive, awake } = life;
  const fetch = (url: string, init: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      if (!isAlive()) return;
      // As in a browser: what was given up before it began never leaves.
      if (init.signal?.aborted === true) {
        reject(new Error('given up'));
        return;
      }
      const request = requestOf(url, init);
      watch.leaves(request);
      needs.send(device.line, request, init.signal ?? undefined).then(
        (answer) => awake(() => resolve(responseOf(answer))),
        (error: unknown) => awake(() => reject(new Error('no answer', { cause: error }))),
      );
    });
  return fetch as typeof globalThis.fetch;
}

function requestOf(url: string, init: RequestInit): BackendRequest {
  const { pathname, search } = new URL(url);
  return {
    method: init.method ?? 'GET',
    target: `${pathname}${search}`,
    headers: init.headers as Record<string, string>,
    body: typeof init.body === 'string' ? init.body : undefined,
  };
}

function responseOf({ status, headers, text }: BackendAnswer): Response {
  const said = { get: (name: string) => headers[name] ?? null };
  const ok = status >= 200 && status < 300;
  return { ok, status, headers: said, text: async () => text } as unknown as Response;
}

/** The refresh token is used once: the jar has the next one when the answer is here. */
async function renew(fetch: typeof globalThis.fetch, device: Device): Promise<string> {
  const client = makeClient({ fetch, url: 'https://till.example' });
  const { access, refresh } = await client.call(auth.refresh, { refresh: device.refreshToken });
  if (refresh !== undefined) device.refreshToken = refresh;
  return access;
}
