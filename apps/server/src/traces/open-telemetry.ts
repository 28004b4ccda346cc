/**
 * Traces told by OpenTelemetry. Across processes and through the outbox a span is named by its
 * traceparent; within a process Node remembers inside which one we are.
 */
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import type { Context, Span as TelemetrySpan } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Event } from '@evertill/contract';
import { isTraceparent, statementSpan } from '@evertill/kernel';
import type { Span, SpanStart, Traces } from '@evertill/kernel';
import { AsyncLocalStorage } from 'node:async_hooks';
import { VERSION } from '../api-document.ts';
import type { OpenTraces } from './open-traces.ts';
import type { TraceSettings } from './settings.ts';

/** How long spans gather before they are sent, and how long a stop waits for the last of them. */
const GATHER_MS = 1_000;
const SEND_MS_MAX = 3_000;

const kinds: Readonly<Record<SpanStart['kind'], SpanKind>> = {
  answer: SpanKind.SERVER,
  ask: SpanKind.CLIENT,
  tell: SpanKind.PRODUCER,
  hear: SpanKind.CONSUMER,
  inside: SpanKind.INTERNAL,
};

export function openTelemetry({ url, serviceName }: TraceSettings): OpenTraces {
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_MS_MAX });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceName,
      'service.namespace': 'evertill',
      'service.version': VERSION,
    }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: GATHER_MS,
        exportTimeoutMillis: SEND_MS_MAX,
      }),
    ],
  });
  const tracer = provider.getTracer('evertill');
  const active = new AsyncLocalStorage<Context>();

  const start = (asked: SpanStart): { readonly span: Span; readonly inside: Context } => {
    const { name, kind, traceparent, attributes = {} } = asked;
    const outside = contextOf(traceparent) ?? active.getStore() ?? ROOT_CONTEXT;
    const begun = tracer.startSpan(name, { kind: kinds[kind], attributes }, outside);
    return { span: spanOf(begun), inside: trace.setSpan(outside, begun) };
  };
  const traces: Traces = {
    begin: (asked) => start(asked).span,
    within: (asked, work) => {
      const { span, inside } = start(asked);
      return endWith([span], () => active.run(inside, work, span.traceparent));
    },
    asking: (schema, sql, work) => traces.within(statementSpan(schema, sql), work),
    carrying: (asked, events, work) => {
      const begun = events.map(({ traceparent }) => {
        return start({ ...asked, ...(traceparent === null ? {} : { traceparent }) });
      });
      const told = events.map((event, place): Event => {
        return { ...event, traceparent: begun[place]?.span.traceparent ?? event.traceparent };
      });
      // What is done once for all of them is seen in the first of their traces.
      const inside = begun[0]?.inside ?? ROOT_CONTEXT;
      return endWith(
        begun.map(({ span }) => span),
        () => active.run(inside, work, told),
      );
    },
  };
  return { traces, stop: () => provider.shutdown().catch(() => undefined) };
}

function contextOf(traceparent: string | undefined): Context | undefined {
  if (traceparent === undefined || !isTraceparent(traceparent)) return undefined;
  const [, traceId = '', spanId = '', flags = '0'] = traceparent.split('-');
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function spanOf(begun: TelemetrySpan): Span {
  const { traceId, spanId, traceFlags } = begun.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    end: (error) => {
      if (error !== undefined) {
        const message = error instanceof Error ? error.message : 'thrown';
        begun.setStatus({ code: SpanStatusCode.ERROR, message });
      }
      begun.end();
    },
  };
}

async function endWith<T>(spans: readonly Span[], work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    for (const span of spans) span.end();
    return result;
  } catch (error) {
    for (const span of spans) span.end(error);
    throw error;
  }
}
