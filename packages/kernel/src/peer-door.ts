/** The door for other processes of ours: questions and events, under a signed service token. */
import type { Event } from '@evertill/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PeerTokens } from './access.ts';
import type { Context } from './context.ts';
import { traceIdOf } from './context.ts';
import type { Dispatch } from './dispatch.ts';
import { doorLimits } from './door-limits.ts';
import { turnAway } from './entry.ts';
import type { Deliver } from './inbox.ts';
import type { Log } from './log.ts';
import { isModuleName } from './module.ts';
import type { ModuleName } from './module.ts';
import { answerProblem } from './problem-answer.ts';
import { memoryRateLimiter } from './rate-limit.ts';
import type { RateLimiter } from './rate-limit.ts';
import { refuse } from './refusal.ts';
import type { World } from './surroundings.ts';

export interface PeerDoorOptions {
  /** What strangers who knock here are counted by; nobody is when there is none. */
  readonly limiter?: RateLimiter;
  readonly world: World;
  readonly log: Log;
  readonly tokens: PeerTokens;
  readonly dispatch: Dispatch;
  readonly inboxes: ReadonlyMap<ModuleName, Deliver>;
  readonly operationNames: ReadonlySet<string>;
}

type Run = (request: FastifyRequest, context: Context) => Promise<unknown>;

const PEER_BODY_BYTES_MAX = 32 * 1024 * 1024;
const PEER_MS_MAX = 120_000;

export function addPeerDoor(app: FastifyInstance, options: PeerDoorOptions): void {
  const limits = doorLimits(options.limiter ?? memoryRateLimiter({}));
  const route = (url: string, run: Run): void => {
    app.route({
      method: 'POST',
      url,
      bodyLimit: PEER_BODY_BYTES_MAX,
      config: { isGuarded: true },
      // Nothing of the body is read for somebody who is no neighbour.
      onRequest: async (request, reply) => {
        request.entered = await peerContext(request, options).catch((error: unknown) =>
          turnAway(error, { request, reply, limits }),
        );
      },
      handler: async (request, reply) => {
        try {
          const { entered } = request;
          if (entered === null) throw new Error('a neighbour came in past the entry');
          const output = await run(request, entered);
          reply.header('content-type', 'application/json').send(JSON.stringify(output));
        } catch (error) {
          answerProblem(reply, { error, traceId: traceIdOf(request), log: options.log });
        }
        return reply;
      },
    });
  };
  route('/peer/:operation', async (request, context) => {
    const { operation } = request.params as { operation: string };
    if (!options.operationNames.has(operation)) refuse('route_unknown');
    return options.dispatch(operation, context, request.body);
  });
  route('/peer/events/:module', async (request, context) => {
    const { module } = request.params as { module: string };
    const deliver = isModuleName(module) ? options.inboxes.get(module) : undefined;
    if (deliver === undefined) refuse('route_unknown');
    const { source, events } = deliveryOf(request.body);
    const { tenantId } = context;
    // The tenant of the token and the tenant of what it carries must be one and the same.
    if (tenantId === null || events.some((event) => event.tenantId !== tenantId)) {
      refuse('tenant_mismatch');
    }
    await deliver({ tenantId, source, events });
    return { taken: events.length };
  });
}

function deliveryOf(body: unknown): { source: string; events: readonly Event[] } {
  const { source, events } = (body ?? {}) as Record<string, unknown>;
  if (typeof source !== 'string' || !Array.isArray(events)) refuse('input_invalid');
  return { source, events: events as readonly Event[] };
}

async function peerContext(request: FastifyRequest, options: PeerDoorOptions): Promise<Context> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || token === undefined) refuse('token_missing');
  const claims = await options.tokens.read(token);
  const asked = Number(request.headers['x-deadline-ms']);
  const leftMs = Number.isFinite(asked) && asked > 0 ? Math.min(asked, PEER_MS_MAX) : PEER_MS_MAX;
  return {
    ...claims,
    caller: 'peer',
    traceparent: request.traceparent,
    registerKey: null,
    deadlineMs: options.world.clock.now().getTime() + leftMs,
  };
}
