/** Whoever collects traces, for tests: takes OTLP over HTTP, as JSON, and shows what came. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for what begins a trace. */
  readonly parentId: string | undefined;
  /** As OTLP has it: 1 inside, 2 answers, 3 asks, 4 tells, 5 hears. */
  readonly kind: number;
  /** Milliseconds since 1970, with what comes behind the point. */
  readonly beginMs: number;
  readonly endMs: number;
}

export interface TraceCollector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  readonly close: () => Promise<void>;
}

/** `status` is what it answers: 200, or that of one who is in trouble. */
export async function openTraceCollector(status = 200): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces' && status === 200) {
        spans.push(...spansIn(Buffer.concat(chunks).toString('utf8')));
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Told {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { key: string; value: { stringValue?: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly ToldSpan[] }[];
  }[];
}

interface ToldSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

function spansIn(text: string): readonly CollectedSpan[] {
  return (JSON.parse(text) as Told).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const named = resource.attributes.find(({ key }) => key === 'service.name');
    const service = named?.value.stringValue ?? '';
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => spanOf(span, service)));
  });
}

function spanOf(span: ToldSpan, service: string): CollectedSpan {
  const { name, traceId, spanId, parentSpanId = '', kind } = span;
  return {
    ...{ service, name, traceId, spanId, kind },
    parentId: parentSpanId === '' ? undefined : parentSpanId,
    beginMs: millisecondsOf(span.startTimeUnixNano),
    endMs: millisecondsOf(span.endTimeUnixNano),
  };
}

/** Nanoseconds of our days do not fit into a number; their thousandths do. */
function millisecondsOf(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1_000n) / 1_000;
}
