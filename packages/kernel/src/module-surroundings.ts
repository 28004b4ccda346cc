/** What a module's author receives: the world, its own database, its neighbours, the log. */
import type { Ask } from './peers.ts';
import type { Database } from './database.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { World } from './surroundings.ts';

export interface Surroundings extends World {
  readonly database: Database;
  readonly ask: Ask;
  readonly log: Log;
  readonly metrics: Metrics;
}
