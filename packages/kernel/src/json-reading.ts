/**
 * Reads JSON the slow way, name by name: refuses what an object says twice, and reads names that
 * are written with escapes. Node's `JSON.parse` sometimes takes such a name for another one that it
 * met before (https://github.com/nodejs/node/issues/63785): it is not asked for names here.
 */
import { refuse } from './refusal.ts';
import { shownName } from './schema-check.ts';

interface Reader {
  readonly text: string;
  /** Where in the text we are. */
  at: number;
  /** Where in the value we are: `operations`, 3, `body`, `total`. */
  readonly path: (string | number)[];
}

/** The text must be JSON that `JSON.parse` took, and not deeper than the stack. */
export function readJsonByName(text: string): unknown {
  return readValue({ text, at: 0, path: [] });
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const SPACE = 0x20;

function readValue(reader: Reader): unknown {
  const mark = nextMark(reader);
  if (mark === OPEN_OBJECT) return readObject(reader);
  if (mark === OPEN_LIST) return readList(reader);
  return JSON.parse(mark === QUOTE ? textWord(reader) : plainWord(reader)) as unknown;
}

function readObject(reader: Reader): object {
  const fields: Record<string, unknown> = {};
  reader.at += 1;
  while (nextMark(reader) !== CLOSE_OBJECT) {
    const word = textWord(reader);
    const name = word.includes('\\') ? (JSON.parse(word) as string) : word.slice(1, -1);
    reader.path.push(name);
    if (Object.hasOwn(fields, name)) refuseRepeated(reader.path);
    skip(reader, COLON);
    setField(fields, name, readValue(reader));
    reader.path.pop();
    skip(reader, COMMA);
  }
  reader.at += 1;
  return fields;
}

/** Assigned to, `__proto__` would be no field of the object but where it looks for fields. */
function setField(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') fields[name] = value;
  else Object.defineProperty(fields, name, { ...ordinary, value });
}

const ordinary = { enumerable: true, configurable: true, writable: true };

function refuseRepeated(path: readonly (string | number)[]): never {
  const field = shownName(path.join('.'));
  refuse('input_invalid', {
    detail: `Said more than once: ${field}`,
    fields: [{ field, message: 'is there more than once' }],
  });
}

function readList(reader: Reader): readonly unknown[] {
  const items: unknown[] = [];
  reader.at += 1;
  while (nextMark(reader) !== CLOSE_LIST) {
    reader.path.push(items.length);
    items.push(readValue(reader));
    reader.path.pop();
    skip(reader, COMMA);
  }
  reader.at += 1;
  return items;
}

/** What stands behind the blanks. In JSON nothing but blanks comes before the space. */
function nextMark(reader: Reader): number {
  const { text } = reader;
  while (text.charCodeAt(reader.at) <= SPACE) reader.at += 1;
  return text.charCodeAt(reader.at);
}

function skip(reader: Reader, mark: number): void {
  if (nextMark(reader) === mark) reader.at += 1;
}

/** From quote to quote, escapes as they are. */
function textWord(reader: Reader): string {
  const { text, at: from } = reader;
  let at = from + 1;
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
    at += code === BACKSLASH ? 2 : 1;
  }
  reader.at = at + 1;
  return text.slice(from, reader.at);
}

/** A number, true, false or null. */
function plainWord(reader: Reader): string {
  const { text, at: from } = reader;
  let at = from;
  while (at < text.length && !isEnd(text.charCodeAt(at))) at += 1;
  reader.at = at;
  return text.slice(from, at);
}

function isEnd(code: number): boolean {
  return code <= SPACE || code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT;
}
