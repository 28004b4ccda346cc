/**
 * What moves the engine: one state at a time, one activity in it, led by the table in states.ts. An
 * activity that an event left behind finishes what it holds in hand, and has no say any more.
 */
import { backoffMs } from './backoff.ts';
import type { EngineParts, EngineSettings } from './engine-port.ts';
import { StorageFull } from './journal-storage.ts';
import type { Registration } from './kept-operation.ts';
import { nextState } from './states.ts';
import type { EngineState } from './states.ts';
import type { StatusBoard } from './status-board.ts';
import type { SyncTrouble } from './sync-status.ts';
import type { Ending } from './trouble.ts';

export interface EngineCore {
  readonly parts: EngineParts;
  readonly settings: EngineSettings;
  readonly board: StatusBoard;
  readonly act: Activities;
  state: EngineState;
  /** Which activity has the say. */
  turn: number;
  registration: Registration | null;
  /** Of this tab and no other: kept nowhere, so that nobody can find it. */
  fencing: number | null;
  /** Attempts that failed since something last went well. */
  failures: number;
  /** New leases since something last went well: two devices that fight for one register wait. */
  restarts: number;
  retryAfterMs: number | null;
  readonly batch: { count: number };
  /** When the last pull ended well, by the device's clock; undefined before the first. */
  pulledAtMs: number | undefined;
  mayReload: boolean;
  cancelTimer: () => void;
}

/** Those states in which something is done. In the others only an event from outside moves it. */
export type Activities = Partial<
  Readonly<Record<EngineState, (core: EngineCore, isCurrent: () => boolean) => Promise<Ending>>>
>;

const RESTARTS_MAX = 3;

/** An event from outside: an activity that is under way goes on where the state stays. */
export function happen(core: EngineCore, ending: Ending): void {
  const before = core.state;
  take(core, ending);
  if (core.state !== before) begin(core);
}

function take(core: EngineCore, ending: Ending): void {
  const { event, code, retryAfterMs = null } = ordered(core, ending);
  core.state = nextState(core.state, event);
  core.retryAfterMs = retryAfterMs;
  if (event === 'failed' || event === 'shop_suspended') core.failures += 1;
  if (code !== undefined) core.board.set({ trouble: troubleOf(core, code) });
  core.board.set({ state: core.state });
}

/** What begins anew again and again without getting on has failed: it waits. */
function ordered(core: EngineCore, ending: Ending): Ending {
  if (ending.event !== 'fencing_stale' && ending.event !== 'resend') return ending;
  core.fencing = null;
  core.restarts += 1;
  return core.restarts > RESTARTS_MAX ? { ...ending, event: 'failed' } : ending;
}

/** Something got on: what failed before counts no more, and nobody is told of it any more. */
export function wentWell(core: EngineCore): void {
  core.failures = 0;
  core.restarts = 0;
  core.board.set({ trouble: null });
}

function begin(core: EngineCore): void {
  core.turn += 1;
  core.cancelTimer();
  core.cancelTimer = (): void => undefined;
  const { turn } = core;
  const activity = core.act[core.state];
  if (activity === undefined) return;
  const isCurrent = (): boolean => core.turn === turn;
  void activity(core, isCurrent)
    .catch((error: unknown): Ending => storageEnding(core, error))
    .then((ending) => {
      if (!isCurrent()) return;
      take(core, ending);
      begin(core);
    });
}

/** Only storage throws: everything else answers. */
function storageEnding(core: EngineCore, error: unknown): Ending {
  if (error instanceof StorageFull) core.board.set({ storage: 'full' });
  return { event: 'failed', code: 'storage_failed' };
}

/** Resolves after a while, unless the state is left before. */
export function rest(core: EngineCore, delayMs: number): Promise<Ending> {
  return new Promise((resolve) => {
    core.cancelTimer = core.parts.world.after(delayMs, () => {
      resolve({ event: 'timer' });
    });
  });
}

export function waitMs({ failures, retryAfterMs, parts }: EngineCore): number {
  return backoffMs({ failures, retryAfterMs, chance: parts.world.chance() });
}

const states: readonly EngineState[] = ['waiting', 'suspended'];

function troubleOf(core: EngineCore, code: string): SyncTrouble {
  const atMs = core.parts.world.nowMs();
  return { code, atMs, isPassing: states.includes(core.state) };
}
