/** The server over HTTP, through the typed client: every way in which a call ends is a reply. */
import { ApiProblem, NoAnswer, StrangeAnswer, makeClient } from '@evertill/client';
import type { TokenSource } from '@evertill/client';
import { orders, pullOperations } from '@evertill/contract';
import type { Reply, ServerPort } from './server-port.ts';
import {
  readDecided,
  readEnrolled,
  readLeaseReply,
  readPullPage,
  readPushReply,
} from './wire-reply.ts';
import type { World } from './world.ts';

export interface HttpServerOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly url: string;
  /** Renewed once for all tabs: see `sharedTokens`. */
  readonly tokens: TokenSource;
  readonly world: Pick<World, 'after'>;
}

/** The server gives up on a push after 60 seconds; whoever waits longer waits for nobody. */
const PUSH_MS = 65_000;
const ASK_MS = 20_000;

export function httpServer(options: HttpServerOptions): ServerPort {
  const client = makeClient(options);
  const ask = <T>(call: Asking<T>): Promise<Reply<T>> => replyOf(options, call);
  return {
    lease: ({ registerId, deviceKey }) =>
      ask({
        timeoutMs: ASK_MS,
        read: readLeaseReply,
        send: (signal) =>
          client.call(orders.lease, { registerId }, { registerKey: deviceKey, signal }),
      }),
    push: ({ registration: { registerId, epoch, deviceKey }, fencing, operations }) =>
      ask({
        timeoutMs: PUSH_MS,
        read: readPushReply,
        send: (signal) =>
          client.call(
            orders.push,
            { registerId, epoch, fencing, operations: [...operations] },
            { registerKey: deviceKey, signal },
          ),
      }),
    pull: ({ cursor, registration }) =>
      ask({
        timeoutMs: ASK_MS,
        read: readPullPage,
        send: (signal) => {
          const input = cursor === undefined ? {} : { cursor };
          const key = registration === null ? {} : { registerKey: registration.deviceKey };
          return client.call(pullOperations.pull, input, { ...key, signal });
        },
      }),
    decided: ({ registration: { deviceKey }, operations }) =>
      ask({
        timeoutMs: ASK_MS,
        read: readDecided,
        send: (signal) => {
          const input = { operations: [...operations] };
          return client.call(orders.findDecided, input, { registerKey: deviceKey, signal });
        },
      }),
    enrol: (enrolmentCode) =>
      ask({
        timeoutMs: ASK_MS,
        read: readEnrolled,
        send: (signal) => client.call(orders.enrol, { enrolmentCode }, { signal }),
      }),
  };
}

interface Asking<T> {
  readonly timeoutMs: number;
  readonly send: (signal: AbortSignal) => Promise<unknown>;
  /** Undefined for what is no answer. */
  readonly read: (value: unknown) => T | undefined;
}

async function replyOf<T>(
  { world }: HttpServerOptions,
  { timeoutMs, send, read }: Asking<T>,
): Promise<Reply<T>> {
  const giveUp = new AbortController();
  const late = Promise.withResolvers<never>();
  const cancel = world.after(timeoutMs, () => {
    giveUp.abort();
    // Whatever it is that does not hear that.
    late.reject(new NoAnswer('it took too long'));
  });
  try {
    const value = read(await Promise.race([send(giveUp.signal), late.promise]));
    if (value === undefined) return { kind: 'strange', status: 200, retryAfterMs: null };
    return { kind: 'ok', value };
  } catch (error) {
    return troubleOf(error);
  } finally {
    cancel();
  }
}

function troubleOf(error: unknown): Reply<never> {
  if (error instanceof ApiProblem) {
    const { code, status, message: detail } = error;
    return { kind: 'refused', code, status, detail, retryAfterMs: waitOf(error) };
  }
  if (error instanceof StrangeAnswer) {
    return { kind: 'strange', status: error.status, retryAfterMs: waitOf(error) };
  }
  return { kind: 'silent' };
}

function waitOf(error: ApiProblem | StrangeAnswer): number | null {
  return error.retryAfterSeconds === undefined ? null : error.retryAfterSeconds * 1000;
}
