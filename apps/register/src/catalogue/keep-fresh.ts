/** Asks the server for what changed: now and then, when the line comes back, and on return. */
import type { Catalogue } from './catalogue.ts';

/** As a window is. */
export interface RefreshScope {
  readonly setInterval: (work: () => void, ms: number) => number;
  readonly clearInterval: (timer: number) => void;
  readonly addEventListener: (name: 'online' | 'pageshow', work: () => void) => void;
  readonly removeEventListener: (name: 'online' | 'pageshow', work: () => void) => void;
}

const EVERY_MS = 30_000;

/** Answers how to stop. */
export function keepFresh(
  catalogue: Pick<Catalogue, 'refresh'>,
  scope: RefreshScope,
  everyMs = EVERY_MS,
): () => void {
  const refresh = (): void => void catalogue.refresh();
  const timer = scope.setInterval(refresh, everyMs);
  scope.addEventListener('online', refresh);
  scope.addEventListener('pageshow', refresh);
  refresh();
  return () => {
    scope.clearInterval(timer);
    scope.removeEventListener('online', refresh);
    scope.removeEventListener('pageshow', refresh);
  };
}
