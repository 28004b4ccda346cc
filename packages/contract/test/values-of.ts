/** Random values that a contract schema speaks of, in code names: every field, word and shape. */
import fc from 'fast-check';
import { BODY_KINDS, codecOf, operationBodies } from '../src/index.ts';
import type { JsonSchema, OperationKind } from '../src/index.ts';

const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('CASH', 'Cash', 'snake_case', 'camelCase', '__proto__', ''),
);
/** As JSON has it: there is no minus zero. */
const json = fc
  .jsonValue({ maxDepth: 1 })
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
/** Keys of the caller's own, some of which look like names of ours. */
const keys = fc.constantFrom('FoodVat', 'unit_price', 'unitPrice', 'STD', '1000', '0.50');

export function valueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { type, format, properties, items, anyOf } = schema;
  const words = (schema['enum'] ?? ('const' in schema ? [schema['const']] : undefined)) as
    readonly unknown[] | undefined;
  if (words !== undefined) return fc.constantFrom(...words);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(valueOf));
  if (type === 'null') return fc.constant(null);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return fc.integer();
  if (type === 'array') return fc.array(valueOf(items ?? {}), { maxLength: 2 });
  if (type === 'object') {
    return Object.keys(properties ?? {}).length > 0 ? fieldsOf(schema) : recordOf(schema);
  }
  if (type === undefined) return json;
  if (format === 'decimal') return fc.constantFrom('0', '1.50', '-3', '999999999999999.999999');
  return texts;
}

function fieldsOf({ properties = {}, required }: JsonSchema): fc.Arbitrary<unknown> {
  const names = Object.keys(properties);
  const values = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, valueOf(property)]),
  );
  const requiredKeys = names.filter((name) => ((required ?? []) as string[]).includes(name));
  const fields = fc.record(values, { requiredKeys });
  const body = names.find((name) => BODY_KINDS in (properties[name] ?? {}));
  if (body === undefined) return fields;
  const kinds = properties[body]?.[BODY_KINDS] as readonly OperationKind[];
  return fc
    .constantFrom(...kinds)
    .chain((kind) => fc.tuple(fc.constant(kind), fields, nativeBodyOf(kind)))
    .map(([kind, value, native]) => ({
      ...(value as object),
      ...('kind' in properties ? { kind } : {}),
      [body]: native,
    }));
}

/** The body of a queued operation is kept as the native wire has it. */
function nativeBodyOf(kind: OperationKind): fc.Arbitrary<unknown> {
  const { schema, write } = codecOf(operationBodies[kind]);
  return valueOf(schema).map(write);
}

function recordOf({ additionalProperties }: JsonSchema): fc.Arbitrary<unknown> {
  const values = typeof additionalProperties === 'object' ? valueOf(additionalProperties) : json;
  return fc.dictionary(keys, values, { maxKeys: 2, noNullPrototype: true });
}
