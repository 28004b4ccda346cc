/**
 * The door: HTTP in, HTTP out, and nothing else. It opens the envelope (token to context, wire
 * names to code names), asks dispatch, and closes the envelope again.
 */
import { codecOf, BODY_BYTES_DEFAULT, limits } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenReader } from './access.ts';
import type { Context } from './context.ts';
import { traceIdOf, traceparentFrom } from './context.ts';
import type { Dispatch } from './dispatch.ts';
import { logFields } from './dispatch.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { answerProblem } from './problem-answer.ts';
import { Refusal, refuse } from './refusal.ts';
import { unknownFields } from './schema-check.ts';
import type { World } from './surroundings.ts';

export interface DoorOptions {
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly dispatch: Dispatch;
  readonly tokens: TokenReader;
  readonly operations: readonly Operation[];
}

const REQUEST_MS_MAX = 120_000;
const DEPTH_MAX = 32;
const JSON_TYPE = 'application/json; charset=utf-8';

export function openDoor(options: DoorOptions): FastifyInstance {
  const { log } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_DEFAULT,
    requestTimeout: REQUEST_MS_MAX,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    forceCloseConnections: 'idle',
    // An address that is no address is refused before any hook has run.
    frameworkErrors: (error, request, reply) => {
      const traceparent = traceparentFrom(undefined, options.world.randomness.bytes);
      request.traceparent = traceparent;
      answerProblem(reply, { error, traceId: traceIdOf({ traceparent }), log });
    },
  });
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('traceparent', '');
  app.addHook('onRequest', async (request) => {
    const given = request.headers['traceparent'];
    request.traceparent = traceparentFrom(
      typeof given === 'string' ? given : undefined,
      options.world.randomness.bytes,
    );
  });
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

/** Tenant and roles come from the verified token; a header that names another tenant is refused. */
async function contextOf(
  operation: Operation,
  request: FastifyRequest,
  { world, tokens }: DoorOptions,
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
  if (operation.access.kind === 'public') return base;
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) refuse('token_missing');
  const claims = await tokens.read(token);
  for (const name of ['x-tenant-id', 'tenant-id']) {
    const named = headerOf(request, name);
    if (named !== undefined && named.toLowerCase() !== claims.tenantId) refuse('tenant_mismatch');
  }
  return { ...base, ...claims, caller: 'user' };
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
  if (isDeeperThan(request.body, DEPTH_MAX)) {
    refuse('input_invalid', { detail: `The body is nested deeper than ${DEPTH_MAX} levels.` });
  }
  const body = isRead ? { value: {}, unknown: [] } : codec.read(request.body ?? {});
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value)) {
    refuse('input_invalid', { detail: 'The body must be a JSON object.' });
  }
  const unknown = [...fromText.unknown, ...body.unknown];
  if (unknown.length > 0) {
    const fields = unknownFields(unknown.slice(0, 20));
    const detail = `Not known: ${fields.map(({ field }) => field).join(', ')}`;
    refuse('input_invalid', { detail, fields });
  }
  return { ...body.value, ...asRecord(fromText.value) };
}

/** JSON can be nested deeper than any stack that walks it. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function sendOutput(operation: Operation, exchange: Exchange, output: unknown): void {
  const { reply } = exchange;
  const wire = codecOf(operation.output).write(output);
  if (operation.isList === true) {
    sendList(exchange, wire);
    return;
  }
  const outcome = asRecord(output)['outcome'];
  // A fact sent alone says by its status whether it is new.
  const success = outcome === 'APPLIED' ? 201 : (operation.http?.success ?? 200);
  reply.code(success).header('content-type', JSON_TYPE).send(JSON.stringify(wire));
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
