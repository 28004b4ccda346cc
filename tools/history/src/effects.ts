/** What was written, however often it was asked for: from when on it may, and must, be there. */
import type { History, Transaction, Write } from './history.ts';

export interface Effect<Step extends Write = Write> {
  readonly step: Step;
  /** Nobody can have seen it before. */
  readonly begin: number;
  /** Everybody has to see it from here on; infinite while nobody was told that it is done. */
  readonly doneBy: number;
  /** It never happened: every attempt was refused. */
  readonly isRefused: boolean;
  readonly attempts: readonly Transaction[];
}

type Kind = Write['kind'];
type WriteOf<K extends Kind> = Extract<Write, { readonly kind: K }>;

export const endOf = ({ outcome, end }: Transaction): number =>
  outcome === 'unknown' || end === undefined ? Infinity : end;

/** Effects of some kinds, by key and then by name. */
export type Effects<Step extends Write> = ReadonlyMap<string, ReadonlyMap<string, Effect<Step>>>;

export function effectsOf<K extends Kind>(
  history: History,
  kinds: readonly K[],
  naming: (step: WriteOf<K>) => { readonly key: string; readonly name: string },
): Effects<WriteOf<K>> {
  const found = new Map<string, Map<string, Effect<WriteOf<K>>>>();
  const isWanted = (step: { readonly kind: string }): step is WriteOf<K> =>
    (kinds as readonly string[]).includes(step.kind);
  for (const transaction of history) {
    for (const step of transaction.steps) {
      if (!isWanted(step)) continue;
      const { key, name } = naming(step);
      const ofKey = found.get(key) ?? new Map<string, Effect<WriteOf<K>>>();
      found.set(key, ofKey);
      ofKey.set(name, withAttempt(ofKey.get(name), step, transaction));
    }
  }
  return found;
}

function withAttempt<Step extends Write>(
  known: Effect<Step> | undefined,
  step: Step,
  transaction: Transaction,
): Effect<Step> {
  const { outcome, begin } = transaction;
  const isRefused = outcome === 'refused';
  const doneBy = outcome === 'done' ? endOf(transaction) : Infinity;
  // What was refused did nothing: it says neither from when on nor until when.
  const possibleFrom = isRefused ? Infinity : begin;
  if (known === undefined) {
    return { step, begin: possibleFrom, doneBy, isRefused, attempts: [transaction] };
  }
  return {
    step,
    begin: Math.min(known.begin, possibleFrom),
    doneBy: Math.min(known.doneBy, doneBy),
    isRefused: known.isRefused && isRefused,
    attempts: [...known.attempts, transaction],
  };
}

/** Whether this client itself was told, before `by`, that it is done. */
export function isToldTo(effect: Effect, client: string, by: number): boolean {
  return effect.attempts.some(
    (one) => one.client === client && one.outcome === 'done' && endOf(one) < by,
  );
}
