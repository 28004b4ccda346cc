/** The stage of all runs: one server; each run has a shop of its own in it. */
import { openServer } from './backend.ts';
import type { Engine } from './disk.ts';
import { runSeed } from './seed-run.ts';
import type { SeedResult } from './seed-run.ts';

export interface Simulation {
  readonly runSeed: (sync: Engine, seed: number) => Promise<SeedResult>;
  readonly findBreaches: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

const FIRST_MS = Date.UTC(2026, 0, 5, 8);
const DAY_MS = 24 * 3_600_000;

export async function openSimulation(databaseUrl: string | undefined): Promise<Simulation> {
  let nowMs = (): number => FIRST_MS;
  const server = await openServer({ nowMs: () => nowMs(), databaseUrl });
  let runs = 0;
  return {
    runSeed: async (sync, seed) => {
      runs += 1;
      // Each run is a day of its own: the server's clock never goes back.
      const startMs = FIRST_MS + runs * DAY_MS;
      nowMs = () => startMs;
      const backend = await server.openShop();
      const setTime = (time: { readonly nowMs: () => number }): void => {
        nowMs = time.nowMs;
      };
      return runSeed({ seed, sync, backend, startMs, setTime });
    },
    findBreaches: server.findBreaches,
    stop: server.stop,
  };
}
