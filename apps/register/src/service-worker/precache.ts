/** What a build is made of, as its service worker knows it: every file, with the hash of it. */

export interface PrecachedFile {
  /** From the folder of the app on, as `assets/main-1a2b.js`; `` is the page itself. */
  readonly path: string;
  /** As in `<script integrity>`: the browser itself refuses whatever is anything else. */
  readonly integrity: string;
  /** Its name holds a hash: under this name it never is anything else. */
  readonly isHashed: boolean;
  /** Brought when it is first asked for, and kept from then on: large, and wanted by few. */
  readonly isLate: boolean;
}

export interface Precache {
  /** Another one for every other set of files. */
  readonly version: string;
  readonly files: readonly PrecachedFile[];
}

/** What a tab and its workers say to each other about versions. */
export type VersionMessage =
  /** To a worker that waits: this tab has nothing open; ask the others. */
  | { readonly kind: 'may_take_over' }
  /** To the worker that is active: it came while this tab was opening, and does not know it. */
  | { readonly kind: 'take_this_tab' }
  /** To every tab, with a port to answer by. */
  | { readonly kind: 'may_you_yield' };

/** How long all tabs together have to answer; who is silent does not yield. */
export const YIELD_MS_MAX = 2_000;
