/**
 * What happens at the door before a byte of the body is read: the trace, the size that was
 * announced, the credential, the limits. A body is parsed only for somebody who may send it.
 */
import { BODY_BYTES_DEFAULT, BODY_BYTES_PUBLIC, pathsOf } from '@evertill/contract';
import type { Casing, Operation } from '@evertill/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Exchange } from './answer-sending.ts';
import type { Callers } from './caller.ts';
import { answerCasingOf, bodyCasingOf } from './casing.ts';
import { traceIdOf, traceparentFrom } from './context.ts';
import type { Context } from './context.ts';
import type { DoorLimits } from './door-limits.ts';
import { Refusal, refuse } from './refusal.ts';
import type { World } from './surroundings.ts';

/** How long a request may take in all, its body included. */
export const REQUEST_MS_MAX = 120_000;

export interface EntryOptions {
  readonly world: World;
  readonly callers: Callers;
  readonly operations: readonly Operation[];
}

declare module 'fastify' {
  interface FastifyRequest {
    traceparent: string;
    /** Set once the credential was read; null where nobody has come in. */
    entered: Context | null;
    /** When it came, by the world's clock, in milliseconds. */
    arrivedMs: number;
    /** In which its answer is asked for, a problem too. */
    casing: Casing;
  }
  interface FastifyContextConfig {
    /** The route reads credentials itself: whoever has none is counted there. */
    isGuarded?: true;
  }
}

/** For every request: the trace, and whether there is a door to knock at. */
export function addFirstChecks(
  app: FastifyInstance,
  { world, operations }: EntryOptions,
  limits: DoorLimits,
): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.decorateRequest('traceparent', '');
  app.decorateRequest('entered', null);
  app.decorateRequest('arrivedMs', 0);
  app.decorateRequest('casing', 'native');
  const addresses = addressesOf(operations);
  app.addHook('onRequest', async (request, reply) => {
    const given = headerOf(request, 'traceparent');
    request.traceparent = traceparentFrom(given, world.randomness.bytes);
    request.casing = answerCasingOf(request.headers.accept) ?? 'native';
    request.arrivedMs = world.clock.now().getTime();
    if (isClosing) refuse('unavailable', { retryAfterSeconds: 1 });
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      reply.header('connection', 'close');
      refuse('request_malformed', { detail: 'HTTP/1.1 needs a Host header.' });
    }
    const isGuarded = request.routeOptions.config.isGuarded === true;
    if (!isGuarded) await limits.countStranger(request, reply);
    if (request.is404) {
      endEndlessBody(request, reply);
      const allowed = methodsAt(addresses, request);
      if (allowed.length === 0) refuse('route_unknown');
      // RFC 9110 15.5.6: whoever is told no is told what it may be.
      const list = allowed.join(', ');
      reply.header('allow', list);
      refuse('method_not_allowed', { detail: `What is here answers ${list}.` });
    }
  });
}

/** Puts who comes in on the request. Refuses whoever may not, before anything of theirs is read. */
export async function enter(
  operation: Operation,
  { request, reply }: Exchange,
  { callers, limits }: { readonly callers: Callers; readonly limits: DoorLimits },
): Promise<void> {
  reply.header('cache-control', 'no-store').header('x-trace-id', traceIdOf(request));
  const base = strangerOf(request);
  if (operation.access.kind === 'public') await limits.countStranger(request, reply);
  refuseTooLong(request, reply, bodyBytesOf(operation));
  refuseCasings(request);
  if (operation.access.kind === 'public') {
    request.entered = base;
    return;
  }
  const { limits: own = {}, ...caller } = await callers
    .callerOf(operation.access, request.headers)
    .catch((error: unknown) => turnAway(error, { request, reply, limits }));
  request.entered = { ...base, ...caller };
  await limits.countCaller(operation, { ...caller, limits: own }, reply);
}

/** Said before a body is read that nobody could understand. */
function refuseCasings({ headers }: FastifyRequest): void {
  if (answerCasingOf(headers.accept) === undefined) refuse('casing_not_acceptable');
  if (bodyCasingOf(headers['content-type']) === undefined) refuse('casing_unknown');
}

interface Refused extends Exchange {
  readonly limits: DoorLimits;
}

/** A credential that is not good costs its address something. Its body is thrown away unread. */
export async function turnAway(error: unknown, refused: Refused): Promise<never> {
  const { request, reply, limits } = refused;
  endEndlessBody(request, reply);
  if (error instanceof Refusal && error.rule.status === 401) {
    await limits.countStranger(request, reply);
  }
  throw error;
}

export function bodyBytesOf({ access, http }: Operation): number {
  const usual = access.kind === 'public' ? BODY_BYTES_PUBLIC : BODY_BYTES_DEFAULT;
  return http?.bodyBytesMax ?? usual;
}

function refuseTooLong(request: FastifyRequest, reply: FastifyReply, bytesMax: number): void {
  if (!(Number(request.headers['content-length']) > bytesMax)) return;
  reply.header('connection', 'close');
  refuse('body_too_large', { detail: `At most ${bytesMax} bytes are taken here.` });
}

/**
 * The rest of a body that is not read is thrown away, so that whoever sends it hears our answer.
 * One that does not say how long it is might never end.
 */
function endEndlessBody(request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers['transfer-encoding'] !== undefined) reply.header('connection', 'close');
}

function strangerOf(request: FastifyRequest): Context {
  return {
    tenantId: null,
    userId: null,
    roles: [],
    caller: 'public',
    traceparent: request.traceparent,
    registerKey: headerOf(request, 'x-register-key') ?? null,
    deadlineMs: request.arrivedMs + REQUEST_MS_MAX,
  };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

const PATH_LENGTH_MAX = 1_000;

interface Address {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** Where something is, with the methods that it answers. What can be got has a head, too. */
function addressesOf(operations: readonly Operation[]): readonly Address[] {
  return operations.flatMap((operation) => {
    const { method } = operation.http ?? { method: 'GET' };
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
    return pathsOf(operation).map((path) => {
      const pattern = path.replace(/\{\w+\}/g, '[^/]+').replace(/\/?$/, '/?');
      return { pattern: new RegExp(`^${pattern}$`), methods };
    });
  });
}

/** In alphabetical order; none where there is nothing at all. */
function methodsAt(addresses: readonly Address[], request: FastifyRequest): readonly string[] {
  const [path = ''] = request.url.slice(0, PATH_LENGTH_MAX).split('?', 1);
  const here = addresses.filter(({ pattern }) => pattern.test(path));
  return [...new Set(here.flatMap(({ methods }) => methods))].sort();
}
