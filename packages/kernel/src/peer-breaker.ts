/**
 * Keeps us from asking a neighbour that gives no answer, so that whoever waits hears no at once and
 * the neighbour can come back in peace.
 *
 *   closed ── SILENT_MAX in a row ──▶ open ── its time is over ──▶ one probe ──▶ closed, or open
 *
 * Silence opens it, never a refusal: whoever refuses is there.
 */
import { Refusal } from './refusal.ts';
import type { World } from './surroundings.ts';

/** `unsure`: there was no answer, in a time in which nobody could have given one. */
export type Heard = 'answer' | 'silence' | 'unsure';
export const breakerStates = { closed: 0, probing: 1, open: 2 } as const;
export type BreakerState = keyof typeof breakerStates;

export interface Breaker {
  /**
   * Asks to be let through; what is returned is called once, with what was heard. Throws the
   * refusal `unavailable`, with the seconds after which to come again, while it is open.
   */
  readonly enter: () => (heard: Heard) => void;
}

export interface BreakerOptions {
  readonly world: Pick<World, 'clock' | 'randomness'>;
  /** Of whom it is, for people. */
  readonly name: string;
  readonly onState: (state: BreakerState) => void;
}

const SILENT_MAX = 5;
const OPEN_MS = 1_000;
/** One question every few seconds keeps nobody down, and whoever is back is soon asked again. */
const OPEN_MS_MAX = 5_000;

export function makeBreaker({ world, name, onState }: BreakerOptions): Breaker {
  let silent = 0;
  let openings = 0;
  let openUntilMs = 0;
  let state: BreakerState = 'closed';
  const become = (next: BreakerState): void => {
    state = next;
    onState(next);
  };
  const open = (): void => {
    const longMs = Math.min(OPEN_MS_MAX, OPEN_MS * 2 ** openings);
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
    else if (++silent >= SILENT_MAX) open();
  };
  return {
    enter: () => {
      if (state === 'closed') return settle;
      const leftMs = openUntilMs - world.clock.now().getTime();
      if (state === 'probing' || leftMs > 0) {
        const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1000));
        const detail = `The module ${name} does not answer now.`;
        throw new Refusal('unavailable', { detail, retryAfterSeconds });
      }
      become('probing');
      return settleProbe;
    },
  };
}
