/**
 * Where notices are listened to: server-sent events over the door. A stream is its shop's by the
 * token alone; it ends with the token, with the account, with the shop, and when we close.
 */
import { listenToNotices } from '@evertill/contract';
import type { NoticeTopic } from '@evertill/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Callers } from './caller.ts';
import { doorLimits } from './door-limits.ts';
import { enter } from './entry.ts';
import type { Notices } from './notices.ts';
import type { RateLimiter } from './rate-limit.ts';
import { Refusal, refuse } from './refusal.ts';
import type { World } from './surroundings.ts';

export interface NoticeStreamOptions {
  readonly world: Pick<World, 'scheduler'>;
  readonly callers: Callers;
  readonly limiter: RateLimiter;
  readonly notices: Notices;
  readonly caps?: Partial<StreamCaps>;
}

export interface StreamCaps {
  /** So often a stream says that it is there, and looks whether it still may be. Milliseconds. */
  readonly beatMs: number;
  /** In each process. */
  readonly perTenant: number;
  readonly perUser: number;
}

const capsDefault: StreamCaps = { beatMs: 20_000, perTenant: 200, perUser: 10 };
/** Whoever leaves so much unread is not there. */
const UNREAD_BYTES_MAX = 64 * 1024;
const FULL_RETRY_SECONDS = 60;
/** What a browser waits before it comes again. Milliseconds. */
const COME_AGAIN_MS = 5_000;

type Raw = FastifyReply['raw'];

export function addNoticeStream(app: FastifyInstance, options: NoticeStreamOptions): void {
  const { callers, limiter, notices } = options;
  const caps = { ...capsDefault, ...options.caps };
  const limits = doorLimits(limiter);
  const open = new Set<Raw>();
  const counts = new Map<string, number>();
  app.addHook('preClose', async () => {
    for (const raw of open) raw.end();
  });
  app.get(listenToNotices.http?.path ?? '', {
    exposeHeadRoute: false,
    config: { isGuarded: true },
    onRequest: (request, reply) => enter(listenToNotices, { request, reply }, { callers, limits }),
    handler: (request, reply) => {
      const { tenantId, userId } = request.entered ?? refuse('token_missing');
      if (tenantId === null || userId === null) refuse('token_invalid');
      const leave = takePlaces(counts, [
        [tenantId, caps.perTenant],
        [`${tenantId} ${userId}`, caps.perUser],
      ]);
      const raw = begin(reply);
      open.add(raw);
      const deafen = notices.listen(tenantId, (topics) => {
        say(raw, topics);
      });
      const stopBeating = beat(options, { request, raw, beatMs: caps.beatMs });
      raw.once('close', () => {
        deafen();
        stopBeating();
        open.delete(raw);
        leave();
      });
    },
  });
}

/** All of them, or none and a refusal. Answers how to give them back. */
function takePlaces(
  counts: Map<string, number>,
  places: readonly (readonly [key: string, max: number])[],
): () => void {
  const countOf = (key: string): number => counts.get(key) ?? 0;
  if (places.some(([key, max]) => countOf(key) >= max)) {
    refuse('rate_limited', {
      retryAfterSeconds: FULL_RETRY_SECONDS,
      detail: 'So many listen already that nobody else may.',
    });
  }
  for (const [key] of places) counts.set(key, countOf(key) + 1);
  return () => {
    for (const [key] of places) {
      const left = countOf(key) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    }
  };
}

function begin(reply: FastifyReply): Raw {
  reply.hijack();
  const { raw } = reply;
  // Whoever is cut off is no fault of ours.
  raw.on('error', () => undefined);
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Nothing else comes on this connection: it ends with the stream, also while we close.
    connection: 'close',
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${COME_AGAIN_MS}\n\n`);
  return raw;
}

function say(raw: Raw, topics: readonly NoticeTopic[]): void {
  if (raw.writableLength > UNREAD_BYTES_MAX) raw.destroy();
  else raw.write(`event: news\ndata: ${JSON.stringify({ topics })}\n\n`);
}

interface Beating {
  readonly request: FastifyRequest;
  readonly raw: Raw;
  readonly beatMs: number;
}

/** Answers how to end it. */
function beat(
  { world, callers }: NoticeStreamOptions,
  { request, raw, beatMs }: Beating,
): () => void {
  let cancel = (): void => undefined;
  const next = (): void => {
    cancel = world.scheduler.after(beatMs, () => {
      void callers
        .callerOf(listenToNotices.access, request.headers)
        .then(goOn, (error: unknown) => {
          // That nobody can be asked at the moment is no reason to send anybody away.
          const mayBeWell = error instanceof Refusal && error.code === 'unavailable';
          if (mayBeWell) goOn();
          else raw.end('event: end\ndata: {}\n\n');
        });
    });
  };
  const goOn = (): void => {
    if (raw.writableEnded || raw.destroyed) return;
    raw.write(':\n\n');
    next();
  };
  next();
  return () => {
    cancel();
  };
}
