/** The quick way to canonical JSON against the library's, for every body that is hashed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBody, canonicalJson, codecOf, operationBodies } from '../src/index.ts';
import type { JsonSchema } from '../src/index.ts';

/** Whatever has the shape, whether or not it keeps to patterns and limits. */
function shaped(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(shaped));
  if (schema.type === 'array') return fc.array(shaped(schema.items ?? {}), { maxLength: 3 });
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties ?? {});
    return fc.record(Object.fromEntries(properties.map(([name, one]) => [name, shaped(one)])), {
      requiredKeys: [],
    });
  }
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer') return fc.integer();
  if (schema.type === 'null') return fc.constant(null);
  // Now and then half a character, which neither may let through.
  const half = { weight: 1, arbitrary: fc.constant('\ud83d') };
  return fc.oneof({ weight: 99, arbitrary: fc.string({ unit: 'binary' }) }, half);
}

const said = (make: () => string): string => {
  try {
    return make();
  } catch (error) {
    return `refused: ${String(error)}`;
  }
};

describe.each(Object.entries(operationBodies))('a body of kind %s', (_, type) => {
  test('is written as the library writes it, or refused as it refuses', () => {
    const { schema, write } = codecOf(type);
    fc.assert(
      fc.property(shaped(schema), (value) => {
        expect(said(() => canonicalBody(type, value))).toBe(
          said(() => canonicalJson(write(value))),
        );
      }),
      { numRuns: 200 },
    );
  });
});
