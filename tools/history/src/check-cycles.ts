/**
 * Across keys: transactions that each have to come before the other. Who comes before whom is known
 * by four kinds of edges; a ring of them is an anomaly, whichever keys it goes through.
 *
 *   ww  wrote the element before      wr  wrote what the other read
 *   rw  did not see what the other wrote      rt  was over before the other began
 */
import { effectsOf, endOf } from './effects.ts';
import type { Effect } from './effects.ts';
import type { Finding, History, Transaction } from './history.ts';
import { observationsOf } from './observations.ts';
import { ringsOf } from './rings.ts';
import type { Graph } from './rings.ts';

export type EdgeKind = 'ww' | 'wr' | 'rw' | 'rt';

export function checkCycles(history: History): Finding[] {
  const graph = graphOf(history);
  return ringsOf(graph).map((ring) => {
    const kinds = ring.map(({ kind }) => kind);
    const anomaly = kinds.includes('rw')
      ? 'cycle-of-dependencies'
      : kinds.includes('wr')
        ? 'cycle-of-information'
        : 'cycle-of-writes';
    const words = ring.map(({ from, kind }) => `${history[from]?.name ?? 'time'} ${kind}>`);
    return {
      anomaly,
      key: 'history',
      what: words.filter((one) => !one.startsWith('time')).join(' '),
    };
  });
}

/** Nodes are places in the history; those from its length on are moments between them. */
function graphOf(history: History): Graph<EdgeKind> {
  const place = new Map(history.map((transaction, index) => [transaction, index]));
  const edges = new Map<number, { readonly to: number; readonly kind: EdgeKind }[]>();
  const link = (from: number | undefined, to: number | undefined, kind: EdgeKind): void => {
    if (from === undefined || to === undefined || from === to) return;
    const out = edges.get(from);
    if (out === undefined) edges.set(from, [{ to, kind }]);
    else out.push({ to, kind });
  };
  const connect: Connect = (from, to, kind) => link(place.get(from), place.get(to), kind);
  linkTime(history, link);
  linkLists(history, connect);
  linkCells(history, connect);
  return { size: history.length, edges };
}

type Connect = (from: Transaction, to: Transaction, kind: EdgeKind) => void;

/** Who wrote it: known when it was asked for once. Whoever sent it again may not have been it. */
function writerOf(effect: Effect | undefined): Transaction | undefined {
  return effect?.attempts.length === 1 ? effect.attempts[0] : undefined;
}

/**
 * By moments, so that the edges are as many as transactions and not as many as pairs: whoever ends
 * points to the moment, moments point onwards, and to whoever begins after them.
 */
function linkTime(
  history: History,
  link: (from: number, to: number, kind: EdgeKind) => void,
): void {
  const events = history
    .flatMap((transaction, index) => [
      { at: transaction.begin, index, isEnd: false },
      { at: endOf(transaction), index, isEnd: true },
    ])
    .filter(({ at }) => at < Infinity)
    // At one moment beginnings come first: what only touches is taken to overlap.
    .sort((one, other) => one.at - other.at || Number(one.isEnd) - Number(other.isEnd));
  let moment = history.length;
  for (const { index, isEnd } of events) {
    if (isEnd) {
      link(index, moment + 1, 'rt');
      link(moment, moment + 1, 'rt');
      moment += 1;
    } else {
      link(moment, index, 'rt');
    }
  }
}

function linkLists(history: History, connect: Connect): void {
  const effects = effectsOf(history, ['append'], ({ list, value }) => ({ key: list, name: value }));
  for (const [key, observations] of observationsOf(history, 'list', ({ list }) => list)) {
    const ofKey = effects.get(key);
    const longest = observations
      .filter(({ step }) => step.isOrdered)
      .reduce<readonly string[]>(
        (found, { step }) => (step.values.length > found.length ? step.values : found),
        [],
      );
    const writers = longest.map((value) => writerOf(ofKey?.get(value)));
    for (const [index, writer] of writers.entries()) {
      const next = writers[index + 1];
      if (writer !== undefined && next !== undefined) connect(writer, next, 'ww');
    }
    for (const { step, by } of observations) {
      const seen = new Set(step.values);
      for (const [value, effect] of ofKey ?? []) {
        linkSight(connect, { by, writer: writerOf(effect), isSeen: seen.has(value), effect });
      }
    }
  }
  for (const [key, observations] of observationsOf(history, 'look', ({ list }) => list)) {
    for (const { step, by } of observations) {
      const effect = effects.get(key)?.get(step.value);
      linkSight(connect, { by, writer: writerOf(effect), isSeen: step.isThere, effect });
    }
  }
}

interface Sight {
  readonly by: Transaction;
  readonly writer: Transaction | undefined;
  readonly isSeen: boolean;
  readonly effect: Effect | undefined;
}

function linkSight(connect: Connect, { by, writer, isSeen, effect }: Sight): void {
  if (writer === undefined || effect === undefined || effect.isRefused) return;
  if (isSeen) connect(writer, by, 'wr');
  // What nobody was told is done may never have happened.
  else if (writer.outcome === 'done') connect(by, writer, 'rw');
}

function linkCells(history: History, connect: Connect): void {
  const effects = effectsOf(history, ['write'], ({ cell, value }) => ({ key: cell, name: value }));
  for (const [key, observations] of observationsOf(history, 'read', ({ cell }) => cell)) {
    const ofKey = effects.get(key);
    for (const { step, by } of observations) {
      if (step.value !== null) {
        const writer = writerOf(ofKey?.get(step.value));
        if (writer !== undefined) connect(writer, by, 'wr');
        continue;
      }
      for (const effect of ofKey?.values() ?? []) {
        const writer = writerOf(effect);
        if (writer?.outcome === 'done') connect(by, writer, 'rw');
      }
    }
  }
}
