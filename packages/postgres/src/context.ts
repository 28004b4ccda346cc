/** What every step needs to know about the home it works in. */
import type { Binaries } from './binaries.ts';
import type { Clock, Log, Progress } from './environment.ts';
import type { Places } from './places.ts';
import type { RunAs } from './run-as.ts';

export interface Context {
  places: Places;
  binaries: Binaries;
  runAs: RunAs;
  /** Where the log is kept, for a point in time; undefined where it is not. */
  archive: string | undefined;
  log: Log;
  clock: Clock;
  onProgress: Progress;
  /** True once nobody waits for the outcome any more. */
  isCancelled: () => boolean;
}
