/**
 * How a module asks a neighbour, in this process or in another one: the same contract, the same
 * dispatch on the other side, and no way to find out which it was.
 */
import type { InputOf, Operation, OutputOf } from '@evertill/contract';
import type { PeerTokens } from './access.ts';
import type { Context } from './context.ts';
import type { Dispatch } from './dispatch.ts';
import { moduleOf } from './module.ts';
import type { ModuleName } from './module.ts';
import { Refusal, refusalFrom } from './refusal.ts';
import type { World } from './surroundings.ts';

export type Ask = <O extends Operation>(
  operation: O,
  context: Context,
  input: InputOf<O>,
) => Promise<OutputOf<O>>;

export interface PeerOptions {
  readonly world: World;
  readonly tokens: PeerTokens;
  /** Where the modules live that are not in this process. */
  readonly urls: Readonly<Partial<Record<ModuleName, string>>>;
  readonly isLocal: (module: ModuleName) => boolean;
  readonly dispatch: () => Dispatch;
}

export function askAcross(options: PeerOptions): Ask {
  return async (operation, context, input) => {
    const module = moduleOf(operation.name);
    const asPeer: Context = { ...context, caller: 'peer' };
    if (options.isLocal(module)) {
      return (await options.dispatch()(operation.name, asPeer, input)) as never;
    }
    const path = `/peer/${operation.name}`;
    const body = await postToPeer(options, { module, path, context: asPeer, body: input });
    return body as never;
  };
}

export interface PeerPost {
  readonly module: ModuleName;
  readonly path: string;
  readonly context: Context;
  readonly body: unknown;
}

/** One request to another process of ours, signed, within the caller's deadline. */
export async function postToPeer(options: PeerOptions, post: PeerPost): Promise<unknown> {
  const { world, tokens, urls } = options;
  const base = urls[post.module];
  if (base === undefined) throw new Error(`no module ${post.module} here, and no url for it`);
  const { tenantId, userId, roles } = post.context;
  const token = await tokens.sign({
    roles,
    ...(tenantId === null ? {} : { tenantId }),
    ...(userId === null ? {} : { userId }),
  });
  const leftMs = Math.max(1, post.context.deadlineMs - world.clock.now().getTime());
  let response: Response;
  try {
    response = await world.network.fetch(new URL(post.path, base), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        traceparent: post.context.traceparent,
        'x-deadline-ms': String(leftMs),
      },
      body: JSON.stringify(post.body),
      redirect: 'error',
      signal: AbortSignal.timeout(leftMs),
    });
  } catch (error) {
    throw unreachable(post.module, error);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  throw refusalFrom(answer) ?? unreachable(post.module, new Error(`status ${response.status}`));
}

function unreachable(module: ModuleName, cause: unknown): Error {
  const refusal = new Refusal('unavailable', {
    detail: `The module ${module} does not answer now.`,
    retryAfterSeconds: 2,
  });
  return Object.assign(refusal, { cause });
}
