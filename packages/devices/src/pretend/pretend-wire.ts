/**
 * What runs to a pretend printer, whatever the plug: it can be pulled, also in the middle of a
 * document, another program can hold it, and it waits while the printer takes nothing.
 */
import type { PretendHardware } from './pretend-hardware.ts';

export interface PretendWire {
  readonly isPlugged: () => boolean;
  readonly isHeld: () => boolean;
  /** True when the printer has all of it, false when the wire was pulled before that. */
  readonly push: (bytes: Uint8Array) => Promise<boolean>;
  readonly onAnswer: (listen: (bytes: Uint8Array) => void) => void;
  /** Gives up what is still being pushed, as closing a device does. */
  readonly abort: () => void;
  readonly hands: PretendWireHands;
}

export interface PretendWireHands {
  readonly pull: () => void;
  /** Pulls it by itself after so many more bytes. */
  readonly pullAfter: (bytes: number) => void;
  readonly plugIn: () => void;
  /** As when another tab or a driver holds the printer. */
  readonly holdElsewhere: (isHeld: boolean) => void;
}

export function pretendWire(hardware: PretendHardware): PretendWire {
  const state = { isPlugged: true, isHeld: false, bytesLeft: Number.POSITIVE_INFINITY, pushes: 0 };
  let wake: () => void = () => undefined;
  hardware.onRoom(() => wake());
  const abort = () => {
    state.pushes += 1;
    wake();
  };
  const pull = () => {
    state.isPlugged = false;
    wake();
  };
  return {
    isPlugged: () => state.isPlugged,
    isHeld: () => state.isHeld,
    push: async (bytes) => {
      const { pushes } = state;
      let rest = bytes;
      while (rest.length > 0) {
        if (!state.isPlugged || pushes !== state.pushes) return false;
        const reach = rest.subarray(0, Math.min(rest.length, state.bytesLeft));
        const room = Promise.withResolvers<void>();
        wake = room.resolve;
        const taken = hardware.take(reach);
        state.bytesLeft -= taken;
        if (state.bytesLeft <= 0) pull();
        rest = rest.subarray(taken);
        if (taken < reach.length) await room.promise;
      }
      return true;
    },
    onAnswer: (listen) => {
      hardware.onAnswer((bytes) => {
        if (state.isPlugged) listen(bytes);
      });
    },
    abort,
    hands: {
      pull,
      pullAfter: (bytes) => {
        state.bytesLeft = bytes;
      },
      plugIn: () => {
        Object.assign(state, { isPlugged: true, bytesLeft: Number.POSITIVE_INFINITY });
      },
      holdElsewhere: (isHeld) => {
        state.isHeld = isHeld;
      },
    },
  };
}
