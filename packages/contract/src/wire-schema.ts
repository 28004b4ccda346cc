/**
 * One place where names and amounts change their clothes.
 *
 * From a contract schema (camelCase) comes a codec: `read` turns the wire's JSON into what code
 * expects, `write` turns it back. The walk follows the schema, so data under keys of the caller's
 * own (a record) is left alone. Nothing is mended: a name the schema does not know is reported.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { wireName } from './wire-names.ts';

export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [key: string]: unknown;
}

interface Reading {
  /** Paths, in wire names, of names the schema does not know. */
  readonly unknown: string[];
  /** Query strings and path segments carry no types: numbers and truth values are read there. */
  readonly isText: boolean;
}

type Read = (value: unknown, path: string, reading: Reading) => unknown;
type Write = (value: unknown) => unknown;
interface Step {
  readonly read: Read;
  readonly write: Write;
}

export interface Codec {
  readonly schema: JsonSchema;
  readonly read: (value: unknown, options?: { readonly isText?: boolean }) => WireReading;
  readonly write: Write;
}

export interface WireReading {
  readonly value: unknown;
  readonly unknown: readonly string[];
}

const codecs = new WeakMap<z.ZodType, Codec>();

/** The codec of a contract schema; made once. */
export function codecOf(type: z.ZodType): Codec {
  const known = codecs.get(type);
  if (known !== undefined) return known;
  const schema = z.toJSONSchema(type, { io: 'input', unrepresentable: 'throw' }) as JsonSchema;
  const step = stepOf(schema);
  const codec: Codec = {
    schema,
    read: (value, options) => {
      const reading: Reading = { unknown: [], isText: options?.isText ?? false };
      return { value: step.read(value, '', reading), unknown: reading.unknown };
    },
    write: step.write,
  };
  codecs.set(type, codec);
  return codec;
}

/**
 * RFC 8785 JSON of a body in native casing, amounts as decimal strings: what a body hash is taken
 * over. The value is the code's (camelCase) form.
 */
export function canonicalBody(type: z.ZodType, value: unknown): string {
  return canonicalJson(codecOf(type).write(value));
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

function stepOf(schema: JsonSchema): Step {
  if (schema.anyOf !== undefined) return choiceStep(schema.anyOf);
  if (schema.type === 'object') return objectStep(schema);
  if (schema.type === 'array' && schema.items !== undefined) return arrayStep(schema.items);
  if (schema.format === 'decimal') return decimalStep;
  if (schema.type === 'integer' || schema.type === 'number') return numberStep;
  if (schema.type === 'boolean') return truthStep;
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

/** Only "this or null" occurs in our schemas, so the first branch that is not null decides. */
function choiceStep(branches: readonly JsonSchema[]): Step {
  const branch = branches.find((candidate) => candidate.type !== 'null');
  if (branch === undefined) return plainStep;
  const step = stepOf(branch);
  return {
    read: (value, path, reading) => (value === null ? null : step.read(value, path, reading)),
    write: (value) => (value === null ? null : step.write(value)),
  };
}

function arrayStep(items: JsonSchema): Step {
  const step = stepOf(items);
  return {
    read: (value, path, reading) =>
      Array.isArray(value)
        ? value.map((item, index) => step.read(item, `${path}${index}.`, reading))
        : value,
    write: (value) => (Array.isArray(value) ? value.map((item) => step.write(item)) : value),
  };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectStep(schema: JsonSchema): Step {
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    wire: wireName(name),
    step: stepOf(property),
  }));
  if (fields.length === 0) return recordStep(schema.additionalProperties);
  const byWire = new Map(fields.map((field) => [field.wire, field]));
  return {
    read: (value, path, reading) => {
      if (!isPlainObject(value)) return value;
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) {
        const field = byWire.get(key);
        if (field === undefined) reading.unknown.push(`${path}${key}`);
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

/** Keys of the caller's own: they keep their names, their values follow the schema. */
function recordStep(values: JsonSchema | boolean | undefined): Step {
  if (values === undefined || typeof values === 'boolean') return plainStep;
  const step = stepOf(values);
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
