/**
 * One run: a few devices sell for a while in all kinds of weather, then the sky clears, and all of
 * it has to arrive. Two phases, as in every good simulation: nothing wrong, then nothing stuck.
 */
import { diceOf } from '@evertill/rig';
import type { Dice } from '@evertill/rig';
import { PASSWORD } from './backend.ts';
import type { Backend } from './backend.ts';
import { checkDevice } from './checks.ts';
import { makeDevice } from './device.ts';
import type { Device } from './device.ts';
import type { Engine } from './disk.ts';
import { makeNetwork } from './network.ts';
import { makeShopkeeper } from './shopkeeper.ts';
import type { Shopkeeper } from './shopkeeper.ts';
import { makeTrace } from './trace.ts';
import type { Trace } from './trace.ts';
import { calm, drawTroubles } from './troubles.ts';
import type { Troubles } from './troubles.ts';
import { virtualTime } from './virtual-time.ts';
import type { VirtualTime } from './virtual-time.ts';
import { makeWatch } from './watch.ts';
import { weather } from './weather.ts';

export interface SeedResult {
  readonly seed: number;
  readonly hash: string;
  readonly findings: readonly string[];
  readonly operations: number;
  readonly events: number;
  readonly lines: readonly string[];
}

export interface SeedNeeds {
  readonly seed: number;
  readonly sync: Engine;
  readonly backend: Backend;
  readonly startMs: number;
  readonly setTime: (time: VirtualTime) => void;
}

const MINUTE_MS = 60_000;
const STORM_MINUTES = 12;
const CLEAR_MINUTES_MAX = 60;

export async function runSeed(needs: SeedNeeds): Promise<SeedResult> {
  const { seed, backend, startMs } = needs;
  const dice = diceOf(seed * 7919 + 17);
  const time = virtualTime(startMs);
  needs.setTime(time);
  const trace = makeTrace(time.nowMs);
  const newId = idsOf(dice, seed);
  let troubles: Troubles = drawTroubles(dice);
  const watch = makeWatch();
  const devices: Device[] = [];
  const send = makeNetwork({
    time,
    dice,
    backend,
    trace,
    troubles: () => troubles,
    watch: (line, request) => {
      const device = devices.find((one) => one.line === line);
      if (device !== undefined) watch.see(device, request, time.nowMs() - startMs);
    },
  });
  const { find } = watch;
  const stage = { ...needs, dice, time, trace, newId, send, find, troubles: () => troubles };
  for (let number = 1; number <= dice.pick([1, 1, 2, 3]); number += 1) {
    devices.push(await openDevice(stage, number));
  }
  const keepers = keepersOf(stage, devices);
  const clear = weather({ ...stage, devices, logIn: (device) => logIn(backend, device) });
  await storm(stage, keepers);
  troubles = calm;
  await clear();
  const isQuiet = await calmDown(stage, keepers);
  const findings = [...watch.findings(), ...(isQuiet ? [] : [`not quiet: ${standOf(devices)}`])];
  for (const { device, acknowledged } of keepers) {
    findings.push(...(await checkDevice(backend, { device, acknowledged })));
  }
  for (const { tabs } of devices) for (const tab of tabs) tab.kill();
  time.clear();
  const operations = keepers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  const events = time.eventCount();
  return { seed, hash: trace.hash(), findings, operations, events, lines: trace.lines() };
}

export interface Stage extends SeedNeeds {
  readonly dice: Dice;
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly newId: () => string;
  readonly send: ReturnType<typeof makeNetwork>;
  readonly find: (what: string) => void;
  readonly troubles: () => Troubles;
}

/** Of this seed and this run alone: the database keeps those of runs before. */
function idsOf({ between }: Dice, seed: number): () => string {
  const hex = (digits: number): string =>
    between(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, '0');
  const run = (process.pid * 100_000 + seed) % 0xffff_ffff;
  runs += 1;
  const own = run.toString(16).padStart(8, '0');
  const nth = (runs % 0xffff).toString(16).padStart(4, '0');
  return () => `${own}-${nth}-4${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
}
let runs = 0;

async function openDevice(stage: Stage, number: number): Promise<Device> {
  const { backend, dice } = stage;
  const device = makeDevice({ ...stage, name: `d${String(number)}` });
  await logIn(backend, device);
  let code = await backend.newRegister(`T${String(number)}`);
  // An answer that is lost takes its code with it, and a tab may die at it: somebody tries again.
  const isEnrolled = (): boolean => device.disk.head.registration !== null;
  for (let tries = 0; !isEnrolled() && tries < 50; tries += 1) {
    const tab = device.anyTab() ?? (await inItsTime(stage, device.openTab()));
    if (tab === undefined) continue;
    await whileTimeGoesOn(stage, tab.engine.enrol(code.enrolmentCode));
    if (!isEnrolled()) code = await backend.newCode(code.registerId);
  }
  if (dice.chance() < 0.4) await inItsTime(stage, device.openTab());
  return device;
}

/** What comes of something that waits for a disk, or for another tab. */
async function inItsTime<T>(stage: Stage, work: Promise<T>): Promise<T> {
  await whileTimeGoesOn(stage, work);
  return work;
}

/** Gives up on what may never come, as an answer to a tab that died does not. */
async function whileTimeGoesOn({ time }: Stage, work: Promise<unknown>): Promise<void> {
  const state = { isDone: false };
  const end = (): void => {
    state.isDone = true;
  };
  work.then(end, end);
  for (let rounds = 0; !state.isDone && rounds < 200; rounds += 1) {
    await time.runUntil(time.nowMs() + 1_000);
  }
}

async function logIn(backend: Backend, device: Device): Promise<void> {
  const answer = await backend.ask({
    method: 'POST',
    target: '/api/token/',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ phone_number: backend.cashierPhone, password: PASSWORD }),
  });
  keepTokens(device, answer.text);
}

function keepTokens(device: Device, text: string): void {
  const { access, refresh } = JSON.parse(text) as { access: string; refresh: string };
  device.access.token = access;
  device.refreshToken = refresh;
}

function keepersOf(stage: Stage, devices: readonly Device[]): readonly Shopkeeper[] {
  const keepers: Shopkeeper[] = [];
  for (const device of devices) {
    const others = (): Shopkeeper[] => keepers.filter((one) => one.device !== device);
    const keeper = makeShopkeeper({
      ...stage,
      device,
      counter: { ...stage.backend, dice: stage.dice, newId: stage.newId },
      nowMs: stage.time.nowMs,
      soldElsewhere: () =>
        others()
          .flatMap(({ acknowledged }) => acknowledged)
          .findLast(({ kind }) => kind === 'sale'),
    });
    keepers.push(keeper);
  }
  return keepers;
}

/** People sell whatever the weather; now and then somebody looks at what waits. */
async function storm({ time, dice }: Stage, keepers: readonly Shopkeeper[]): Promise<void> {
  const endMs = time.nowMs() + STORM_MINUTES * MINUTE_MS;
  for (const keeper of keepers) {
    const next = (): void => {
      if (time.nowMs() > endMs) return;
      if (dice.chance() < 0.1) void keeper.decide();
      keeper.act();
      time.after(dice.between(1_000, 90_000), next);
    };
    time.after(dice.between(0, 5_000), next);
  }
  await time.runUntil(endMs);
}

/** True when every queue is empty and nobody has anything left to decide. */
async function calmDown(stage: Stage, keepers: readonly Shopkeeper[]): Promise<boolean> {
  const { time } = stage;
  for (let minute = 0; minute < CLEAR_MINUTES_MAX; minute += 1) {
    await time.runUntil(time.nowMs() + MINUTE_MS);
    const isSent = keepers.every(({ device }) => isSettled(device));
    if (!isSent) continue;
    const deciding = Promise.all(keepers.map((keeper) => keeper.decide()));
    const decisions = await inItsTime(stage, deciding);
    if (decisions.every((isBusy) => !isBusy)) return true;
  }
  return false;
}

function isSettled({ disk }: Device): boolean {
  return [...disk.operations.values()].every(({ fate }) => fate.kind !== 'queued');
}

function standOf(devices: readonly Device[]): string {
  return devices
    .flatMap(({ tabs }) => tabs)
    .filter((tab) => tab.isAlive())
    .map((tab) => `${tab.name} ${JSON.stringify(tab.engine.status())}`)
    .join('; ');
}
