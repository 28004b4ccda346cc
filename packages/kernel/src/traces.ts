/**
 * What is told to whoever collects traces: what took how long, inside what. Each part of a trace is
 * a span; the next part, here or in another process, names it in its `traceparent`. Where nobody
 * collects, nothing is told and nothing is measured.
 */
import type { Event } from '@evertill/contract';

/** `ask` and `tell` lead out of a process, `answer` and `hear` come into one. */
export type SpanKind = 'answer' | 'ask' | 'tell' | 'hear' | 'inside';

export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  /** Inside what it is. Left out: inside what goes on here, if anything does. */
  readonly traceparent?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export interface Span {
  readonly traceparent: string;
  /** With what went wrong, if anything did. Only the first call counts. */
  readonly end: (error?: unknown) => void;
}

export interface Traces {
  readonly begin: (start: SpanStart) => Span;
  /** Does `work` inside a span; what it asks and tells goes on with the traceparent it is given. */
  readonly within: <T>(start: SpanStart, work: (traceparent: string) => Promise<T>) => Promise<T>;
  /** The span of a statement of a module, around it. Made for each statement there is. */
  readonly asking: <T>(schema: string, sql: string, work: () => Promise<T>) => Promise<T>;
  /** Does one piece of work for events of many traces: each goes on in its own. */
  readonly carrying: <T>(
    start: Omit<SpanStart, 'traceparent'>,
    events: readonly Event[],
    work: (events: readonly Event[]) => Promise<T>,
  ) => Promise<T>;
}

/** Where nobody collects. */
export const noTraces: Traces = {
  begin: ({ traceparent = '' }) => ({ traceparent, end: () => undefined }),
  within: ({ traceparent = '' }, work) => work(traceparent),
  asking: (_schema, _sql, work) => work(),
  carrying: (_, events, work) => work(events),
};

const STATEMENT_LENGTH_MAX = 60;

/** The span of a statement: its first words, since its values are nobody's business. */
export function statementSpan(schema: string, sql: string): SpanStart {
  // Cut first: a statement may be long.
  const words = sql
    .slice(0, 2 * STATEMENT_LENGTH_MAX)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const attributes = { 'db.system.name': 'postgresql', 'db.namespace': schema };
  return { name: `sql ${words.slice(0, STATEMENT_LENGTH_MAX)}`, kind: 'ask', attributes };
}
