/** What the catalogue's worker takes from where it runs. */

export interface CatalogueWorld {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** SHA-256 as hex. */
  readonly hash: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  /** Lets whoever asked meanwhile be answered; comes back at once when it just did. */
  readonly breathe: () => Promise<void>;
}
