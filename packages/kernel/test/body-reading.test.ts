/** Bodies: what is said twice is refused with its path, and nothing else is read otherwise. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBody } from '../src/body-reading.ts';
import { readJsonByName } from '../src/json-reading.ts';
import { jsonShapeOf } from '../src/json-shape.ts';
import { Refusal, shownName } from '../src/index.ts';

const read = (text: string): unknown => readBody(Buffer.from(text));

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A value of JSON as it is written: objects as lists of pairs, so that names may come twice. */
type Written =
  | { readonly plain: string | number | boolean | null }
  | { readonly list: readonly Written[] }
  | { readonly pairs: readonly (readonly [string, Written])[] };

const names = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b', '', '"', '\\', ':', '{', '0', 'é', '😀') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '\u2028') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      plain: fc.oneof(
        names,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
      ),
    }),
    fc.record({ list: fc.array(tie('written'), { maxLength: 4 }) }),
    fc.record({ pairs: fc.array(fc.tuple(names, tie('written')), { maxLength: 5 }) }),
  ),
}));

/** Writes it, with blanks, and texts now plainly and now in escapes. */
function textOf(value: Written, seed: number): string {
  const blank = ['', ' ', '\n', '\t\r\n '][seed % 4] ?? '';
  const word = (text: string): string =>
    seed % 3 === 0 ? `"${escaped(text)}"` : JSON.stringify(text);
  if ('plain' in value) {
    return typeof value.plain === 'string' ? word(value.plain) : JSON.stringify(value.plain);
  }
  const next = seed * 7 + 1;
  const [open, items, close] =
    'list' in value
      ? ['[', value.list.map((item, at) => textOf(item, next + at)), ']']
      : [
          '{',
          value.pairs.map(([name, item], at) => {
            return `${word(name)}${blank}:${blank}${textOf(item, next + at)}`;
          }),
          '}',
        ];
  return `${blank}${open}${blank}${items.join(`${blank},${blank}`)}${blank}${close}${blank}`;
}

function escaped(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

function repeatedIn(value: Written, path = ''): readonly string[] {
  if ('plain' in value) return [];
  if ('list' in value) return value.list.flatMap((one, at) => repeatedIn(one, `${path}${at}.`));
  return value.pairs.flatMap(([name, item], at) => {
    const isAgain = value.pairs.slice(0, at).some(([earlier]) => earlier === name);
    return isAgain ? [`${path}${name}`] : repeatedIn(item, `${path}${name}.`);
  });
}

/** The value as it was meant, made without `JSON.parse`. */
function meant(value: Written): unknown {
  if ('plain' in value) return Object.is(value.plain, -0) ? 0 : value.plain;
  if ('list' in value) return value.list.map(meant);
  return Object.fromEntries(value.pairs.map(([name, item]) => [name, meant(item)]));
}

function depthOf(value: Written): number {
  if ('plain' in value) return 0;
  const items = 'list' in value ? value.list : value.pairs.map(([, item]) => item);
  return 1 + Math.max(0, ...items.map(depthOf));
}

describe('any JSON', () => {
  const runs = { numRuns: 5_000, seed: 20_260_301 };

  test('is read as it was meant, or refused for the first that it says twice', () => {
    let refused = 0;
    fc.assert(
      fc.property(written, fc.nat({ max: 1_000 }), (value, seed) => {
        const text = textOf(value, seed);
        const [first] = repeatedIn(value);
        expect(jsonShapeOf(Buffer.from(text)).depth).toBe(depthOf(value));
        if (first === undefined) {
          expect(read(text)).toEqual(meant(value));
          expect(readJsonByName(text)).toEqual(meant(value));
          return;
        }
        refused += 1;
        const { code, fields } = refusalOf(() => read(text));
        expect(code).toBe('input_invalid');
        expect(fields.map(({ field }) => field)).toEqual([shownName(first)]);
      }),
      runs,
    );
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(4_500);
  });

  test('with names in escapes is read right, whatever was read before', () => {
    read('{"h":[],"\\\\":0}');
    expect(read('{"h":1,"\\"":2}')).toEqual({ h: 1, '"': 2 });
    read('{"a":0,"\\\\u006":1}');
    expect(read('{"a":0,"\\u0061bcde":2}')).toEqual({ a: 0, abcde: 2 });
  });

  test('or not JSON at all: whatever JSON.parse refuses is refused', () => {
    const marks = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '1', ' ', 'null');
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        try {
          JSON.parse(text);
        } catch {
          expect(refusalOf(() => read(text)).code).toBe('body_not_json');
        }
      }),
      runs,
    );
  });
});

describe('what is said twice', () => {
  test.each([
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a":{"b":[0,{"c":1,"d":":","c":2}]}}', 'a.b.1.c'],
    ['{"b":{"a":1},"a":1,"a":2,"a":3,"b":1}', 'a'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"__proto__":{"x":1},"\\u005f_proto__":2}', '__proto__'],
    ['[{"x":1},{"x":1,"x":1}]', '1.x'],
    ['{"1":1,"1":1}', '1'],
  ])('in %s is %j', (text, field) => {
    const { code, fields, message } = refusalOf(() => read(text));
    expect(code).toBe('input_invalid');
    expect(fields).toEqual([{ field, message: 'is there more than once' }]);
    expect(message).toBe(`Said more than once: ${field}`);
  });

  test('is not what two objects say, nor what a text only looks like', () => {
    const text = '[{"a":"{\\"a\\":1,\\"a\\":1}"},{"a":":"},{"b":{"a":1},"a":"\\\\"}]';
    expect(read(text)).toEqual(JSON.parse(text));
  });

  test('is shown with its path cut to a length that can be read', () => {
    const name = 'x'.repeat(300);
    const [flaw] = refusalOf(() => read(`{"${name}":0,"${name}":0}`)).fields;
    expect(flaw?.field.length).toBeLessThan(110);
  });
});

describe('a body that is odd in another way', () => {
  test.each([
    ['an overlong letter', [0x22, 0xc1, 0x81, 0x22]],
    ['half of a pair', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a character cut short', [0x22, 0xf0, 0x9f, 0x22]],
    ['Latin-1', [...Buffer.from('"caf\u00e9"', 'latin1')]],
    ['UTF-16', [...Buffer.from('{}', 'utf16le')]],
  ])('%s is not JSON', (_, bytes) => {
    expect(refusalOf(() => readBody(Buffer.from(bytes))).code).toBe('body_not_json');
  });

  test('a mark of byte order before it is no part of it', () => {
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  test('thirty-two levels are taken, thirty-three and a million are not', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(read(deep(32))).toEqual(JSON.parse(deep(32)));
    for (const levels of [33, 1_000_000]) {
      expect(refusalOf(() => read(deep(levels))).message).toContain('nested deeper');
    }
  });

  test('a refusal quotes nothing of what it could not read', () => {
    const { message } = refusalOf(() => read('{"password": "hunter2" '));
    expect(message).not.toContain('hunter2');
  });
});
