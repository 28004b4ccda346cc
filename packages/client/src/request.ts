/** An operation and its input as an HTTP request, and an HTTP answer as the operation's output. */
import { codecOf } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { StrangeAnswer, isRecord } from './answers.ts';

export interface RequestParts {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string | undefined;
}

/** Fields named in the path go there; the rest is the query of a GET, the body of anything else. */
export function requestOf(operation: Operation, input: unknown): RequestParts {
  const { http } = operation;
  if (http === undefined) throw new Error(`${operation.name} is not part of the public API`);
  const wire = codecOf(operation.input).write(input);
  const rest = new Map(isRecord(wire) ? Object.entries(wire) : []);
  const path = http.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.get(name);
    if (value === undefined || value === '') throw new Error(`${operation.name} needs ${name}`);
    rest.delete(name);
    return encodeURIComponent(textOf(value));
  });
  if (http.method !== 'GET') {
    const body = JSON.stringify(Object.fromEntries(rest));
    return { method: http.method, target: path, body };
  }
  const query = new URLSearchParams();
  for (const [name, value] of rest) query.set(name, textOf(value));
  const target = query.size === 0 ? path : `${path}?${query.toString()}`;
  return { method: 'GET', target, body: undefined };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The output in code names. What only a newer server knows of is dropped. */
export function outputOf(operation: Operation, response: Response, body: unknown): unknown {
  const wire = operation.isList === true ? pageOf(response, body) : (body ?? {});
  return codecOf(operation.output).read(wire).value;
}

/** A list travels as a bare array; the count and the way on are in headers. */
function pageOf(response: Response, body: unknown): unknown {
  if (!Array.isArray(body)) throw new StrangeAnswer(response.status);
  const total = response.headers.get('x-total-count');
  return {
    items: body as unknown[],
    total_count: total === null ? body.length : Number(total),
    next_cursor: nextCursorOf(response.headers.get('link')),
  };
}

function nextCursorOf(link: string | null): string | null {
  const [, target] = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(link ?? '') ?? [];
  const [, query] = target?.split('?', 2) ?? [];
  return query === undefined ? null : new URLSearchParams(query).get('cursor');
}
