/** What may happen to a request on its way, one at a time: by a script, or thrown from a seed. */
import type { Dice } from './dice.ts';

export type LineFault =
  /** The server never hears it. */
  | { readonly kind: 'unheard' }
  /** The server does it, and nobody hears its answer. */
  | { readonly kind: 'unanswered' }
  /** Half of the answer comes, then the line breaks. */
  | { readonly kind: 'torn' }
  /** It reaches the server twice, one behind the other; the second answer comes back. */
  | { readonly kind: 'twice' }
  /** Whoever asks is cut off at once; the server hears it this much later, behind other things. */
  | { readonly kind: 'late'; readonly afterMs: number }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Somebody on the way answers instead of the server. */
  | {
      readonly kind: 'instead';
      readonly status: number;
      readonly type: string;
      readonly body: string;
    };

const LATE_MS_MAX = 1_500;
const SLOW_MS_MAX = 400;
const PORTAL = '<!doctype html><title>Hotel Wi-Fi</title><p>Please log in.';

/** Faults without end, the same for the same dice; `calm` is how often there is none. */
export function* faultsFrom(dice: Dice, calm: number): Generator<LineFault | undefined, never> {
  const throws: readonly (() => LineFault)[] = [
    () => ({ kind: 'unheard' }),
    () => ({ kind: 'unanswered' }),
    () => ({ kind: 'torn' }),
    () => ({ kind: 'twice' }),
    () => ({ kind: 'late', afterMs: dice.between(1, LATE_MS_MAX) }),
    () => ({ kind: 'slow', delayMs: dice.between(1, SLOW_MS_MAX) }),
    () => ({ kind: 'instead', status: 200, type: 'text/html', body: PORTAL }),
    () => ({ kind: 'instead', status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' }),
  ];
  for (;;) yield dice.chance() < calm ? undefined : dice.pick(throws)();
}
