/** A span for each request at the door, from its first line to the last byte of its answer. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTraceparent } from './context.ts';
import type { Span, Traces } from './traces.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for what is asked so often and says so little that nobody wants to see it. */
    span: Span | null;
  }
}

const dull = /^\/(?:health|metrics)(?:\/|$)/;

/** Behind the first checks: what they turn away has no part in anything. */
export function addDoorSpans(app: FastifyInstance, traces: Traces): void {
  app.decorateRequest('span', null);
  app.addHook('onRequest', async (request) => {
    if (dull.test(request.url)) return;
    request.span = traces.begin({
      name: `${request.method} ${request.routeOptions.url ?? 'nowhere'}`,
      kind: 'answer',
      traceparent: callersOf(request),
      attributes: { 'http.request.method': request.method },
    });
    request.traceparent = request.span.traceparent;
  });
  app.addHook('onResponse', async ({ span }, { statusCode }) => {
    span?.end(statusCode < 500 ? undefined : new Error(`status ${statusCode}`));
  });
}

function callersOf({ headers }: FastifyRequest): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === 'string' && isTraceparent(traceparent) ? traceparent : undefined;
}
