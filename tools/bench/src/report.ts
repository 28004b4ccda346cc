/** What a run found, as figures for a script and as words for a person. */
import { cpus, totalmem } from 'node:os';
import { ways } from './run.ts';
import type { Settings } from './settings.ts';
import type { Outcome, Way, WayFigures } from './run.ts';

export interface WaySummary {
  /** Medians over the rounds; the ratio is the median of each round's own. */
  readonly ratio: number;
  readonly ratio_lowest: number;
  readonly ratio_highest: number;
  readonly sales_per_second: number;
  readonly drain_ms: number;
  readonly answer_ms_p50: number;
  readonly answer_ms_p99: number;
  readonly server_ms_a_sale: number;
  readonly postgres_ms_a_sale: number;
  readonly load_ms_a_sale: number;
}

export interface Summary {
  readonly machine: string;
  readonly postgres: string;
  readonly pgbench: string;
  readonly clients: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly reference_per_second: number;
  readonly bytes_a_sale: number;
  readonly ways: Readonly<Record<Way, WaySummary>>;
}

export function summaryOf({ settings, rounds, ...outcome }: Outcome): Summary {
  const summaries = ways.map((way) => {
    const figures = rounds.map((round) => round.ways[way]);
    const ratios = rounds.map((round) => round.ways[way].perSecondDrained / round.reference);
    const middle = (pick: (one: WayFigures) => number): number => median(figures.map(pick));
    const summary: WaySummary = {
      ratio: tidy(median(ratios), 3),
      ratio_lowest: tidy(Math.min(...ratios), 3),
      ratio_highest: tidy(Math.max(...ratios), 3),
      sales_per_second: tidy(middle((one) => one.perSecondDrained)),
      drain_ms: tidy(middle((one) => one.drainMs)),
      answer_ms_p50: tidy(
        middle((one) => one.answerMsP50),
        2,
      ),
      answer_ms_p99: tidy(
        middle((one) => one.answerMsP99),
        2,
      ),
      // Seconds a thousand sales are milliseconds a sale.
      server_ms_a_sale: tidy(
        middle((one) => one.processor.server),
        3,
      ),
      postgres_ms_a_sale: tidy(
        middle((one) => one.processor.postgres),
        3,
      ),
      load_ms_a_sale: tidy(
        middle((one) => one.processor.load),
        3,
      ),
    };
    return [way, summary] as const;
  });
  return {
    machine: machine(),
    postgres: outcome.postgres,
    pgbench: outcome.pgbench,
    clients: settings.clients,
    seconds: settings.seconds,
    rounds: settings.rounds,
    reference_per_second: tidy(median(rounds.map(({ reference }) => reference))),
    bytes_a_sale: outcome.bytesPerSale,
    ways: Object.fromEntries(summaries) as Record<Way, WaySummary>,
  };
}

export function reportText({ ways: summaries, ...head }: Summary): string {
  const top = Object.entries(head).map(([name, value]) => row(name, [value]));
  const names = Object.keys(summaries.single) as (keyof WaySummary)[];
  const table = names.map((name) =>
    row(
      name,
      ways.map((way) => summaries[way][name]),
    ),
  );
  return [...top, '', row('', [...ways]), ...table].map((line) => `${line}\n`).join('');
}

/** Figures by name, for a person; as JSON where that was asked for. */
export function asWords({ isJson }: Pick<Settings, 'isJson'>, figures: object): string {
  if (isJson) return `${JSON.stringify({ machine: machine(), ...figures })}\n`;
  return [`machine                 ${machine()}`, ...linesOf('', figures)]
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(above: string, figures: object): string[] {
  return Object.entries(figures).flatMap(([name, value]: [string, unknown]) => {
    const words = name.replaceAll(/[A-Z0-9]+/g, (part) => ` ${part.toLowerCase()}`);
    const label = `${above}${words}`;
    if (typeof value === 'object' && value !== null) return linesOf(`${label}: `, value);
    return [`${label.padEnd(40)}${String(tidy(Number(value), 2)).padStart(12)}`];
  });
}

/** The statements of the last round, where they were counted. */
export function statementsText({ rounds }: Outcome): string {
  const last = rounds.at(-1);
  const lines = ways.flatMap((way) => {
    const counted = last?.ways[way].statements ?? [];
    if (counted.length === 0) return [];
    const rows = counted.map(({ query, calls, ms }) => {
      return `${calls.toFixed(3).padStart(9)}${ms.toFixed(4).padStart(9)}  ${query}`;
    });
    return ['', `${way}: calls and milliseconds a sale`, ...rows];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function row(name: string, cells: readonly (string | number)[]): string {
  const label = name.replaceAll('_', ' ').padEnd(24);
  return `${label}${cells.map((cell) => String(cell).padStart(10)).join('')}`;
}

function machine(): string {
  const [first] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model ?? 'unknown'}, ${gibibytes} GiB, Node ${process.version}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function tidy(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
