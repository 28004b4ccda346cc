/**
 * What a printer says about itself, from its bytes: the answers to `DLE EOT`, the four bytes it
 * sends unasked (ASB), and the answer to `GS r`, which comes when everything before it is done.
 */
import type { PrintTrouble, PrinterStatus } from '../printer.ts';

export type StatusQuestion = 'printer' | 'offline' | 'error' | 'paper';

const questionNumbers: Readonly<Record<StatusQuestion, number>> = {
  printer: 1,
  offline: 2,
  error: 3,
  paper: 4,
};

/** `DLE EOT n`: answered at once, also by a printer that has stopped. */
export function statusQuestion(question: StatusQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, questionNumbers[question]);
}

/** `GS r 1`: stands in line with the text, and is answered when the text above it is printed. */
export const doneQuestion: Uint8Array = Uint8Array.of(0x1d, 0x72, 0x01);

/** Bits 1 and 4 are fixed to one, 0 and 7 to nothing: anything else is no answer to `DLE EOT`. */
export function isRealTimeAnswer(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

/** Bits 4 and 7 are nothing; flow control (XON, XOFF) and ASB have bit 4. */
export function isDoneAnswer(byte: number): boolean {
  return (byte & 0x90) === 0;
}

/** The first of the four bytes of ASB: as an answer to `DLE EOT`, without bit 1. */
export function isAsbHead(byte: number): boolean {
  return (byte & 0x93) === 0x10;
}

/** Of an answer to `GS r 1`: whether the sensor at the roll's end sees paper. */
export function doneWithPaper(byte: number): boolean {
  return (byte & 0x0c) === 0;
}

export type StatusAnswers = Readonly<Record<StatusQuestion, number>>;

/** The status that four answers add up to. Each must be a real-time answer. */
export function statusOfAnswers({ printer, offline, error, paper }: StatusAnswers): PrinterStatus {
  return {
    isOnline: (printer & 0x08) === 0,
    cover: (offline & 0x04) === 0 ? 'closed' : 'open',
    hasError: (offline & 0x40) !== 0 || (error & 0x6c) !== 0,
    paper: paperOf((paper & 0x60) !== 0 || (offline & 0x20) !== 0, (paper & 0x0c) !== 0),
    drawerPin: (printer & 0x04) === 0 ? 'low' : 'high',
  };
}

/** The status in the four bytes of ASB, or undefined where they are none. */
export function statusOfAsb(bytes: ArrayLike<number>): PrinterStatus | undefined {
  const [first = 0xff, second = 0xff, third = 0xff, fourth = 0xff] = Array.from(bytes);
  const isAsb = isAsbHead(first) && [second, third, fourth].every(isDoneAnswer);
  if (!isAsb || bytes.length !== 4) return undefined;
  return {
    isOnline: (first & 0x08) === 0,
    cover: (first & 0x20) === 0 ? 'closed' : 'open',
    hasError: (second & 0x2c) !== 0,
    paper: paperOf((third & 0x0c) !== 0, (third & 0x03) !== 0),
    drawerPin: (first & 0x04) === 0 ? 'low' : 'high',
  };
}

/** What keeps a printer from printing, or undefined where nothing does. */
export function troubleOf(status: PrinterStatus): PrintTrouble | undefined {
  if (status.cover === 'open') return 'cover_open';
  if (status.paper === 'out') return 'out_of_paper';
  if (status.hasError) return 'device_error';
  return status.isOnline ? undefined : 'offline';
}

function paperOf(isOut: boolean, isLow: boolean): PrinterStatus['paper'] {
  if (isOut) return 'out';
  return isLow ? 'near_end' : 'enough';
}
