/** Requests that no client of ours would send: made from the contract, some nearly right. */
import { codecOf, wireName } from '@evertill/contract';
import type { JsonSchema, Operation } from '@evertill/contract';
import fc from 'fast-check';
import type { ValidRequest } from './valid-requests.ts';

export interface OddRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface FuzzSource {
  /** Ids for a field of this name: of this shop, of the other one, of nobody. */
  readonly idsFor: (name: string) => readonly string[];
  /** A request that would be granted, to be changed a little. */
  readonly valid: ValidRequest;
}

const words = [
  '',
  '0',
  '-1',
  '1e999',
  '\u0000',
  '\ud800',
  "' OR 1=1 --",
  '$1',
  '%',
  'null',
  'true',
  '../..',
  '__proto__',
  'x'.repeat(2_000),
  '2147483648',
  '9007199254740993',
  '😀',
  'WyItY3JlYXRlZF9hdCIsIngiLCJ5Il0',
  '2026-02-31T00:00:00Z',
];
const unknownFields = ['tenant_id', 'role', 'status', 'total_minor', '__proto__', 'constructor'];

const oddity: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...words),
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e21, 2_147_483_648, [], {}, [[]], ['x']),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A value that the schema lets through, mostly. */
function valueOf(schema: JsonSchema, name: string, source: FuzzSource): fc.Arbitrary<unknown> {
  const { type, format, properties, items } = schema;
  const choices = (schema['enum'] ??
    (schema['const'] === undefined ? undefined : [schema['const']])) as
    readonly unknown[] | undefined;
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (schema.anyOf !== undefined) {
    return fc.oneof(...schema.anyOf.map((branch) => valueOf(branch, name, source)));
  }
  if (format === 'uuid') return fc.constantFrom(...source.idsFor(name));
  if (format === 'decimal') return fc.constantFrom('0', '1', '9.99', '-1', 0.5, '1000000000000');
  if (format === 'date-time') {
    return fc.constantFrom('2026-01-02T03:04:05Z', '1900-01-01T00:00:00+14:00');
  }
  if (type === 'integer' || type === 'number') {
    return fc.constantFrom(
      1,
      2,
      100,
      Number(schema['maximum'] ?? 7),
      Number(schema['minimum'] ?? 0),
    );
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array') {
    return fc.array(valueOf(items ?? {}, name, source), { minLength: 1, maxLength: 3 });
  }
  if (type === 'object') return objectOf(properties ?? {}, schema, source);
  return fc.constantFrom('Tea', 'STD', '+12345678', 'a@b', 'GBP', 'x', '', 'MUG');
}

function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  schema: JsonSchema,
  source: FuzzSource,
): fc.Arbitrary<unknown> {
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const fields = Object.entries(properties).map(([name, property]) => {
    const value = fc.oneof(
      { weight: 25, arbitrary: valueOf(property, wireName(name), source) },
      { weight: 1, arbitrary: oddity },
    );
    const field = required.has(name) ? value : fc.option(value, { nil: undefined });
    return [wireName(name), field] as const;
  });
  return fc.record(Object.fromEntries(fields));
}

/** A good input as it is, or with one thing in it replaced, at whatever depth. */
function nearly(input: object, source: FuzzSource): fc.Arbitrary<object> {
  const id = fc.constantFrom(...source.idsFor(''));
  const change = fc.record({ at: fc.nat(), by: fc.oneof(id, oddity), isLeft: fc.boolean() });
  return change.map(({ at, by, isLeft }) => {
    const changed = structuredClone(input) as Record<string, unknown>;
    const leaves = leavesOf(changed);
    const leaf = leaves[at % Math.max(1, leaves.length)];
    if (!isLeft && leaf !== undefined) leaf.inner[leaf.name] = by;
    return changed;
  });
}

interface Leaf {
  readonly inner: Record<string, unknown>;
  readonly name: string;
}

function leavesOf(inner: Record<string, unknown>): readonly Leaf[] {
  return Object.entries(inner).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? [{ inner, name }, ...leavesOf(value as Record<string, unknown>)]
      : [{ inner, name }],
  );
}

const wrongHeaders = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'x-http-method-override': 'DELETE' },
  { traceparent: 'nonsense' },
  { accept: 'text/html' },
];

/** How a request is spoilt before it is sent; most are left as they are. */
const spoils = [
  ...Array<string>(20).fill('nothing'),
  'field',
  'field',
  'json',
  'deep',
  'method',
  'path',
  'header',
  'empty',
  'array',
  'twice',
  'again',
] as const;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const badPaths = [
  '/api/nothing/',
  '/api//products/',
  '/%00',
  '/api/products/%ff%fe/',
  '/peer/orders.push',
];

/** Requests to one operation: well formed ones, and the same ones spoilt. */
export function requestsTo(operation: Operation, source: FuzzSource): fc.Arbitrary<OddRequest> {
  const { http } = operation;
  if (http === undefined) throw new Error(`${operation.name} has no address`);
  const made = valueOf(codecOf(operation.input).schema, '', source) as fc.Arbitrary<object>;
  const { path, fields, headers } = source.valid;
  const input = fc.oneof(made, nearly({ ...fields, ...path }, source));
  const spoiling = fc.record({
    input,
    spoil: fc.constantFrom(...spoils),
    method: fc.constantFrom(...methods),
    path: fc.constantFrom(...badPaths),
    header: fc.constantFrom(...wrongHeaders),
    name: fc.constantFrom(...unknownFields),
    oddity,
  });
  return spoiling.map((one) => {
    const bare = plainRequest(http, one.input);
    const plain = { ...bare, headers: { ...bare.headers, ...headers } };
    const body = plain.body ?? '{}';
    switch (one.spoil) {
      case 'field':
        return {
          ...plain,
          body: `${body.slice(0, -1)}${body === '{}' ? '' : ','}"${one.name}":1}`,
        };
      case 'json':
        return { ...plain, body: body.slice(0, -1) };
      case 'deep':
        return { ...plain, body: `{"body":${'['.repeat(20_000)}${']'.repeat(20_000)}}` };
      case 'method':
        return { ...plain, method: one.method };
      case 'path':
        return { ...plain, path: one.path };
      case 'header':
        return { ...plain, headers: { ...plain.headers, ...one.header } };
      case 'empty':
        return { ...plain, body: '' };
      case 'array':
        return { ...plain, body: JSON.stringify(one.oddity) };
      case 'again':
        return {
          ...plain,
          body: body === '{}' ? '{"a":1,"a":1}' : `${body.slice(0, -1)},${body.slice(1)}`,
        };
      case 'twice':
        return {
          ...plain,
          path: `${plain.path}${plain.path.includes('?') ? '&' : '?'}limit=1&limit=2`,
        };
      default:
        return plain;
    }
  });
}

function plainRequest(http: NonNullable<Operation['http']>, input: object): OddRequest {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  let path = http.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    rest.delete(name);
    return encodeURIComponent(textOf(value).toWellFormed());
  });
  if (http.method === 'GET') {
    const query = new URLSearchParams();
    for (const [name, value] of rest) query.set(name, textOf(value));
    path += rest.size > 0 ? `?${query.toString()}` : '';
    return { method: 'GET', path, headers: {}, body: undefined };
  }
  const body = JSON.stringify(Object.fromEntries(rest));
  return { method: http.method, path, headers: { 'content-type': 'application/json' }, body };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
