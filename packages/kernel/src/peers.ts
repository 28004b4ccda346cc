/**
 * How a module asks a neighbour, in this process or in another one: the same contract, the same
 * dispatch on the other side, and no way to find out which it was.
 */
import { mayRepeat } from '@evertill/contract';
import type { InputOf, Operation, OutputOf } from '@evertill/contract';
import type { PeerTokens } from './access.ts';
import { breakerStates, makeBreaker } from './breaker.ts';
import type { Breaker, Heard } from './breaker.ts';
import type { Context } from './context.ts';
import type { Dispatch } from './dispatch.ts';
import type { Metrics } from './metrics.ts';
import { moduleOf } from './module.ts';
import type { ModuleName } from './module.ts';
import { answerOf } from './peer-answer.ts';
import type { PeerAnswer } from './peer-answer.ts';
import { Refusal } from './refusal.ts';
import { ATTEMPTS_MAX, pauseMs, retryBudget } from './peer-retries.ts';
import type { RetryBudget } from './peer-retries.ts';
import type { World } from './surroundings.ts';
import { sleep } from './surroundings.ts';
import { noTraces } from './traces.ts';
import type { Traces } from './traces.ts';

export type Ask = <O extends Operation>(
  operation: O,
  context: Context,
  input: InputOf<O>,
) => Promise<OutputOf<O>>;

export interface AskOptions {
  readonly isLocal: (module: ModuleName) => boolean;
  readonly dispatch: () => Dispatch;
  readonly postToPeer: PostToPeer;
}

export function askAcross({ isLocal, dispatch, postToPeer }: AskOptions): Ask {
  return async (operation, context, input) => {
    const module = moduleOf(operation.name);
    if (isLocal(module)) {
      const asPeer: Context = { ...context, caller: 'peer' };
      return (await dispatch()(operation.name, asPeer, input)) as never;
    }
    const path = `/peer/${operation.name}`;
    const isRepeatable = mayRepeat(operation, input);
    return (await postToPeer({ module, path, context, body: input, isRepeatable })) as never;
  };
}

export interface PeerPost {
  readonly module: ModuleName;
  readonly path: string;
  readonly context: Context;
  readonly body: unknown;
  /** It may be sent again when nobody knows whether it was heard. */
  readonly isRepeatable: boolean;
}

/**
 * A request to another process of ours, signed, within the caller's deadline. Rejects with the
 * refusal that came back, or with `unavailable` where nothing did.
 */
export type PostToPeer = (post: PeerPost) => Promise<unknown>;

export interface PeerOptions {
  readonly world: World;
  readonly metrics: Metrics;
  readonly tokens: PeerTokens;
  /** Where the modules live that are not in this process. */
  readonly urls: Readonly<Partial<Record<ModuleName, string>>>;
  /** Nobody is told how long anything took when there are none. */
  readonly traces?: Traces;
}

/** What we remember of the way to one neighbour. */
interface Way {
  readonly breaker: Breaker;
  readonly budget: RetryBudget;
}

const SILENT_MAX = 5;
const OPEN_MS = 1_000;
/** One question every few seconds keeps nobody down, and whoever is back is soon asked again. */
const OPEN_MS_MAX = 5_000;

/** Below this, silence says more about the caller's haste than about the neighbour. */
const FAIR_MS = 500;

export function postsToPeers(options: PeerOptions): PostToPeer {
  const { world, metrics } = options;
  const ways = new Map<ModuleName, Way>();
  return async (post) => {
    const { module } = post;
    const way = ways.get(module) ?? wayTo(module, options);
    ways.set(module, way);
    way.budget.earn();
    for (let attempt = 1; ; attempt += 1) {
      const answer = await askOnce(post, way, options);
      if (answer.kind === 'answer') return answer.body;
      const waitMs = pauseMs(attempt, world.randomness);
      const isLast = attempt === ATTEMPTS_MAX || leftMsOf(post, world) <= waitMs;
      if (isLast || !mayHelp(post, answer) || !way.budget.spend()) throw answer.error;
      metrics.peerRetries.inc({ module });
      await sleep(world.scheduler, waitMs);
    }
  };
}

function wayTo(module: ModuleName, { world, metrics }: PeerOptions): Way {
  metrics.peerBreaker.set({ module }, breakerStates.closed);
  const breaker = makeBreaker({
    world,
    silentMax: SILENT_MAX,
    openMs: OPEN_MS,
    openMsMax: OPEN_MS_MAX,
    refusal: (leftMs) => {
      const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1000));
      const detail = `The module ${module} does not answer now.`;
      return new Refusal('unavailable', { detail, retryAfterSeconds });
    },
    onState: (state) => {
      metrics.peerBreaker.set({ module }, breakerStates[state]);
    },
  });
  return { breaker, budget: retryBudget() };
}

/** A neighbour that goes down in good order says `unavailable`, and another one takes its place. */
function mayHelp({ isRepeatable }: PeerPost, answer: PeerAnswer): boolean {
  if (!isRepeatable || answer.kind === 'answer') return false;
  return answer.kind === 'silence' || answer.error.code === 'unavailable';
}

function leftMsOf({ context }: PeerPost, { clock }: World): number {
  return Math.max(1, context.deadlineMs - clock.now().getTime());
}

async function askOnce(post: PeerPost, way: Way, options: PeerOptions): Promise<PeerAnswer> {
  const { traces = noTraces } = options;
  const settle = passThrough(post, way, options);
  const leftMs = leftMsOf(post, options.world);
  let heard: Heard = 'unsure';
  try {
    const { traceparent } = post.context;
    const answer = await traces.within(
      { name: `ask ${post.path}`, kind: 'ask', traceparent },
      (inside) => {
        const context = { ...post.context, traceparent: inside };
        return answerOf(post.module, send({ ...post, context }, leftMs, options));
      },
    );
    if (answer.kind !== 'silence') heard = 'answer';
    else if (leftMs >= FAIR_MS) heard = 'silence';
    return answer;
  } finally {
    settle(heard);
  }
}

function passThrough(
  { module }: PeerPost,
  { breaker }: Way,
  { metrics }: PeerOptions,
): ReturnType<Breaker['enter']> {
  try {
    return breaker.enter();
  } catch (refusal) {
    metrics.peerRefusals.inc({ module });
    throw refusal;
  }
}

async function send(
  { module, path, context, body }: PeerPost,
  leftMs: number,
  { world, tokens, urls }: PeerOptions,
): Promise<Response> {
  const base = urls[module];
  if (base === undefined) throw new Error(`no module ${module} here, and no url for it`);
  const { tenantId, userId, roles } = context;
  const token = await tokens.sign({
    roles,
    ...(tenantId === null ? {} : { tenantId }),
    ...(userId === null ? {} : { userId }),
  });
  return world.network.fetch(new URL(path, base), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      traceparent: context.traceparent,
      'x-deadline-ms': String(Math.ceil(leftMs)),
    },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(Math.ceil(leftMs)),
  });
}
