/** What may be asked of a run, and how the words of the command line become it. */
import { parseArgs } from 'node:util';

export interface Settings {
  readonly products: number;
  /** Those who buy there, in the copy of each device. */
  readonly customers: number;
  /** Runs of what happens once in a browser's life: first loads and warm starts. */
  readonly rounds: number;
  /** A home in which the products are already, to be copied; it must be stopped. */
  readonly home: string | undefined;
  readonly isJson: boolean;
  /** Leaves the home with its products behind, for the next run. */
  readonly isKept: boolean;
}

export const usage = `bench:register [--products 100000] [--customers 20000] [--rounds 5] [--home FOLDER] [--json] [--keep]`;

/** Throws with words for whoever typed it. */
export function readSettings(words: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...words],
    options: {
      products: { type: 'string', default: '100000' },
      customers: { type: 'string', default: '20000' },
      rounds: { type: 'string', default: '5' },
      home: { type: 'string' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  return {
    products: whole('products', values.products),
    customers: whole('customers', values.customers),
    rounds: whole('rounds', values.rounds),
    home: values.home,
    isJson: values.json,
    isKept: values.keep,
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`--${name} must be a whole number above zero, and is ${text}`);
  }
  return value;
}
