/**
 * One place where names, words and amounts change their clothes.
 *
 * From a contract schema (camelCase) comes a codec for each casing: `read` turns the wire's JSON
 * into what code expects, `write` turns it back. The walk follows the schema, so data under keys of
 * the caller's own (a record) is left alone. Nothing is mended: a name the schema does not know is
 * reported.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { operationBodies } from './sale-body.ts';
import { nameIn, wireName } from './wire-names.ts';
import type { Casing } from './wire-names.ts';
import { isPlainObject, stepOf } from './wire-steps.ts';
import type { Clothes, JsonSchema, Reading, Step, WireFlaw } from './wire-steps.ts';

export { FIELD_NAMES, nexisWordsOf, wordsOf } from './wire-steps.ts';
export type { JsonSchema, WireFlaw } from './wire-steps.ts';

export interface Codec {
  readonly schema: JsonSchema;
  readonly read: (value: unknown, options?: { readonly isText?: boolean }) => WireReading;
  readonly write: (value: unknown) => unknown;
}

export interface WireReading {
  readonly value: unknown;
  /** Paths, as the caller wrote them, of names the schema does not know. */
  readonly unknown: readonly string[];
  /** What else does not fit, and that only the wire's own casing can tell. */
  readonly flaws: readonly WireFlaw[];
}

/** The native casing has no flaws of its own. */
const nothing = Object.freeze<WireFlaw[]>([]) as WireFlaw[];

const codecs: Readonly<Record<Casing, WeakMap<z.ZodType, Codec>>> = {
  native: new WeakMap(),
  nexis: new WeakMap(),
};

/** The codec of a contract schema in a casing; made once. */
export function codecOf(type: z.ZodType, casing: Casing = 'native'): Codec {
  const known = codecs[casing].get(type);
  if (known !== undefined) return known;
  const schema = casing === 'native' ? jsonSchemaOf(type) : codecOf(type).schema;
  const step = stepOf(schema, { casing, inside: (name) => name, bodyStep });
  const codec: Codec = {
    schema,
    read: (value, options) => {
      const flaws: WireFlaw[] = casing === 'native' ? nothing : [];
      const reading: Reading = { unknown: [], flaws, isText: options?.isText ?? false };
      return { value: step.read(value, '', reading), unknown: reading.unknown, flaws };
    },
    write: step.write,
  };
  codecs[casing].set(type, codec);
  return codec;
}

function jsonSchemaOf(type: z.ZodType): JsonSchema {
  return z.toJSONSchema(type, { io: 'input', unrepresentable: 'throw' }) as JsonSchema;
}

const bodySteps = new Map<string, Step>();

/** From Nexis casing to native and back: what a body hash is taken over has native names. */
const bodyStep: Clothes['bodyStep'] = (kind) => {
  const known = bodySteps.get(kind);
  if (known !== undefined) return known;
  const { schema } = codecOf(operationBodies[kind]);
  const made = stepOf(schema, { casing: 'nexis', inside: (name) => wireName(name), bodyStep });
  bodySteps.set(kind, made);
  return made;
};

/**
 * A path in native names (`lines.0.unit_price`) as a casing has it. It follows the schema, so that
 * keys of the caller's own, and what is no field at all, stay.
 */
export function pathIn(casing: Casing, type: z.ZodType, path: string): string {
  if (casing === 'native') return path;
  let at: JsonSchema | undefined = codecOf(type).schema;
  const parts = path.split('.').map((part) => {
    const here = at?.anyOf?.find((branch) => branch.type !== 'null') ?? at;
    const properties = Object.entries(here?.properties ?? {});
    const [name, property] = properties.find(([one]) => wireName(one) === part) ?? [];
    const others = here?.additionalProperties;
    at = property ?? here?.items ?? (typeof others === 'object' ? others : undefined);
    return name === undefined ? part : nameIn(casing, name);
  });
  return parts.join('.');
}

/**
 * RFC 8785 JSON of a body in native casing, amounts as decimal strings: what a body hash is taken
 * over. The value is the code's (camelCase) form.
 */
export function canonicalBody(type: z.ZodType, value: unknown): string {
  const ordered = orderedOf(type);
  if (ordered === undefined) return canonicalJson(codecOf(type).write(value));
  const text = JSON.stringify(ordered.write(value));
  // Half a character is escaped by JSON and unknown to RFC 8785: the library refuses it.
  return HALF_CHARACTER.test(text) ? canonicalJson(ordered.write(value)) : text;
}

const HALF_CHARACTER = /\\ud[89a-f]/;
const ordereds = new WeakMap<z.ZodType, { readonly step: Step | undefined }>();

/**
 * Writes objects with their names in order, so that plain JSON of them is canonical, in a sixth of
 * the time. None for a schema that leaves names to the caller: those have to be sorted each time.
 */
function orderedOf(type: z.ZodType): Step | undefined {
  let known = ordereds.get(type);
  if (known === undefined) {
    const { schema } = codecOf(type);
    const clothes = { casing: 'native', inside: (name: string) => name, bodyStep } as const;
    known = { step: isNamed(schema) ? stepOf(schema, { ...clothes, isOrdered: true }) : undefined };
    ordereds.set(type, known);
  }
  return known.step;
}

/** Whether the schema knows every name in its values. */
function isNamed({ type, properties, items, anyOf, ...more }: JsonSchema): boolean {
  if (anyOf !== undefined) return anyOf.every(isNamed);
  if (type === 'array') return items !== undefined && isNamed(items);
  if (type === 'object') {
    const inner = Object.values(properties ?? {});
    return inner.length > 0 && more.additionalProperties === false && inner.every(isNamed);
  }
  return type !== undefined || 'const' in more || 'enum' in more;
}

/**
 * The canonical body without what is write-only: a quick hash over a password would give away
 * what the slow one protects.
 */
export function canonicalBodyToShow(type: z.ZodType, value: unknown): string {
  const { schema, write } = codecOf(type);
  return canonicalJson(write(withoutSecrets(schema, value)));
}

function withoutSecrets(schema: JsonSchema | undefined, value: unknown): unknown {
  if (schema?.['writeOnly'] === true) return undefined;
  const branch = schema?.anyOf?.find((candidate) => candidate.type !== 'null') ?? schema;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(branch?.items, item));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      withoutSecrets(branch?.properties?.[name], item),
    ]),
  );
}

export function canonicalJson(value: unknown): string {
  return canonicalize(value) ?? 'null';
}
