/**
 * Lists that only grow: every element that is done is in every later read, none is there that was
 * refused or never asked for, none twice, and what was seen once stays.
 */
import { effectsOf, isToldTo } from './effects.ts';
import type { Effect } from './effects.ts';
import type { Anomaly, Finding, History, Transaction } from './history.ts';
import { observationsOf } from './observations.ts';
import type { Observation } from './observations.ts';

type Elements = ReadonlyMap<string, Effect>;

export function checkLists(history: History): Finding[] {
  const effects = effectsOf(history, ['append'], ({ list, value }) => ({ key: list, name: value }));
  const whole = observationsOf(history, 'list', ({ list }) => list);
  const looks = observationsOf(history, 'look', ({ list }) => list);
  const keys = new Set([...whole.keys(), ...looks.keys()]);
  return [...keys].flatMap((key) => {
    const elements: Elements = effects.get(key) ?? new Map<string, Effect>();
    const lists = whole.get(key) ?? [];
    const sightings = [...lists.map(ofList), ...(looks.get(key) ?? []).map(ofLook)].sort(
      (one, other) => one.begin - other.begin,
    );
    return [
      ...lists.flatMap((read) => repeated(key, read)),
      ...orders(key, lists),
      ...presences(key, elements, sightings),
      ...absences(key, elements, sightings),
    ];
  });
}

/** What one read says of the elements it speaks of. */
interface Sighting {
  readonly by: Transaction;
  readonly begin: number;
  readonly end: number;
  readonly seen: ReadonlySet<string>;
  /** It speaks of these only; without, of all. */
  readonly about: readonly string[] | undefined;
}

type ListRead = Observation<{
  readonly kind: 'list';
  readonly list: string;
  readonly values: readonly string[];
  readonly isOrdered: boolean;
}>;

const ofList = ({ step, by, begin, end }: ListRead): Sighting => {
  return { by, begin, end, seen: new Set(step.values), about: undefined };
};

const ofLook = ({
  step,
  by,
  begin,
  end,
}: Observation<{
  readonly kind: 'look';
  readonly list: string;
  readonly value: string;
  readonly isThere: boolean;
}>): Sighting => {
  return { by, begin, end, seen: new Set(step.isThere ? [step.value] : []), about: [step.value] };
};

function repeated(key: string, { step, by }: ListRead): Finding[] {
  const once = new Set<string>();
  const twice = step.values.filter((value) => once.has(value) || !once.add(value));
  return twice.map((value) => ({
    anomaly: 'duplicate',
    key,
    what: `${by.name} sees ${value} more than once`,
  }));
}

/** All ordered reads of one list are beginnings of the longest. */
function orders(key: string, reads: readonly ListRead[]): Finding[] {
  const ordered = reads.filter(({ step }) => step.isOrdered);
  const longest = ordered.reduce<readonly string[]>((found, { step }) => {
    return step.values.length > found.length ? step.values : found;
  }, []);
  return ordered
    .filter(({ step }) => step.values.some((value, index) => value !== longest[index]))
    .map(({ by, step }) => ({
      anomaly: 'incompatible-order',
      key,
      what: `${by.name} sees [${step.values.join(' ')}], another [${longest.join(' ')}]`,
    }));
}

function presences(
  key: string,
  elements: Elements,
  sightings: readonly Sighting[],
): readonly Finding[] {
  return sightings.flatMap(({ by, seen, end }) =>
    [...seen].flatMap((value): Finding[] => {
      const effect = elements.get(value);
      const tell = (anomaly: Anomaly, why: string): Finding[] => {
        return [{ anomaly, key, what: `${by.name} sees ${value}, ${why}` }];
      };
      if (effect === undefined) return tell('unknown-value', 'which nobody asked for');
      if (effect.isRefused) return tell('dirty-read', 'which was refused');
      if (effect.begin > end) return tell('future-read', 'which nobody had asked for yet');
      return [];
    }),
  );
}

/** In the order of their beginnings, so that what was seen before one is known at it. */
function absences(
  key: string,
  elements: Elements,
  sightings: readonly Sighting[],
): readonly Finding[] {
  const sight = sightOf(sightings);
  const findings: Finding[] = [];
  for (const sighting of sightings) {
    const { by, begin, seen, about } = sighting;
    for (const value of about ?? elements.keys()) {
      if (seen.has(value)) continue;
      const effect = elements.get(value);
      const seenBy = sight.seenBy(value, begin);
      const isDone = effect !== undefined && effect.doneBy < begin;
      if (seenBy === undefined && !isDone) continue;
      const isOwn = effect !== undefined && isToldTo(effect, by.client, begin);
      const what = `${by.name} does not see ${value}, which is ${
        seenBy === undefined ? 'done' : `seen by ${seenBy.name} before`
      }`;
      const isLater = sight.isSeenAfter(value, begin);
      findings.push({
        anomaly: absenceOf({ isOwn, isGone: seenBy !== undefined, isLater }),
        key,
        what,
      });
    }
  }
  return findings;
}

interface Absence {
  readonly isOwn: boolean;
  readonly isGone: boolean;
  readonly isLater: boolean;
}

function absenceOf({ isOwn, isGone, isLater }: Absence): Anomaly {
  if (isOwn) return 'stale-own-read';
  if (isGone) return 'non-monotonic-read';
  return isLater ? 'stale-read' : 'lost-update';
}

interface Sight {
  /** Who saw it first, if that was over before the moment. */
  readonly seenBy: (value: string, before: number) => Transaction | undefined;
  readonly isSeenAfter: (value: string, moment: number) => boolean;
}

function sightOf(sightings: readonly Sighting[]): Sight {
  const first = new Map<string, Sighting>();
  const last = new Map<string, number>();
  for (const sighting of sightings) {
    for (const value of sighting.seen) {
      if ((first.get(value)?.end ?? Infinity) > sighting.end) first.set(value, sighting);
      last.set(value, Math.max(last.get(value) ?? -Infinity, sighting.begin));
    }
  }
  return {
    seenBy: (value, before) => {
      const found = first.get(value);
      return found !== undefined && found.end < before ? found.by : undefined;
    },
    isSeenAfter: (value, moment) => (last.get(value) ?? -Infinity) > moment,
  };
}
