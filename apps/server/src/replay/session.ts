/**
 * The log-in of a replay, and every call it makes: patient while the server is away, up to a
 * limit, and stopped at once when the run is called off.
 */
import { ApiProblem, NoAnswer, isTransient, makeClient, tenantIdOf } from '@evertill/client';
import { withPatience } from '@evertill/client';
import type { CallOptions, Client } from '@evertill/client';
import { auth } from '@evertill/contract';
import type { InputOf, Operation, OutputOf } from '@evertill/contract';
import type { World } from '@evertill/kernel';
import { ConfigError } from '../config.ts';

export interface Login {
  readonly phoneNumber: string;
  readonly password: string;
  readonly tenantId?: string | undefined;
}

export interface SessionOptions {
  readonly world: World;
  readonly url: string;
  readonly login: Login;
  /** How long the server may be away before the run ends. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWait: (message: string) => void;
}

export interface Session {
  readonly tenantId: string;
  readonly call: <O extends Operation>(
    operation: O,
    input: InputOf<O>,
    options?: Pick<CallOptions, 'registerKey'>,
  ) => Promise<OutputOf<O>>;
  /** A pause that a call-off ends. */
  readonly pause: (delayMs: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly chance: () => number;
  readonly nowMs: () => number;
  readonly patienceMs: number;
}

const ATTEMPT_MS_MAX = 90_000;

/** Logs in. Here nobody waits: whoever reads this first starts the server. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { world, url, patienceMs } = options;
  const publicClient = makeClient({ fetch: world.network.fetch, url });
  let pair = await firstLogIn(publicClient, options);
  const client = makeClient({
    fetch: world.network.fetch,
    url,
    tokens: {
      access: () => pair.access,
      refresh: async () => {
        pair = await renew(publicClient, options, pair);
      },
    },
  });
  const tools = {
    pause: (delayMs: number) => pause(options, delayMs),
    chance: () => world.randomness.bytes(4).readUInt32BE(0) / 2 ** 32,
    nowMs: () => world.clock.now().getTime(),
    patienceMs,
  };
  return {
    ...tools,
    tenantId: tenantIdOf(pair.access) ?? '',
    call: async (operation, input, callOptions) => {
      const patience = {
        ...tools,
        sleep: tools.pause,
        giveUpAfterMs: patienceMs,
        onWait: (error: unknown) => {
          options.onWait(error instanceof Error ? error.message : String(error));
        },
      };
      try {
        return await withPatience(patience, () =>
          attempt(options, (signal) => client.call(operation, input, { ...callOptions, signal })),
        );
      } catch (error) {
        throw isTransient(error) ? awayFor(options, error) : error;
      }
    },
  };
}

type TokenPair = OutputOf<typeof auth.logIn>;

async function firstLogIn(client: Client, options: SessionOptions): Promise<TokenPair> {
  const { url } = options;
  try {
    return await logIn(client, options);
  } catch (error) {
    if (error instanceof NoAnswer) {
      throw new Error(`No server answers at ${url}. Start it with npm start.`, { cause: error });
    }
    if (!(error instanceof ApiProblem) || isTransient(error)) throw error;
    const advice = error.code === 'tenant_required' ? ' Say which with --tenant.' : '';
    throw new ConfigError(`The log-in was refused: ${error.message}${advice}`);
  }
}

function logIn(client: Client, { login }: SessionOptions): Promise<TokenPair> {
  const { phoneNumber, password, tenantId } = login;
  const input = { phoneNumber, password, ...(tenantId === undefined ? {} : { tenantId }) };
  return client.call(auth.logIn, input);
}

/** A refresh token whose answer was lost too long ago is spent: then the password opens again. */
async function renew(
  client: Client,
  options: SessionOptions,
  { refresh }: TokenPair,
): Promise<TokenPair> {
  if (refresh === undefined) return logIn(client, options);
  try {
    return await client.call(auth.refresh, { refresh });
  } catch (error) {
    if (isTransient(error)) throw error;
    return logIn(client, options);
  }
}

/** One try of a call, not for ever, and not beyond the end of the run. */
async function attempt<T>(
  { world, signal }: SessionOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const deadline = new AbortController();
  const callOff = world.scheduler.after(ATTEMPT_MS_MAX, () => {
    deadline.abort();
  });
  try {
    const ends = signal === undefined ? [deadline.signal] : [deadline.signal, signal];
    return await work(AbortSignal.any(ends));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    callOff();
  }
}

function pause({ world, signal }: SessionOptions, delayMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      callOff();
      reject(signal?.reason as Error);
    };
    const callOff = world.scheduler.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
  });
}

function awayFor({ url, patienceMs }: SessionOptions, error: unknown): Error {
  const words = error instanceof Error ? error.message : String(error);
  const seconds = Math.round(patienceMs / 1000);
  return new Error(
    `The server at ${url} was away for more than ${seconds} s (${words}). ` +
      'Start it and give the same command again: it goes on where it stopped.',
    { cause: error },
  );
}
