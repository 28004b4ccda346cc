/** What may be asked of a run of the oracle, and how the words of the command line become it. */
import { parseArgs } from 'node:util';

export const engines = ['node', 'browser', 'postgres'] as const;
export type Engine = (typeof engines)[number];

export interface RunSettings {
  readonly engines: readonly Engine[];
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

export const usage = `npm run oracle -- [--in node,browser,postgres] [--baskets 100000] [--seed 1]
                  [--only INDEX] [--help]

Random baskets of a seed through the rules, and every amount compared with an independent
oracle in exact fractions.

  --in       where: in Node, in Chromium, and through a server's push into PostgreSQL and
             back by SQL. All three unless it says which.
  --baskets  how many, in each
  --seed     which baskets; the same for the same seed for ever
  --only     the one basket of that index, as a difference names it

Ends with 0 when all agree, 1 at the first difference, which it prints, 2 when used wrongly,
3 when it could not go on.`;

/** Undefined when help was asked for. Throws with words for whoever typed it. */
export function readRunSettings(words: readonly string[]): RunSettings | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      in: { type: 'string', default: engines.join(',') },
      baskets: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const only = values.only === undefined ? undefined : wholeOf('--only', values.only, 0);
  return {
    engines: enginesOf(values.in),
    seed: wholeOf('--seed', values.seed, Number.MIN_SAFE_INTEGER),
    from: only ?? 0,
    count: only === undefined ? wholeOf('--baskets', values.baskets, 1) : 1,
  };
}

function wholeOf(name: string, text: string, min: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < min) {
    throw new Error(`${name} must be a whole number${min < 0 ? '' : ` from ${min}`}: ${text}`);
  }
  return value;
}

function enginesOf(text: string): readonly Engine[] {
  const wanted = new Set(text.split(','));
  const unknown = [...wanted].filter((name) => !engines.some((engine) => engine === name));
  if (unknown.length > 0) throw new Error(`--in knows ${engines.join(', ')}: ${unknown.join()}`);
  return engines.filter((engine) => wanted.has(engine));
}
