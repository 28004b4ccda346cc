/** What may be asked of a drill, and how the words of the command line become it. */
import { parseArgs } from 'node:util';

export interface Settings {
  readonly seed: number;
  readonly seeds: number;
  /** Taken at random moments while the registers sell; each is restored. */
  readonly backups: number;
  readonly registers: number;
  /** Milliseconds of load before the first backup; at most as long after each. */
  readonly loadMs: number;
  /** A stopped server's home to copy, so that no cluster has to be made. */
  readonly homeToCopy: string | undefined;
}

export const defaults: Settings = {
  seed: 1,
  seeds: 3,
  backups: 3,
  registers: 4,
  loadMs: 8_000,
  homeToCopy: undefined,
};

export const usage = `drill [--seed 1] [--seeds 3] [--backups 3] [--registers 4] [--load-ms 8000]
      [--json]`;

/** Throws with words for whoever typed it. */
export function readSettings(words: readonly string[]): {
  readonly settings: Settings;
  readonly isJson: boolean;
} {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      backups: { type: 'string' },
      registers: { type: 'string' },
      'load-ms': { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const settings: Settings = {
    ...defaults,
    seed: whole(values.seed, defaults.seed),
    seeds: whole(values.seeds, defaults.seeds),
    backups: whole(values.backups, defaults.backups),
    registers: whole(values.registers, defaults.registers),
    loadMs: whole(values['load-ms'], defaults.loadMs),
  };
  return { settings, isJson: values.json === true };
}

function whole(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${text} is no whole number`);
  return value;
}
