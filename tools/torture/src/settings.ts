/** What may be asked of a run, and how the words of the command line become it. */
import { parseArgs } from 'node:util';
import { plantNames } from './plants.ts';
import type { PlantName } from './plants.ts';

export interface Settings {
  readonly kills: number;
  readonly postgresKills: number;
  readonly registers: number;
  readonly seed: number;
  readonly plant: PlantName | undefined;
  /** How often a sale has seven hundred lines, so that short transactions overtake long ones. */
  readonly longSales: number;
  /** Some commits take long, so that transactions overtake each other. Does no harm by itself. */
  readonly slowCommits: boolean;
  /** Milliseconds of load between one kill and the next, at most. */
  readonly calmMsMax: number;
  /** How often a killed server's leases are ended at once instead of running out. */
  readonly lapses: number;
  /** Milliseconds of load before the first kill. */
  readonly warmMs: number;
  /** A stopped server's home to copy, so that no cluster has to be made. */
  readonly homeToCopy: string | undefined;
  readonly isKept: boolean;
}

export const defaults: Settings = {
  kills: 50,
  postgresKills: 10,
  registers: 4,
  seed: 1,
  plant: undefined,
  longSales: 0.01,
  slowCommits: false,
  calmMsMax: 1_500,
  warmMs: 2_000,
  lapses: 0.8,
  homeToCopy: undefined,
  isKept: false,
};

export const usage = `torture [--kills 50] [--postgres-kills 10] [--registers 4] [--seed 1]
        [--long-sales 0.01] [--calm-ms 1500] [--warm-ms 2000]
        [--lapses 0.8] [--slow-commits] [--plant <name>] [--json] [--keep]

Plants, each of which must be found: ${plantNames.join(', ')}`;

export interface Wanted {
  readonly settings: Settings;
  readonly isJson: boolean;
}

/** Throws with words for whoever typed it. */
export function readSettings(words: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...words],
    options: {
      kills: { type: 'string' },
      'postgres-kills': { type: 'string' },
      registers: { type: 'string' },
      seed: { type: 'string' },
      'long-sales': { type: 'string' },
      'calm-ms': { type: 'string' },
      'warm-ms': { type: 'string' },
      lapses: { type: 'string' },
      plant: { type: 'string' },
      'slow-commits': { type: 'boolean' },
      json: { type: 'boolean' },
      keep: { type: 'boolean' },
    },
  });
  const settings: Settings = {
    kills: whole(values.kills, defaults.kills),
    postgresKills: whole(values['postgres-kills'], defaults.postgresKills),
    registers: whole(values.registers, defaults.registers),
    seed: whole(values.seed, defaults.seed),
    plant: plantOf(values.plant),
    longSales: share(values['long-sales'], defaults.longSales),
    calmMsMax: whole(values['calm-ms'], defaults.calmMsMax),
    slowCommits: values['slow-commits'] === true,
    lapses: share(values.lapses, defaults.lapses),
    warmMs: whole(values['warm-ms'], defaults.warmMs),
    homeToCopy: undefined,
    isKept: values.keep === true,
  };
  return { settings, isJson: values.json === true };
}

function whole(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no whole number`);
  return value;
}

function share(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!(value >= 0 && value <= 1)) throw new Error(`${text} is not from 0 to 1`);
  return value;
}

function plantOf(text: string | undefined): PlantName | undefined {
  const found = plantNames.find((name) => name === text);
  if (text !== undefined && found === undefined) throw new Error(`there is no plant ${text}`);
  return found;
}
