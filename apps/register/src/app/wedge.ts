/**
 * A scanner that types: told from a person by its speed. A burst of keys, each within a blink of
 * the one before, that ends with Enter or Tab is a scan, whatever has the focus. Pure: keys and
 * times in.
 */

/** Nobody types a key every 35 ms; the slowest scanners send one every 20. */
const GAP_MS_MAX = 35;
const SCAN_LENGTH_MIN = 4;
const SCAN_LENGTH_MAX = 128;

export interface WedgeKey {
  readonly key: string;
  readonly atMs: number;
  /** With Ctrl, Alt or Meta: no scanner sends that. */
  readonly hasModifier: boolean;
}

export type WedgeEvent =
  /** Nothing of ours: let it through. */
  | { readonly kind: 'key' }
  /** The first key of what may become a scan. */
  | { readonly kind: 'begin' }
  /** The end of a scan: neither its Enter nor its letters are for the page. */
  | { readonly kind: 'scan'; readonly text: string };

export interface Wedge {
  readonly feed: (key: WedgeKey) => WedgeEvent;
}

export function makeWedge(): Wedge {
  let burst = '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    feed: ({ key, atMs, hasModifier }) => {
      const isQuick = atMs - lastMs <= GAP_MS_MAX;
      lastMs = atMs;
      if (hasModifier) {
        burst = '';
        return { kind: 'key' };
      }
      if (key === 'Enter' || key === 'Tab') {
        const text = isQuick ? burst : '';
        burst = '';
        return text.length >= SCAN_LENGTH_MIN ? { kind: 'scan', text } : { kind: 'key' };
      }
      // Shift and its like come between the letters of some codes, and are none.
      if (Array.from(key).length !== 1) return { kind: 'key' };
      burst = isQuick && burst.length < SCAN_LENGTH_MAX ? burst + key : key;
      return { kind: burst.length === 1 ? 'begin' : 'key' };
    },
  };
}
