/** A contract schema as a casing has it on the wire, for the documents of the API. */
import {
  BODY_KINDS,
  FIELD_NAMES,
  codeName,
  codecOf,
  isOperationKind,
  nameIn,
  nexisWordsOf,
  operationBodies,
  wordsOf,
} from '@evertill/contract';
import type { Casing, JsonSchema } from '@evertill/contract';

export type Json = Record<string, unknown>;

export interface WireDocument {
  readonly casing: Casing;
  /** Amounts go in as a number or a string and come out as a string. */
  readonly isInput: boolean;
}

export function wireSchema(schema: JsonSchema, document: WireDocument): Json {
  const { properties, required, items, anyOf, additionalProperties, ...rest } = schema;
  const inner = (one: JsonSchema): Json => wireSchema(one, document);
  const named = (name: string): string => nameIn(document.casing, name);
  const kinds = schema[BODY_KINDS];
  if (Array.isArray(kinds)) {
    const bodies = kinds.filter(isOperationKind).map((kind) => operationBodies[kind]);
    const [only, ...others] = bodies.map((body) => bare(inner(codecOf(body).schema)));
    return others.length === 0 ? { ...only } : { anyOf: [only, ...others] };
  }
  const { [FIELD_NAMES]: _, ...plain } = rest;
  const result: Json = { ...plain, ...wordsIn(schema, document) };
  if (schema.format === 'decimal' && document.isInput) {
    return { oneOf: [{ ...plain }, { type: 'number' }], description: 'A decimal amount.' };
  }
  if (properties !== undefined) {
    result['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [named(name), inner(one)]),
    );
  }
  if (Array.isArray(required)) result['required'] = required.map((name) => named(String(name)));
  if (items !== undefined) result['items'] = inner(items);
  if (anyOf !== undefined) result['anyOf'] = anyOf.map(inner);
  if (additionalProperties !== undefined) {
    result['additionalProperties'] =
      typeof additionalProperties === 'boolean'
        ? additionalProperties
        : inner(additionalProperties);
  }
  return result;
}

/** A schema within another says nothing of which draft it is. */
function bare({ $schema: _, ...schema }: Json): Json {
  return schema;
}

function wordsIn(schema: JsonSchema, { casing }: WireDocument): Json {
  if (casing === 'native' || wordsOf(schema).length === 0) return {};
  const words = nexisWordsOf(schema);
  return 'const' in schema ? { const: words[0] } : { enum: words };
}

export function problemSchema(casing: Casing): Json {
  const named = (name: string): string => nameIn(casing, codeName(name));
  const text = { type: 'string' };
  const fieldError = {
    type: 'object',
    required: ['field', 'message'],
    properties: { field: text, message: text },
  };
  return {
    type: 'object',
    description: 'RFC 9457. Clients decide by `code`, which is stable and the same in each casing.',
    required: ['type', 'title', 'status', 'code', 'detail', named('trace_id')],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: text,
      detail: text,
      [named('trace_id')]: text,
      errors: { type: 'array', items: fieldError },
    },
  };
}
