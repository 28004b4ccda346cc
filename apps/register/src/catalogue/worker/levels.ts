/**
 * What is on hand less what is reserved, of each product at each place. Sorted tables of bytes and
 * numbers, and over them what changed since: a hundred thousand levels make no hundred thousand
 * objects.
 */
import { placeOfUuid, rowOfUuid, uuidAt, uuidBytes } from './uuid-bytes.ts';

/** Some levels as they are kept: the place of each, its product, and its thousandths. */
export interface LevelPage {
  readonly locations: readonly string[];
  /** Places in `locations`. */
  readonly location: Uint16Array<ArrayBuffer>;
  readonly ids: Uint8Array<ArrayBuffer>;
  readonly availableMilli: Float64Array<ArrayBuffer>;
}

/** All levels of one place, in the order of their products' ids. */
export interface LevelTable {
  readonly location: string;
  readonly ids: Uint8Array<ArrayBuffer>;
  readonly availableMilli: Float64Array<ArrayBuffer>;
}

export interface Levels {
  /** Of all places together; null where nobody counts it. */
  readonly availableMilli: (productId: string) => number | null;
  readonly apply: (page: LevelPage) => void;
  /** How many lie over the tables. */
  readonly looseCount: () => number;
  /** Tables with everything in them, which `fold` then goes on with. */
  readonly tables: () => readonly LevelTable[];
  readonly fold: (tables: readonly LevelTable[]) => void;
}

interface Place {
  table: LevelTable;
  loose: Map<string, number>;
}

export interface Level {
  readonly productId: string;
  readonly location: string;
  readonly availableMilli: number;
}

export function levelPageOf(levels: readonly Level[]): LevelPage {
  const locations = [...new Set(levels.map(({ location }) => location))];
  const ids = new Uint8Array(levels.length * 16);
  for (const [index, { productId }] of levels.entries()) ids.set(uuidBytes(productId), index * 16);
  return {
    locations,
    location: Uint16Array.from(levels, ({ location }) => locations.indexOf(location)),
    ids,
    availableMilli: Float64Array.from(levels, ({ availableMilli }) => availableMilli),
  };
}

export function openLevels(tables: readonly LevelTable[]): Levels {
  let places = placesOf(tables);
  const at = (location: string): Place => {
    const known = places.get(location);
    if (known !== undefined) return known;
    const made = { table: emptyTable(location), loose: new Map<string, number>() };
    places.set(location, made);
    return made;
  };
  return {
    availableMilli: (productId) => {
      let sum: number | null = null;
      for (const { table, loose } of places.values()) {
        const row = loose.has(productId) ? undefined : rowOfUuid(table.ids, productId);
        const here = row === undefined ? loose.get(productId) : table.availableMilli[row];
        if (here !== undefined) sum = (sum ?? 0) + here;
      }
      return sum;
    },
    apply: ({ locations, location, ids, availableMilli }) => {
      for (const [index, available] of availableMilli.entries()) {
        const name = locations[location[index] ?? 0];
        if (name !== undefined) at(name).loose.set(uuidAt(ids, index), available);
      }
    },
    looseCount: () => [...places.values()].reduce((all, { loose }) => all + loose.size, 0),
    tables: () => [...places.values()].map(merged),
    fold: (made) => {
      places = placesOf(made);
    },
  };
}

function placesOf(tables: readonly LevelTable[]): Map<string, Place> {
  return new Map(tables.map((table) => [table.location, { table, loose: new Map() }]));
}

function emptyTable(location: string): LevelTable {
  return { location, ids: new Uint8Array(0), availableMilli: new Float64Array(0) };
}

/** Runs of the table are copied as they are; the loose ones go between them, or replace one. */
function merged({ table, loose }: Place): LevelTable {
  if (loose.size === 0) return table;
  const added = [...loose].sort(([one], [other]) => (one < other ? -1 : 1));
  const rows = table.availableMilli.length;
  const ids = new Uint8Array((rows + added.length) * 16);
  const availableMilli = new Float64Array(rows + added.length);
  let [from, to] = [0, 0];
  const copyUntil = (end: number): void => {
    ids.set(table.ids.subarray(from * 16, end * 16), to * 16);
    availableMilli.set(table.availableMilli.subarray(from, end), to);
    to += end - from;
    from = end;
  };
  for (const [productId, available] of added) {
    const { row, isThere } = placeOfUuid(table.ids, productId);
    copyUntil(row);
    ids.set(uuidBytes(productId), to * 16);
    availableMilli[to] = available;
    to += 1;
    if (isThere) from += 1;
  }
  copyUntil(rows);
  return {
    location: table.location,
    ids: ids.slice(0, to * 16),
    availableMilli: availableMilli.slice(0, to),
  };
}
