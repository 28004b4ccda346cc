/**
 * The port under a printer: bytes go out, bytes come back. What a cable took is what decides
 * whether a document may be printed again, so a link says it as exactly as its browser API does.
 */
import type { PrintTrouble } from '../printer.ts';

/** What keeps a link from being opened or used. */
export type LinkTrouble = Extract<
  PrintTrouble,
  'not_there' | 'busy' | 'connection_lost' | 'no_answer'
>;

export type WriteOutcome =
  /** The device has taken every byte. Whether it printed them is another matter. */
  | { readonly kind: 'taken' }
  /** Surely not one byte has left. */
  | { readonly kind: 'nothing'; readonly trouble: LinkTrouble }
  /** Some may have. */
  | { readonly kind: 'some'; readonly trouble: LinkTrouble };

export interface ByteLink {
  /** Opens what a person has allowed before, if it is not open. Never rejects. */
  readonly open: () => Promise<LinkTrouble | undefined>;
  /**
   * Sends all bytes in order. `patienceMs` is how long one piece may take: a printer that stops
   * taking bytes has stopped printing. Never rejects. One call at a time.
   */
  readonly write: (bytes: Uint8Array, patienceMs: number) => Promise<WriteOutcome>;
  /** Calls with what comes back, until the function it answers is called. */
  readonly listen: (onBytes: (bytes: Uint8Array) => void) => () => void;
  /** Lets the device go. The next `open` takes it again. Never rejects. */
  readonly close: () => Promise<void>;
}
