/**
 * The door: HTTP in, HTTP out, and nothing else. It opens the envelope (token to context, wire
 * names to code names), asks dispatch, and closes the envelope again.
 */
import { BODY_BYTES_DEFAULT, casings, codecOf, pathIn, pathsOf } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Server as HttpsServer } from 'node:https';
import { sendOutput } from './answer-sending.ts';
import type { Exchange } from './answer-sending.ts';
import { addBodyReading } from './body-reading.ts';
import type { Callers } from './caller.ts';
import { answerCasingOf } from './casing.ts';
import { traceIdOf, traceparentFrom } from './context.ts';
import type { Dispatch } from './dispatch.ts';
import { logFields } from './dispatch.ts';
import type { DoorLimits } from './door-limits.ts';
import { doorLimits } from './door-limits.ts';
import { addDoorSpans } from './door-spans.ts';
import { REQUEST_MS_MAX, addFirstChecks, bodyBytesOf, enter } from './entry.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Notices } from './notices.ts';
import { topicOf } from './notices.ts';
import { answerProblem } from './problem-answer.ts';
import type { RateLimiter } from './rate-limit.ts';
import { memoryRateLimiter } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import { readInput } from './request-reading.ts';
import { describe } from './schema-check.ts';
import type { World } from './surroundings.ts';
import type { Traces } from './traces.ts';
import { unreadableRequests } from './unreadable-request.ts';
import type { UnreadableRequests } from './unreadable-request.ts';
import { endUnusedWhenClosing } from './unused-connections.ts';

export interface DoorOptions {
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly dispatch: Dispatch;
  readonly callers: Callers;
  readonly operations: readonly Operation[];
  /** Nobody is limited where there is none. */
  readonly limiter?: RateLimiter;
  /** Who listens is told what is new; nobody is where there are none. */
  readonly notices?: Notices;
  /** The door speaks TLS, and nothing else, where there is one. */
  readonly tls?: DoorCertificate;
  /** Addresses of proxies whose `X-Forwarded-For` is believed; nobody's is when there are none. */
  readonly trustedProxies?: readonly string[];
  /** Nobody is told how long anything took when there are none. */
  readonly traces?: Traces;
}

export interface DoorCertificate {
  /** PEM, the leaf first. */
  readonly cert: string;
  readonly key: string;
}

interface Behind extends DoorOptions {
  readonly limits: DoorLimits;
}

export function openDoor(options: DoorOptions): FastifyInstance {
  const { log, operations } = options;
  const limits = doorLimits(options.limiter ?? memoryRateLimiter({}));
  const unreadable = unreadableRequests(options);
  const app = makeApp(options, unreadable.answer);
  unreadable.watch(app.server);
  endUnusedWhenClosing(app);
  // An expectation that nobody here knows is not met, and that is allowed.
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  addBodyReading(app);
  addFirstChecks(app, options, limits);
  if (options.traces !== undefined) addDoorSpans(app, options.traces);
  app.setErrorHandler((error, request, reply) =>
    answerProblem(reply, { error, traceId: traceIdOf(request), log }),
  );
  app.setNotFoundHandler((request, reply) => {
    const error = new Refusal('route_unknown');
    return answerProblem(reply, { error, traceId: traceIdOf(request), log });
  });
  for (const operation of operations) {
    if (operation.http === undefined) continue;
    makeCodecs(operation);
    addRoutes(app, operation, { ...options, limits });
  }
  return app;
}

function makeApp(
  { log, tls, trustedProxies = [], world }: DoorOptions,
  answerUnreadable: UnreadableRequests['answer'],
): FastifyInstance {
  const settings = {
    logger: false,
    bodyLimit: BODY_BYTES_DEFAULT,
    requestTimeout: REQUEST_MS_MAX,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    // An address that is no address is refused before any hook has run.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
      const traceparent = traceparentFrom(undefined, world.randomness.bytes);
      request.traceparent = traceparent;
      request.casing = answerCasingOf(request.headers.accept) ?? 'native';
      answerProblem(reply, { error, traceId: traceIdOf({ traceparent }), log });
    },
  } as const;
  // What Node and Fastify would answer by themselves, we say in our own words.
  const http = { requireHostHeader: false };
  if (tls === undefined) return Fastify({ ...settings, http });
  const app = Fastify({ ...settings, https: { ...http, ...tls } });
  // A server of TLS is one of HTTP in everything that anybody here asks of it.
  return app;
}

/** For connections that are made from now on. Throws when it is no pair; then nothing changes. */
export function changeCertificate({ server }: FastifyInstance, pair: DoorCertificate): void {
  const safe: unknown = server;
  if (!(safe instanceof HttpsServer)) throw new Error('a door without TLS has no certificate');
  safe.setSecureContext(pair);
}

/** At the start, so that a word that no casing can write stops it there. */
function makeCodecs({ input, output }: Operation): void {
  for (const casing of casings) for (const type of [input, output]) codecOf(type, casing);
}

function addRoutes(app: FastifyInstance, operation: Operation, behind: Behind): void {
  for (const path of pathsOf(operation)) addRoute(app, { operation, path }, behind);
}

interface Route {
  readonly operation: Operation;
  readonly path: string;
}

function addRoute(app: FastifyInstance, { operation, path }: Route, behind: Behind): void {
  const { http } = operation;
  if (http === undefined) return;
  app.route({
    method: http.method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    bodyLimit: bodyBytesOf(operation),
    config: { isGuarded: true },
    onRequest: (request, reply) => enter(operation, { request, reply }, behind),
    handler: async (request, reply) => {
      await answerOperation(operation, { request, reply }, behind);
      return reply;
    },
    onResponse: async (request, reply) => {
      const elapsedMs = behind.world.clock.now().getTime() - request.arrivedMs;
      const labels = { operation: operation.name, status: String(reply.statusCode) };
      behind.metrics.requests.observe(labels, elapsedMs / 1000);
    },
  });
}

async function answerOperation(
  operation: Operation,
  exchange: Exchange,
  { dispatch, log, notices }: Behind,
): Promise<void> {
  const { request, reply } = exchange;
  const { entered } = request;
  if (entered === null) throw new Error(`${operation.name} was reached past the entry`);
  try {
    const input = readInput(operation, request);
    const output = await dispatch(operation.name, entered, input).catch((error: unknown) => {
      throw inCasingOf(request, operation, error);
    });
    log.debug(logFields(operation.name, entered), 'answered');
    sendOutput(operation, exchange, output);
    const topic = topicOf(operation);
    if (topic !== undefined && entered.tenantId !== null) notices?.tell(entered.tenantId, topic);
  } catch (error) {
    answerProblem(reply, { error, traceId: traceIdOf(request), log });
  }
}

/** Behind the door fields have their native names. */
function inCasingOf({ casing }: FastifyRequest, { input }: Operation, error: unknown): unknown {
  if (casing === 'native' || !(error instanceof Refusal) || error.fields.length === 0) return error;
  const fields = error.fields.map(({ field, message }) => ({
    field: pathIn(casing, input, field),
    message,
  }));
  const isSaidInDetail = error.message === describe(error.fields);
  return new Refusal(error.code, {
    detail: isSaidInDetail ? describe(fields) : error.message,
    fields,
    members: error.members,
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: error.retryAfterSeconds }),
  });
}
