/** What may be asked of a run, and how the words of the command line become it. */
import { parseArgs } from 'node:util';

export const questions = ['sales', 'lag', 'stored', 'split', 'events', 'rebuild'] as const;
export type Question = (typeof questions)[number];

export interface Settings {
  readonly question: Question;
  /** Registers that send, and connections of the reference, at the same time. */
  readonly clients: number;
  readonly seconds: number;
  readonly rounds: number;
  /** Of each sale. */
  readonly lines: number;
  /** Products of each shop. */
  readonly products: number;
  /** Sales that are there before anything is measured. */
  readonly history: number;
  /** Sales of the large history. */
  readonly orders: number;
  /** Events of a round. */
  readonly events: number;
  /** Where the server writes its CPU profile, if anywhere. No figure counts then. */
  readonly profile: string | undefined;
  /** Counts the statements of each way too, which costs a little. */
  readonly isCounting: boolean;
  readonly isJson: boolean;
  readonly isKept: boolean;
}

export const usage = `bench [sales | lag | stored | split | events | rebuild] [--clients 8] [--seconds 5] [--rounds 3]
      [--products 10000] [--lines 3] [--history 50000] [--orders 5000000] [--events 20000]
      [--profile FOLDER] [--statements] [--json] [--keep]

sales   sales a second, one a request and in batches, as fractions of bare PostgreSQL
lag     how long after its answer a sale has moved its stock, at half of that
stored  the same sales with a small history and with --orders of them stored
split   checkouts in one process, and in a process a module, in turn
events  what is told, over the Kafka of KAFKA_BROKERS, beside Kafka's own client
rebuild evertill rebuild inventory, over --orders sales, told again into an empty database
bench --snapshot [--products 100000] [--times 20] [--json]

Needs pgbench in the PATH (Debian: postgresql-contrib or postgresql-15).`;

/** Throws with words for whoever typed it. */
export function readSettings(words: readonly string[]): Settings {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    args: [...words],
    options: {
      clients: { type: 'string', default: '8' },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      products: { type: 'string', default: '10000' },
      lines: { type: 'string', default: '3' },
      history: { type: 'string', default: '50000' },
      orders: { type: 'string', default: '5000000' },
      events: { type: 'string', default: '20000' },
      profile: { type: 'string' },
      statements: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  return {
    question: questionOf(positionals),
    clients: whole('clients', values.clients),
    seconds: whole('seconds', values.seconds),
    rounds: whole('rounds', values.rounds),
    products: whole('products', values.products),
    lines: whole('lines', values.lines),
    history: whole('history', values.history),
    orders: whole('orders', values.orders),
    events: whole('events', values.events),
    profile: values.profile,
    isCounting: values.statements,
    isJson: values.json,
    isKept: values.keep,
  };
}

function questionOf(words: readonly string[]): Question {
  const [word = 'sales', ...others] = words;
  const question = questions.find((one) => one === word);
  if (question === undefined || others.length > 0) throw new Error(`what is ${words.join(' ')}?`);
  return question;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  const isWhole = Number.isSafeInteger(value) && value >= (name === 'history' ? 0 : 1);
  if (!isWhole) throw new Error(`--${name} must be a whole number, and is ${text}`);
  return value;
}
