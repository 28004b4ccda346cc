/** What may be asked of a run, and how the words of the command line become it. */
import { parseArgs } from 'node:util';
import { plantNames } from './plants.ts';
import type { PlantName } from './plants.ts';

export interface Settings {
  readonly transactions: number;
  readonly seed: number;
  /** In each of the two demo shops. */
  readonly clients: number;
  readonly plant: PlantName | undefined;
  /** A stopped server's home to copy, so that no cluster has to be made. */
  readonly homeToCopy: string | undefined;
  readonly isKept: boolean;
}

export const defaults: Settings = {
  transactions: 10_000,
  seed: 1,
  clients: 6,
  plant: undefined,
  homeToCopy: undefined,
  isKept: false,
};

export const usage = `history [--transactions 10000] [--seed 1] [--clients 6] [--plant <name>]
        [--json] [--keep]

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
      transactions: { type: 'string' },
      seed: { type: 'string' },
      clients: { type: 'string' },
      plant: { type: 'string' },
      json: { type: 'boolean' },
      keep: { type: 'boolean' },
    },
  });
  const plant = plantNames.find((name) => name === values.plant);
  if (values.plant !== undefined && plant === undefined) {
    throw new Error(`there is no plant ${values.plant}`);
  }
  const settings: Settings = {
    transactions: whole(values.transactions, defaults.transactions),
    seed: whole(values.seed, defaults.seed),
    clients: whole(values.clients, defaults.clients),
    plant,
    homeToCopy: undefined,
    isKept: values.keep === true,
  };
  return { settings, isJson: values.json === true };
}

function whole(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${text} is no whole number`);
  return value;
}
