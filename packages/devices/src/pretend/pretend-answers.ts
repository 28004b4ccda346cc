/** What a pretend printer says of itself, in the bytes of the real ones. */
import type { HardwareState } from './pretend-hardware.ts';

type Told = Pick<HardwareState, 'linesLeft' | 'isCoverOpen' | 'isJammed' | 'isDrawerOpen'>;

/** Bits 1 and 4 are in every answer to `DLE EOT`. */
const FIXED = 0x12;
const NEAR_END_LINES = 20;

/** The answer to `DLE EOT n`. */
export function realTimeAnswer(state: Told, n: number): number {
  const isOut = state.linesLeft <= 0;
  const isOffline = isOut || state.isCoverOpen || state.isJammed;
  switch (n) {
    case 1:
      return FIXED | flag(isOffline, 0x08) | flag(!state.isDrawerOpen, 0x04);
    case 2:
      return FIXED | flag(state.isCoverOpen, 0x04) | flag(isOut, 0x20) | flag(state.isJammed, 0x40);
    case 3:
      return FIXED | flag(state.isJammed, 0x08);
    default:
      return FIXED | flag(state.linesLeft < NEAR_END_LINES, 0x0c) | flag(isOut, 0x60);
  }
}

/** The answer to `GS r 1`: the sensors of the roll. */
export function rollAnswer({ linesLeft }: Told): number {
  return flag(linesLeft < NEAR_END_LINES, 0x03) | flag(linesLeft <= 0, 0x0c);
}

function flag(isSet: boolean, bits: number): number {
  return isSet ? bits : 0;
}
