/** What a run found, as figures for a script and as words for a person. */
import type { Outcome } from './run.ts';

export type Figures = Readonly<Record<string, number>>;

export function figuresOf({
  settings,
  history,
  recordedMs,
  checkedMs,
  findings,
  refusals,
}: Outcome): Figures {
  const count = (outcome: string): number =>
    history.filter((transaction) => transaction.outcome === outcome).length;
  const steps = history.flatMap((transaction) => transaction.steps);
  const byKind = Map.groupBy(steps, ({ kind }) => kind);
  return {
    seed: settings.seed,
    clients: settings.clients * 2,
    transactions: history.length,
    done: count('done'),
    refused: count('refused'),
    unknown: count('unknown'),
    ...Object.fromEntries([...refusals].map(([code, times]) => [`refused_${code}`, times])),
    ...Object.fromEntries([...byKind].map(([kind, list]) => [`steps_${kind}`, list.length])),
    recorded_s: Math.round(recordedMs / 100) / 10,
    transactions_per_s: Math.round(history.length / (recordedMs / 1000)),
    checked_s: Math.round(checkedMs / 100) / 10,
    findings: findings.length,
  };
}

const SHOWN_MAX = 12;

export function reportText(outcome: Outcome): string {
  const { findings, settings, surprises } = outcome;
  const plant = settings.plant === undefined ? [] : [`planted: ${settings.plant}`];
  const figures = Object.entries(figuresOf(outcome)).map(
    ([name, value]) => `${name.replaceAll('_', ' ').padEnd(24)} ${value}`,
  );
  const shown = findings
    .slice(0, SHOWN_MAX)
    .map(({ anomaly, key, what }) => `FOUND ${anomaly} in ${key}: ${what}`);
  const odd = surprises.map((what) => `SURPRISE ${what}`);
  const end = findings.length + surprises.length === 0 ? ['nothing is wrong with it'] : [];
  return [...plant, ...figures, ...shown, ...odd, ...end].map((line) => `${line}\n`).join('');
}
