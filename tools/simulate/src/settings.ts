/** What the command was asked for. */
import { parseArgs } from 'node:util';

export interface Settings {
  readonly seeds: number;
  /** The first. */
  readonly seed: number;
  readonly databaseUrl: string | undefined;
  /** Runs each seed twice, and compares. */
  readonly isTwice: boolean;
  readonly isTraced: boolean;
  /** A planted bug, or all of them, one after the other. */
  readonly plant: string | undefined;
}

export const usage = `npm run simulate -- [--seeds 200] [--seed 1] [--twice] [--trace]
                     [--plant NAME | --plant all] [--database URL]`;

export function readSettings(words: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seeds: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      database: { type: 'string' },
      twice: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      plant: { type: 'string' },
    },
  });
  return {
    seeds: wholeOf(values.seeds),
    seed: wholeOf(values.seed),
    databaseUrl: values.database,
    isTwice: values.twice,
    isTraced: values.trace,
    plant: values.plant,
  };
}

function wholeOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no whole number`);
  return value;
}
