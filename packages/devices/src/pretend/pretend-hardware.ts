/**
 * A printer of paper that is not there: it takes bytes into a small buffer, prints while it can,
 * answers what real ones answer, and fails in the ways that they do. What has come out of it is
 * its paper.
 */
import { readCommand } from '../escpos/command-reader.ts';
import type { Command } from '../escpos/command-reader.ts';
import { writePaper } from '../escpos/paper.ts';
import type { PaperStrip } from '../escpos/paper.ts';
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
  answers: 'truth' | 'noise' | 'silence';
}

export function pretendHardware(
  profile: PrinterProfile,
  options: { readonly lines?: number } = {},
): PretendHardware {
  const fullRoll = options.lines ?? Number.MAX_SAFE_INTEGER;
  const state: HardwareState = {
    linesLeft: fullRoll,
    isCoverOpen: false,
    isJammed: false,
    isDrawerOpen: false,
    isStalled: false,
    answers: 'truth',
  };
  const paper = writePaper(profile);
  const buffer: number[] = [];
  let answer: (bytes: Uint8Array) => void = () => undefined;
  let onRoom: () => void = () => undefined;

  const say = (byte: number) => {
    if (state.answers === 'truth') answer(Uint8Array.of(byte));
    if (state.answers === 'noise') answer(Uint8Array.from(NOISE));
  };
  const work = () => {
    while (canPrint(state)) {
      const read = readCommand(buffer);
      if (read === undefined) return;
      buffer.splice(0, read.length);
      state.linesLeft -= linesOf(read.command);
      if (read.command.kind === 'status') say(rollAnswer(state));
      if (read.command.kind === 'pulse') state.isDrawerOpen = true;
      paper.obey(read.command);
    }
  };
  const change = (changes: Partial<HardwareState>) => {
    Object.assign(state, changes);
    work();
    onRoom();
  };
  return {
    take: (bytes) => {
      // What is asked in real time is answered past the buffer, also when nothing moves.
      if (bytes.length === 3 && bytes[0] === 0x10 && bytes[1] === 0x04) {
        say(realTimeAnswer(state, bytes[2] ?? 0));
        return bytes.length;
      }
      const taken = state.isStalled ? 0 : fill(buffer, bytes, work);
      work();
      return taken;
    },
    onAnswer: (listen) => {
      answer = listen;
    },
    onRoom: (listen) => {
      onRoom = listen;
    },
    paper: paper.strips,
    isDrawerOpen: () => state.isDrawerOpen,
    hands: handsOn(change, buffer, fullRoll),
  };
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
    stall: () => change({ isStalled: true }),
    goOn: () => change({ isStalled: false }),
    switchOffAndOn: () => {
      buffer.length = 0;
      change({ isStalled: false, isJammed: false });
    },
  };
}

function canPrint({ linesLeft, isCoverOpen, isJammed, isStalled }: HardwareState): boolean {
  return linesLeft > 0 && !isCoverOpen && !isJammed && !isStalled;
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
