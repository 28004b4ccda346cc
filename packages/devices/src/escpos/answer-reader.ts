/**
 * Parts what a printer sends back: answers to `DLE EOT`, answers to `GS r`, and the four bytes that
 * it sends by itself (ASB), of which three look like an answer to `GS r`.
 */
import type { PrinterStatus } from '../printer.ts';
import { isAsbHead, isDoneAnswer, isRealTimeAnswer, statusOfAsb } from './status.ts';

export type Answer =
  | { readonly kind: 'real_time' | 'done' | 'noise'; readonly byte: number }
  | { readonly kind: 'asb'; readonly byte: number; readonly status: PrinterStatus };

const ASB_BYTES = 4;

/** A reader that keeps what is not whole until the rest comes. */
export function answerReader(): (bytes: Uint8Array) => readonly Answer[] {
  let asb: number[] = [];
  const readByte = (byte: number): readonly Answer[] => {
    if (asb.length > 0 && isDoneAnswer(byte)) {
      asb.push(byte);
      if (asb.length < ASB_BYTES) return [];
      const status = statusOfAsb(asb);
      asb = [];
      return status === undefined ? [] : [{ kind: 'asb', byte, status }];
    }
    // An answer to `DLE EOT` may come in the middle, and takes nothing from the four.
    if (isRealTimeAnswer(byte)) return [{ kind: 'real_time', byte }];
    asb = [];
    if (isAsbHead(byte)) {
      asb.push(byte);
      return [];
    }
    return [{ kind: isDoneAnswer(byte) ? 'done' : 'noise', byte }];
  };
  return (bytes) => Array.from(bytes).flatMap(readByte);
}
