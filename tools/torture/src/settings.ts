/** What may be asked of a run, and how the words of the command line become it. */
import { parseArgs } from 'node:util';
import { plantNames } from './plants.ts';
import type { PlantName } from './plants.ts';

/** What every act needs to know. */
export interface StageSettings {
  readonly registers: number;
  readonly seed: number;
  readonly plant: PlantName | undefined;
  /** How often a sale has seven hundred lines, so that short transactions overtake long ones. */
  readonly longSales: number;
  /** Some commits take long, so that transactions overtake each other. Does no harm by itself. */
  readonly slowCommits: boolean;
  /** Milliseconds of load before the first trouble. */
  readonly warmMs: number;
  /** A stopped server's home to copy, so that no cluster has to be made. */
  readonly homeToCopy: string | undefined;
  readonly isKept: boolean;
}

export interface Settings extends StageSettings {
  readonly kills: number;
  readonly postgresKills: number;
  /** Milliseconds of load between one kill and the next, at most. */
  readonly calmMsMax: number;
  /** How often a killed server's leases are ended at once instead of running out. */
  readonly lapses: number;
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

export const usage = `torture kills a real server under load, and asks afterwards what was lost.

What is done, one after the other; without any of these, --kills 50 --postgres-kills 10:
  --kills N            kill -9 of the server, N times
  --postgres-kills N   kill -9 of PostgreSQL, sometimes of both
  --points             death at every named point of the kernel, on every way there is
  --power-cuts N       the power fails N times: what was not flushed is gone. Needs Linux and root
  --disk-full          the disk fills up and is freed again. Needs Linux and root
  --clock-jumps        the clocks of server and registers jump, up to ten years
  --plants             every planted fault has to be found, by name

How:
  --registers 4        registers that sell
  --seed 1             what is thrown, and when
  --plant NAME         with this fault put in on purpose: exit code 1 is right then
  --long-sales 0.01    how often a sale has seven hundred lines
  --slow-commits       some commits take long
  --warm-ms 2000       load before the first trouble
  --calm-ms 1500       load between one kill and the next, at most
  --lapses 0.8         how often the leases of the dead end at once
  --json               the report for a script
  --keep               the folder with the server's home stays

Exit codes: 0 nothing was lost · 1 something was, or nothing was proved · 2 used wrongly · 3 failed

Plants: ${plantNames.join(', ')}`;

export interface Wanted {
  readonly settings: Settings;
  readonly powerCuts: number;
  readonly hasPoints: boolean;
  readonly hasDiskFull: boolean;
  readonly hasClockJumps: boolean;
  readonly hasPlants: boolean;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

const options = {
  kills: { type: 'string' },
  'postgres-kills': { type: 'string' },
  'power-cuts': { type: 'string' },
  points: { type: 'boolean' },
  'disk-full': { type: 'boolean' },
  'clock-jumps': { type: 'boolean' },
  plants: { type: 'boolean' },
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
  help: { type: 'boolean' },
} as const;

const acts = [
  'kills',
  'postgres-kills',
  'power-cuts',
  'points',
  'disk-full',
  'clock-jumps',
  'plants',
] as const;

/** Throws with words for whoever typed it. */
export function readSettings(words: readonly string[]): Wanted {
  const { values } = parseArgs({ args: [...words], options });
  const isUsual = acts.every((act) => values[act] === undefined);
  const settings: Settings = {
    kills: whole(values.kills, isUsual ? defaults.kills : 0),
    postgresKills: whole(values['postgres-kills'], isUsual ? defaults.postgresKills : 0),
    registers: whole(values.registers, defaults.registers),
    seed: whole(values.seed, defaults.seed),
    plant: plantNamed(values.plant),
    longSales: share(values['long-sales'], defaults.longSales),
    calmMsMax: whole(values['calm-ms'], defaults.calmMsMax),
    slowCommits: values['slow-commits'] === true,
    lapses: share(values.lapses, defaults.lapses),
    warmMs: whole(values['warm-ms'], defaults.warmMs),
    homeToCopy: undefined,
    isKept: values.keep === true,
  };
  return {
    settings,
    powerCuts: whole(values['power-cuts'], 0),
    hasPoints: values.points === true,
    hasDiskFull: values['disk-full'] === true,
    hasClockJumps: values['clock-jumps'] === true,
    hasPlants: values.plants === true,
    isJson: values.json === true,
    isHelp: values.help === true,
  };
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

function plantNamed(text: string | undefined): PlantName | undefined {
  const found = plantNames.find((name) => name === text);
  if (text !== undefined && found === undefined) throw new Error(`there is no plant ${text}`);
  return found;
}
