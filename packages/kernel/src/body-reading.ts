/**
 * Reads the body of a request: UTF-8, JSON, not too deep, and nothing said twice.
 *
 * A name like `__proto__` is a name like any other here: `JSON.parse` gives the object a field of
 * that name, and the schema then refuses it where it stands. Whoever copies what was read has to
 * keep it so, as spread, `Object.fromEntries` and `structuredClone` do; a test sends one through.
 */
import type { FastifyInstance } from 'fastify';
import { readJsonByName } from './json-reading.ts';
import { jsonShapeOf } from './json-shape.ts';
import { refuse } from './refusal.ts';

const DEPTH_MAX = 32;

/** The door reads JSON and nothing else. */
export function addBodyReading(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, bytes, done) => {
    try {
      done(null, readBody(bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Throws the refusal that says what is wrong with it. */
export function readBody(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  const value = parse(text);
  const { names, hasEscapedName, depth } = jsonShapeOf(bytes);
  if (depth > DEPTH_MAX) {
    refuse('input_invalid', { detail: `The body is nested deeper than ${DEPTH_MAX} levels.` });
  }
  // Every name that was written down is there after reading, unless another one replaced it.
  return hasEscapedName || names !== namesIn(value) ? readJsonByName(text) : value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return refuse('body_not_json', { detail: 'The body is not UTF-8.' });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What a parser says quotes the body.
    return refuse('body_not_json');
  }
}

/** How many names the objects in it have in all. It is known not to be too deep. */
function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: unknown[] = Array.isArray(value) ? value : Object.values(value);
  let names = Array.isArray(value) ? 0 : items.length;
  for (const item of items) if (typeof item === 'object') names += namesIn(item);
  return names;
}
