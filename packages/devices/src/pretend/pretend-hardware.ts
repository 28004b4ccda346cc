/**
 * A printer of paper that is not there: it takes bytes into a small buffer, prints while it can,
 * answers what real ones answer, and fails in the ways that they do. What has come out of it is
 * its paper.
 */
import type { Clock } from '../clock.ts';
import { readCommand } from '../escpos/command-reader.ts';
import type { Command } from '../escpos/command-reader.ts';
import { writePaper } from '../escpos/paper.ts';
import type { PaperStrip, PaperWriter } from '../escpos/paper.ts';
import type { PrinterProfile } from '../escpos/profile.ts';
import { realTimeAnswer, rollAnswer } from './pretend-answers.ts';

export interface PretendHardware {
  /** How many of the bytes it took: fewer when its buffer is full and it does not print. */
  readonly take: (bytes: Uint8Array) => number;
  /** Calls with what it sends back. */
  readonly onAnswer: (listen: (bytes: Uint8Array) => void) => void;
  /** Calls when it may take more than before. */
  readonly onRoom: (listen: () => void) => void;
  readonly paper: () => readonly PaperStrip[];
  readonly isDrawerOpen: () => boolean;
  /** What a person, or bad luck, does to it. */
  readonly hands: PretendHands;
}

export interface PretendHands {
  /** A roll with so many lines left; text that has no line to stand on waits. */
  readonly loadPaper: (lines?: number) => void;
  readonly openCover: () => void;
  readonly closeCover: () => void;
  readonly jamCutter: () => void;
  readonly closeDrawer: () => void;
  /** Its answers come as noise, or not at all. */
  readonly answerWith: (how: 'truth' | 'noise' | 'silence') => void;
  /** So many milliseconds a line; nothing at first. */
  readonly slowDown: (lineMs: number) => void;
  /** Stops taking and printing, as one that waits for its head to cool. */
  readonly stall: () => void;
  readonly goOn: () => void;
  /** Forgets what it had not printed. */
  readonly switchOffAndOn: () => void;
}

const BUFFER_BYTES = 4_096;
const NOISE = [0xff, 0x81, 0x13, 0xa5];

export interface HardwareState {
  linesLeft: number;
  isCoverOpen: boolean;
  isJammed: boolean;
  isDrawerOpen: boolean;
  isStalled: boolean;
  /** The paper is moving: the next command waits. */
  isMoving: boolean;
  lineMs: number;
  answers: 'truth' | 'noise' | 'silence';
}

export interface PretendHardwareSettings {
  readonly profile: PrinterProfile;
  readonly clock: Clock;
  /** How long the roll is; endless without it. */
  readonly lines?: number;
}

export function pretendHardware({
  profile,
  clock,
  lines: fullRoll = Number.MAX_SAFE_INTEGER,
}: PretendHardwareSettings): PretendHardware {
  const state: HardwareState = {
    linesLeft: fullRoll,
    isCoverOpen: false,
    isJammed: false,
    isDrawerOpen: false,
    isStalled: false,
    isMoving: false,
    lineMs: 0,
    answers: 'truth',
  };
  const paper = writePaper(profile);
  const listeners: Listeners = { onAnswer: () => undefined, onRoom: () => undefined };
  const engine = engineOf({ state, paper, clock, listeners });
  return {
    take: (bytes) => {
      // What is asked in real time is answered past the buffer, also when nothing moves.
      if (bytes.length === 3 && bytes[0] === 0x10 && bytes[1] === 0x04) {
        say(realTimeAnswer(state, bytes[2] ?? 0), state, listeners);
        return bytes.length;
      }
      const taken = state.isStalled ? 0 : fill(engine.buffer, bytes, engine.work);
      engine.work();
      return taken;
    },
    onAnswer: (listen) => {
      listeners.onAnswer = listen;
    },
    onRoom: (listen) => {
      listeners.onRoom = listen;
    },
    paper: paper.strips,
    isDrawerOpen: () => state.isDrawerOpen,
    hands: handsOn(engine.change, engine.buffer, fullRoll),
  };
}

interface Listeners {
  onAnswer: (bytes: Uint8Array) => void;
  onRoom: () => void;
}

interface Parts {
  readonly state: HardwareState;
  readonly paper: PaperWriter;
  readonly clock: Clock;
  readonly listeners: Listeners;
}

interface Engine {
  readonly buffer: number[];
  /** Prints what is in the buffer, as far as it can. */
  readonly work: () => void;
  readonly change: (changes: Partial<HardwareState>) => void;
}

function engineOf({ state, paper, clock, listeners }: Parts): Engine {
  const buffer: number[] = [];
  const work = () => {
    while (canPrint(state)) {
      const read = readCommand(buffer);
      if (read === undefined) return;
      buffer.splice(0, read.length);
      const lines = linesOf(read.command);
      state.linesLeft -= lines;
      if (read.command.kind === 'status') say(rollAnswer(state), state, listeners);
      if (read.command.kind === 'pulse') state.isDrawerOpen = true;
      paper.obey(read.command);
      if (lines > 0 && state.lineMs > 0) move(lines * state.lineMs);
    }
  };
  const change = (changes: Partial<HardwareState>) => {
    Object.assign(state, changes);
    work();
    listeners.onRoom();
  };
  const move = (milliseconds: number) => {
    state.isMoving = true;
    clock.after(milliseconds, () => change({ isMoving: false }));
  };
  return { buffer, work, change };
}

function say(byte: number, { answers }: HardwareState, { onAnswer }: Listeners): void {
  if (answers === 'truth') onAnswer(Uint8Array.of(byte));
  if (answers === 'noise') onAnswer(Uint8Array.from(NOISE));
}

function handsOn(
  change: (changes: Partial<HardwareState>) => void,
  buffer: number[],
  fullRoll: number,
): PretendHands {
  return {
    loadPaper: (lines = fullRoll) => change({ linesLeft: lines }),
    openCover: () => change({ isCoverOpen: true }),
    closeCover: () => change({ isCoverOpen: false }),
    jamCutter: () => change({ isJammed: true }),
    closeDrawer: () => change({ isDrawerOpen: false }),
    answerWith: (answers) => change({ answers }),
    slowDown: (lineMs) => change({ lineMs }),
    stall: () => change({ isStalled: true }),
    goOn: () => change({ isStalled: false }),
    switchOffAndOn: () => {
      buffer.length = 0;
      change({ isStalled: false, isJammed: false });
    },
  };
}

function canPrint(state: HardwareState): boolean {
  const { linesLeft, isCoverOpen, isJammed, isStalled, isMoving } = state;
  return linesLeft > 0 && !isCoverOpen && !isJammed && !isStalled && !isMoving;
}

/** Fills the buffer as far as it goes; `work` makes room where the printer prints. */
function fill(buffer: number[], bytes: Uint8Array, work: () => void): number {
  let taken = 0;
  for (const byte of bytes) {
    if (buffer.length >= BUFFER_BYTES) work();
    if (buffer.length >= BUFFER_BYTES) break;
    buffer.push(byte);
    taken += 1;
  }
  return taken;
}

/** How many lines of the roll a command takes. */
function linesOf(command: Command): number {
  if (command.kind === 'line_feed') return 1;
  if (command.kind === 'feed') return command.lines;
  if (command.kind === 'raster') return Math.ceil(command.rows.length / command.widthBytes / 32);
  return 0;
}
