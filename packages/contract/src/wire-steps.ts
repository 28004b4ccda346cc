/**
 * The walk along a schema, step by step: how each kind of value is taken off the wire and put back
 * on it, in one casing. Steps are made once for a schema and then only run.
 */
import { BODY_KINDS, isOperationKind } from './sale-body.ts';
import type { OperationKind } from './sale-body.ts';
import { nameIn, nexisFieldWord, nexisWord } from './wire-names.ts';
import type { Casing } from './wire-names.ts';

export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [key: string]: unknown;
}

/** The mark of an enumeration whose words are names of fields: `?ordering=`. */
export const FIELD_NAMES = 'x-field-names';

export interface WireFlaw {
  /** As the caller wrote it. */
  readonly field: string;
  readonly message: string;
}

export interface Reading {
  /** Paths, as the caller wrote them, of names the schema does not know. */
  readonly unknown: string[];
  readonly flaws: WireFlaw[];
  /** Query strings and path segments carry no types: numbers and truth values are read there. */
  readonly isText: boolean;
}

export interface Step {
  readonly read: (value: unknown, path: string, reading: Reading) => unknown;
  readonly write: (value: unknown) => unknown;
}

/** What the wire wears, what it is turned into, and who turns the body of a queued operation. */
export interface Clothes {
  readonly casing: Casing;
  /** The name on our side of the wire. */
  readonly inside: (name: string) => string;
  readonly bodyStep: (kind: OperationKind) => Step;
  /** Names are written in the order of RFC 8785, not in that of the schema. */
  readonly isOrdered?: boolean;
}

export function stepOf(schema: JsonSchema, clothes: Clothes): Step {
  if (schema.anyOf !== undefined) return choiceStep(schema.anyOf, clothes);
  if (schema.type === 'object') return objectStep(schema, clothes);
  if (schema.type === 'array' && schema.items !== undefined) {
    return arrayStep(schema.items, clothes);
  }
  if (schema.format === 'decimal') return decimalStep;
  if (schema.type === 'integer' || schema.type === 'number') return numberStep;
  if (schema.type === 'boolean') return truthStep;
  const words = wordsOf(schema);
  if (clothes.casing === 'nexis' && words.length > 0) return wordStep(schema, words);
  return plainStep;
}

const plainStep: Step = { read: (value) => value, write: (value) => value };

/** The wire takes a number or a string for an amount; code sees a string. */
const decimalStep: Step = {
  read: (value) => (typeof value === 'number' ? String(value) : value),
  write: (value) => value,
};

const numberStep: Step = {
  read: (value, _path, { isText }) =>
    isText && typeof value === 'string' && /^-?[0-9]{1,16}$/.test(value) ? Number(value) : value,
  write: (value) => value,
};

const truthStep: Step = {
  read: (value, _path, { isText }) => {
    if (!isText) return value;
    return value === 'true' ? true : value === 'false' ? false : value;
  },
  write: (value) => value,
};

/** The words of an enumeration, as code has them. */
export function wordsOf(schema: JsonSchema): readonly string[] {
  const said = schema['enum'] ?? ('const' in schema ? [schema['const']] : []);
  return (said as readonly unknown[]).filter((word) => typeof word === 'string');
}

/** The words of an enumeration on the Nexis wire, in the same order. Two must not become one. */
export function nexisWordsOf(schema: JsonSchema): readonly string[] {
  const words = wordsOf(schema);
  const dressed = words.map(schema[FIELD_NAMES] === true ? nexisFieldWord : nexisWord);
  if (new Set(dressed).size !== words.length) {
    throw new Error(`two words of one enumeration are one in Nexis casing: ${words.join(', ')}`);
  }
  return dressed;
}

/** Strict: `CASH` is no word of the Nexis wire, and what is none is named. */
function wordStep(schema: JsonSchema, words: readonly string[]): Step {
  const dressed = nexisWordsOf(schema);
  const toCode = new Map(dressed.map((word, index) => [word, words[index]]));
  const toWire = new Map(words.map((word, index) => [word, dressed[index]]));
  return {
    read: (value, path, { flaws }) => {
      if (typeof value !== 'string') return value;
      const word = toCode.get(value);
      if (word !== undefined) return word;
      const message = `must be one of ${dressed.join(', ')}`;
      flaws.push({ field: path.replace(/\.$/, ''), message });
      return value;
    },
    write: (value) => (typeof value === 'string' ? (toWire.get(value) ?? value) : value),
  };
}

/** Only "this or null" occurs in our schemas, so the first branch that is not null decides. */
function choiceStep(branches: readonly JsonSchema[], clothes: Clothes): Step {
  const branch = branches.find((candidate) => candidate.type !== 'null');
  if (branch === undefined) return plainStep;
  const step = stepOf(branch, clothes);
  return {
    read: (value, path, reading) => (value === null ? null : step.read(value, path, reading)),
    write: (value) => (value === null ? null : step.write(value)),
  };
}

function arrayStep(items: JsonSchema, clothes: Clothes): Step {
  const step = stepOf(items, clothes);
  return {
    read: (value, path, reading) =>
      Array.isArray(value)
        ? value.map((item, index) => step.read(item, `${path}${index}.`, reading))
        : value,
    write: (value) => (Array.isArray(value) ? value.map((item) => step.write(item)) : value),
  };
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Field {
  readonly name: string;
  readonly wire: string;
  readonly step: Step;
}

function objectStep(schema: JsonSchema, clothes: Clothes): Step {
  const { casing, inside } = clothes;
  const properties = Object.entries(schema.properties ?? {});
  const fields = properties.map(([name, property]): Field => {
    const wire = nameIn(casing, name);
    return { name: inside(name), wire, step: stepOf(property, clothes) };
  });
  if (clothes.isOrdered === true) fields.sort((one, other) => (one.wire < other.wire ? -1 : 1));
  if (fields.length === 0) return recordStep(schema.additionalProperties, clothes);
  const byWire = new Map(fields.map((field) => [field.wire, field]));
  const step = fieldsStep(fields, byWire);
  if (casing === 'native') return step;
  // Who speaks Nexis may begin a name with a capital.
  for (const field of fields) byWire.set(capitalized(field.wire), field);
  const told: Step = {
    read: (value, path, reading) => {
      tellRepeated(value, { byWire, path, reading });
      return step.read(value, path, reading);
    },
    write: step.write,
  };
  const bodies = properties.find(([, property]) => BODY_KINDS in property);
  return bodies === undefined ? told : withBody(told, bodies, clothes);
}

const capitalized = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function fieldsStep(fields: readonly Field[], byWire: ReadonlyMap<string, Field>): Step {
  return {
    read: (value, path, reading) => {
      if (!isPlainObject(value)) return value;
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) {
        const field = byWire.get(key);
        if (field === undefined) reading.unknown.push(`${path}${key}`);
        else if (field.step === plainStep) result[field.name] = item;
        else result[field.name] = field.step.read(item, `${path}${key}.`, reading);
      }
      return result;
    },
    write: (value) => {
      if (!isPlainObject(value)) return value;
      const result: Record<string, unknown> = {};
      for (const field of fields) {
        const item = value[field.name];
        if (item !== undefined) result[field.wire] = field.step.write(item);
      }
      return result;
    },
  };
}

interface Spellings {
  readonly byWire: ReadonlyMap<string, Field>;
  readonly path: string;
  readonly reading: Reading;
}

/** `unitPrice` and `UnitPrice` in one object say one thing twice. */
function tellRepeated(value: unknown, { byWire, path, reading }: Spellings): void {
  if (!isPlainObject(value)) return;
  const seen = new Set<Field>();
  for (const key of Object.keys(value)) {
    const field = byWire.get(key);
    if (field === undefined) continue;
    if (seen.has(field)) {
      reading.flaws.push({ field: `${path}${key}`, message: 'is there more than once' });
    }
    seen.add(field);
  }
}

/**
 * Beside the body of a queued operation stands its kind, unless there is but one. The body is
 * judged and hashed in native casing where it is settled, so here it is turned into that. One that
 * does not fit in Nexis casing is left as it came: where it is settled it is refused, or parked.
 */
function withBody(
  step: Step,
  [name, property]: readonly [string, JsonSchema],
  { inside, bodyStep }: Clothes,
): Step {
  const kinds = property[BODY_KINDS] as readonly OperationKind[];
  const key = inside(name);
  const turn = (result: unknown, each: (step: Step, body: unknown) => unknown): unknown => {
    if (!isPlainObject(result)) return result;
    const kind: unknown = kinds.length === 1 ? kinds[0] : result['kind'];
    if (typeof kind !== 'string' || !isOperationKind(kind) || !(key in result)) return result;
    return { ...result, [key]: each(bodyStep(kind), result[key]) };
  };
  return {
    read: (value, path, reading) =>
      turn(step.read(value, path, reading), (inner, body) => {
        const within: Reading = { unknown: [], flaws: [], isText: false };
        const native = inner.read(body, '', within);
        return within.unknown.length + within.flaws.length > 0 ? body : native;
      }),
    write: (value) => step.write(turn(value, (inner, body) => inner.write(body))),
  };
}

/** Keys of the caller's own: they keep their names, their values follow the schema. */
function recordStep(values: JsonSchema | boolean | undefined, clothes: Clothes): Step {
  if (values === undefined || typeof values === 'boolean') return plainStep;
  const step = stepOf(values, clothes);
  const over = (value: unknown, each: (item: unknown, key: string) => unknown): unknown =>
    isPlainObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, each(item, key)]))
      : value;
  return {
    read: (value, path, reading) =>
      over(value, (item, key) => step.read(item, `${path}${key}.`, reading)),
    write: (value) => over(value, (item) => step.write(item)),
  };
}
