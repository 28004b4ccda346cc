/**
 * The door: HTTP in, HTTP out, and nothing else. It opens the envelope (token to context, wire
 * names to code names), asks dispatch, and closes the envelope again.
 */
import { codecOf, BODY_BYTES_DEFAULT, limits } from '@evertill/contract';
import type { ByteAnswer, Operation } from '@evertill/contract';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addBodyReading } from './body-reading.ts';
import { sendBytes } from './byte-answer.ts';
import type { Callers } from './caller.ts';
import type { Context } from './context.ts';
import { traceIdOf, traceparentFrom } from './context.ts';
import type { Dispatch } from './dispatch.ts';
import { logFields } from './dispatch.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { answerProblem } from './problem-answer.ts';
import { givenAsCookie, withRefreshCookie } from './refresh-cookie.ts';
import { Refusal, refuse } from './refusal.ts';
import { unknownFields } from './schema-check.ts';
import type { World } from './surroundings.ts';
import { unreadableRequests } from './unreadable-request.ts';

export interface DoorOptions {
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly dispatch: Dispatch;
  readonly callers: Callers;
  readonly operations: readonly Operation[];
}

const REQUEST_MS_MAX = 120_000;
const JSON_TYPE = 'application/json; charset=utf-8';

export function openDoor(options: DoorOptions): FastifyInstance {
  const { log } = options;
  const unreadable = unreadableRequests(options);
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_DEFAULT,
    requestTimeout: REQUEST_MS_MAX,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
    // What Node and Fastify would answer by themselves, we say in our own words.
    http: { requireHostHeader: false },
    return503OnClosing: false,
    clientErrorHandler: unreadable.answer,
    // An address that is no address is refused before any hook has run.
    frameworkErrors: (error, request, reply) => {
      const traceparent = traceparentFrom(undefined, options.world.randomness.bytes);
      request.traceparent = traceparent;
      answerProblem(reply, { error, traceId: traceIdOf({ traceparent }), log });
    },
  });
  unreadable.watch(app.server);
  // An expectation that nobody here knows is not met, and that is allowed.
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  addBodyReading(app);
  addFirstChecks(app, options.world);
  app.setErrorHandler((error, request, reply) =>
    answerProblem(reply, { error, traceId: traceIdOf(request), log }),
  );
  app.setNotFoundHandler((request, reply) => {
    const error = new Refusal(isOtherMethod(options.operations, request) ?? 'route_unknown');
    return answerProblem(reply, { error, traceId: traceIdOf(request), log });
  });
  for (const operation of options.operations) {
    if (operation.http !== undefined) addRoute(app, operation, options);
  }
  return app;
}

declare module 'fastify' {
  interface FastifyRequest {
    traceparent: string;
  }
}

/** Before anything else is looked at: the trace, and whether there is a door to knock at. */
function addFirstChecks(app: FastifyInstance, { randomness }: World): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.decorateRequest('traceparent', '');
  app.addHook('onRequest', async (request, reply) => {
    const given = request.headers['traceparent'];
    request.traceparent = traceparentFrom(
      typeof given === 'string' ? given : undefined,
      randomness.bytes,
    );
    if (isClosing) refuse('unavailable', { retryAfterSeconds: 1 });
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      reply.header('connection', 'close');
      refuse('request_malformed', { detail: 'HTTP/1.1 needs a Host header.' });
    }
  });
}

function addRoute(app: FastifyInstance, operation: Operation, options: DoorOptions): void {
  const { http } = operation;
  if (http === undefined) return;
  app.route({
    method: http.method,
    url: http.path.replace(/\{(\w+)\}/g, ':$1'),
    bodyLimit: http.bodyBytesMax ?? BODY_BYTES_DEFAULT,
    handler: async (request, reply) => {
      const startedMs = options.world.clock.now().getTime();
      try {
        await answerOperation(operation, { request, reply, options });
      } finally {
        const elapsedMs = options.world.clock.now().getTime() - startedMs;
        const labels = { operation: operation.name, status: String(reply.statusCode) };
        options.metrics.requests.observe(labels, elapsedMs / 1000);
      }
      return reply;
    },
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly options: DoorOptions;
}

async function answerOperation(operation: Operation, exchange: Exchange): Promise<void> {
  const { request, reply, options } = exchange;
  reply.header('cache-control', 'no-store').header('x-trace-id', traceIdOf(request));
  try {
    const context = await contextOf(operation, request, options);
    const input = readInput(operation, request);
    const output = await options.dispatch(operation.name, context, input);
    options.log.debug(logFields(operation.name, context), 'answered');
    sendOutput(operation, exchange, output);
  } catch (error) {
    answerProblem(reply, { error, traceId: traceIdOf(request), log: options.log });
  }
}

/** Tenant and roles come from the credential, and from nothing else. */
async function contextOf(
  { access }: Operation,
  request: FastifyRequest,
  { world, callers }: DoorOptions,
): Promise<Context> {
  const base: Context = {
    tenantId: null,
    userId: null,
    roles: [],
    caller: 'public',
    traceparent: request.traceparent,
    registerKey: headerOf(request, 'x-register-key') ?? null,
    deadlineMs: world.clock.now().getTime() + REQUEST_MS_MAX,
  };
  if (access.kind === 'public') return base;
  return { ...base, ...(await callers.callerOf(access, request.headers)) };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Path, then query or body, as one input in code names. What the schema does not know is named. */
function readInput(operation: Operation, request: FastifyRequest): unknown {
  const codec = codecOf(operation.input);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const fromText = codec.read(
    isRead ? { ...asRecord(request.query), ...asRecord(request.params) } : request.params,
    { isText: true },
  );
  // A body that was not sent is an empty one; `null` is no object.
  const sent = request.body === undefined ? {} : request.body;
  const body = isRead ? { value: {}, unknown: [] } : codec.read(sent);
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value)) {
    refuse('input_invalid', { detail: 'The body must be a JSON object.' });
  }
  const unknown = [...fromText.unknown, ...body.unknown];
  if (unknown.length > 0) {
    const fields = unknownFields(unknown.slice(0, 20));
    const detail = `Not known: ${fields.map(({ field }) => field).join(', ')}`;
    refuse('input_invalid', { detail, fields });
  }
  const input = { ...body.value, ...asRecord(fromText.value) };
  return withRefreshCookie(operation, request.headers, input);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function sendOutput(operation: Operation, exchange: Exchange, output: unknown): void {
  const { reply, request } = exchange;
  const mediaType = operation.http?.produces;
  if (mediaType !== undefined) {
    sendBytes({ reply, request, mediaType }, output as ByteAnswer);
    return;
  }
  const wire = codecOf(operation.output).write(output);
  if (operation.isList === true) {
    sendList(exchange, wire);
    return;
  }
  const outcome = asRecord(output)['outcome'];
  // A fact sent alone says by its status whether it is new.
  const success = outcome === 'APPLIED' ? 201 : (operation.http?.success ?? 200);
  const { body, cookie } = givenAsCookie(operation, request.headers, wire);
  if (cookie !== undefined) reply.header('set-cookie', cookie);
  if (success === 204) {
    reply.code(success).send();
    return;
  }
  reply.code(success).header('content-type', JSON_TYPE).send(JSON.stringify(body));
}

/** A bare array, as AsiriaPOS documents it; where to go on and how many there are, in headers. */
function sendList({ request, reply }: Exchange, wire: unknown): void {
  const { items, total_count: total, next_cursor: next } = asRecord(wire);
  reply.header('x-total-count', String(total)).header('content-type', JSON_TYPE);
  if (typeof next === 'string') {
    const [path, query = ''] = request.url.split('?', 2);
    const params = new URLSearchParams(query);
    params.set('cursor', next);
    reply.header('link', `<${path ?? ''}?${params.toString()}>; rel="next"`);
  }
  reply.send(JSON.stringify(items));
}

function isOtherMethod(
  operations: readonly Operation[],
  request: FastifyRequest,
): 'method_not_allowed' | undefined {
  const [path = ''] = request.url.slice(0, limits.LIST_LIMIT_MAX).split('?', 1);
  const isKnown = operations.some(({ http }) => {
    if (http === undefined) return false;
    const pattern = http.path.replace(/\{\w+\}/g, '[^/]+').replace(/\/?$/, '/?');
    return new RegExp(`^${pattern}$`).test(path);
  });
  return isKnown ? 'method_not_allowed' : undefined;
}
