/** Vault, asked with a token that is good, not longer than a deadline, and not while it is away. */
import { CircuitLate, CircuitOpen, makeCircuit, sleep } from '@evertill/kernel';
import type { Log, Metrics, World } from '@evertill/kernel';
import type { VaultSettings } from './settings.ts';
import { tokenSource } from './token.ts';
import type { TokenSource } from './token.ts';
import type { Line, Method, VaultAnswer } from './vault-request.ts';
import { openLine } from './vault-request.ts';
import { VaultAway, VaultRefusal, isDisbelieved, troubleOf } from './vault-trouble.ts';

export interface VaultClient {
  /**
   * The body of the answer; undefined where it has none. Throws `VaultAway` where it may do later,
   * and `VaultRefusal` where Vault said no. Whatever is asked may be asked twice.
   */
  readonly ask: (method: Method, path: string, body?: object) => Promise<unknown>;
  /** We are somebody else to Vault now: what was lent to who we were ends soon, or has ended. */
  readonly onNewToken: (tell: () => void) => void;
  readonly close: () => void;
}

export interface VaultOptions {
  readonly settings: VaultSettings;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
}

const FAILURES_MAX = 3;
const REST_MS = 5_000;
const PAUSE_MS = 100;

export function openClient(options: VaultOptions): VaultClient {
  const { settings, world, log, metrics } = options;
  const { deadlineMs } = settings;
  const line = openLine(settings);
  const tokens = tokenSource({ settings, line, world, log });
  const circuit = makeCircuit({
    name: 'vault',
    world,
    log,
    metrics,
    deadlineMs,
    failuresMax: FAILURES_MAX,
    restMs: REST_MS,
    isAnswer: (error) => error instanceof VaultRefusal,
  });
  return {
    ask: async (method, path, body) => {
      try {
        return await circuit.run(() => askUntil({ ...options, line, tokens }, method, path, body));
      } catch (error) {
        const isAway = error instanceof CircuitOpen || error instanceof CircuitLate;
        throw isAway ? new VaultAway(error.message, { cause: error }) : error;
      }
    },
    onNewToken: tokens.onReplaced,
    close: () => {
      tokens.close();
      line.close();
    },
  };
}

interface Asking extends VaultOptions {
  readonly line: Line;
  readonly tokens: TokenSource;
}

/** What passes by is waited for, with longer and longer pauses, while the deadline lets us. */
async function askUntil(
  asking: Asking,
  method: Method,
  path: string,
  body: object | undefined,
): Promise<unknown> {
  const { world, settings } = asking;
  const endsMs = world.clock.now().getTime() + settings.deadlineMs;
  for (let pauseMs = PAUSE_MS; ; pauseMs *= 2) {
    try {
      return await askOnce(asking, method, path, body);
    } catch (error) {
      if (error instanceof VaultRefusal) throw error;
      if (isDisbelieved(error)) throw disbelieved(error);
      const isLate = world.clock.now().getTime() + pauseMs >= endsMs;
      if (isLate) throw awayBecause(error);
      await sleep(world.scheduler, pauseMs);
    }
  }
}

/** The same certificate is no better a moment later. */
function disbelieved(error: Error): VaultAway {
  const words = `Vault's certificate is not believed, see VAULT_CACERT: ${error.message}`;
  return new VaultAway(words, { cause: error });
}

function awayBecause(error: unknown): VaultAway {
  if (error instanceof VaultAway) return error;
  const words = error instanceof Error ? error.message : String(error);
  return new VaultAway(`Vault cannot be reached: ${words}`, { cause: error });
}

/** A token may have been revoked, or have ended while nobody asked: once, with another one. */
async function askOnce(
  { line, tokens, settings }: Asking,
  method: Method,
  path: string,
  body: object | undefined,
): Promise<unknown> {
  const { deadlineMs } = settings;
  const send = async (): Promise<readonly [VaultAnswer, string]> => {
    const token = await tokens.current();
    return [await line.send({ method, path, body, token, deadlineMs }), token];
  };
  const [first, token] = await send();
  let answer = first;
  if (first.status === 403) {
    tokens.forget(token);
    [answer] = await send();
  }
  if (answer.status === 200 || answer.status === 204) return answer.body;
  throw troubleOf(path, answer);
}
