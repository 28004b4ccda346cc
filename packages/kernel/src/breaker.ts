/**
 * Keeps us from asking somebody who gives no answer, so that whoever waits hears no at once and the
 * silent one can come back in peace.
 *
 *   closed ── silentMax in a row ──▶ open ── its time is over ──▶ one probe ──▶ closed, or open
 *
 * Silence opens it, never a refusal: whoever refuses is there.
 */
import type { World } from './surroundings.ts';

/** `unsure`: there was no answer, in a time in which nobody could have given one. */
export type Heard = 'answer' | 'silence' | 'unsure';
export const breakerStates = { closed: 0, probing: 1, open: 2 } as const;
export type BreakerState = keyof typeof breakerStates;

export interface Breaker {
  /**
   * Asks to be let through; what is returned is called once, with what was heard. Throws what
   * `refusal` made of the milliseconds that are left, while it is open.
   */
  readonly enter: () => (heard: Heard) => void;
}

export interface BreakerOptions {
  readonly world: Pick<World, 'clock' | 'randomness'>;
  /** So many silences in a row open it. */
  readonly silentMax: number;
  /** How long it is open for the first time; twice as long each time a probe is not answered. */
  readonly openMs: number;
  readonly openMsMax: number;
  readonly refusal: (leftMs: number) => Error;
  readonly onState: (state: BreakerState) => void;
}

export function makeBreaker(options: BreakerOptions): Breaker {
  const { world, silentMax, openMs, openMsMax, refusal, onState } = options;
  let silent = 0;
  let openings = 0;
  let openUntilMs = 0;
  let state: BreakerState = 'closed';
  const become = (next: BreakerState): void => {
    state = next;
    onState(next);
  };
  const open = (): void => {
    const longMs = Math.min(openMsMax, openMs * 2 ** openings);
    openings += 1;
    // Between three quarters and all of it, so that processes do not come back as one.
    const shareOf256 = 192 + world.randomness.bytes(1).readUInt8(0) / 4;
    openUntilMs = world.clock.now().getTime() + (longMs * shareOf256) / 256;
    become('open');
  };
  const close = (): void => {
    silent = 0;
    openings = 0;
    if (state !== 'closed') become('closed');
  };
  const settleProbe = (heard: Heard): void => {
    if (heard === 'answer') close();
    // Nobody knows more than before: the next one asks.
    else if (heard === 'unsure') become('open');
    else open();
  };
  const settle = (heard: Heard): void => {
    // What was on its way when it opened says nothing about now.
    if (state !== 'closed' || heard === 'unsure') return;
    if (heard === 'answer') silent = 0;
    else if (++silent >= silentMax) open();
  };
  return {
    enter: () => {
      if (state === 'closed') return settle;
      const leftMs = openUntilMs - world.clock.now().getTime();
      if (state === 'probing' || leftMs > 0) throw refusal(Math.max(0, leftMs));
      become('probing');
      return settleProbe;
    },
  };
}
