/**
 * A client of the public API that is typed by the contract. It knows nothing of where it runs: a
 * browser's fetch or a server's, and tokens kept by whoever made it.
 */
import type { InputOf, Operation, OutputOf } from '@evertill/contract';
import { ApiProblem, NoAnswer, StrangeAnswer, errorOf } from './answers.ts';
import { outputOf, requestOf } from './request.ts';
import { parse, tenantIdOf, tokenRenewal } from './token-renewal.ts';
import type { TokenSource } from './token-renewal.ts';

export interface ClientOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Where the server is; or, where modules have doors of their own, where each operation is. */
  readonly url: string | ((operation: Operation) => string);
  readonly tokens?: TokenSource;
}

export interface CallOptions {
  /** The device key, for operations of a register. */
  readonly registerKey?: string;
  readonly signal?: AbortSignal;
}

export interface Client {
  /** Throws `ApiProblem`, `NoAnswer` or `StrangeAnswer`. */
  readonly call: <O extends Operation>(
    operation: O,
    input: InputOf<O>,
    options?: CallOptions,
  ) => Promise<OutputOf<O>>;
}

export function makeClient(options: ClientOptions): Client {
  const withToken = tokenRenewal(options.tokens);
  return {
    call: async <O extends Operation>(
      operation: O,
      input: InputOf<O>,
      callOptions: CallOptions = {},
    ): Promise<OutputOf<O>> => {
      const ask: Ask = { operation, input, ...callOptions };
      const output = await withToken(
        (token) => send(options, ask, token),
        (error) => isTokenSpent(error, ask),
      );
      return output as OutputOf<O>;
    },
  };
}

interface Ask extends CallOptions {
  readonly operation: Operation;
  readonly input: unknown;
}

function isTokenSpent(error: unknown, { operation }: Ask): boolean {
  return error instanceof ApiProblem && error.status === 401 && operation.access.kind !== 'public';
}

async function send(options: ClientOptions, ask: Ask, token: string | undefined): Promise<unknown> {
  const { operation, input, signal } = ask;
  const { method, target, body } = requestOf(operation, input);
  const base = typeof options.url === 'string' ? options.url : options.url(operation);
  const init: RequestInit = { method, headers: headersOf(ask, token, body !== undefined) };
  if (body !== undefined) init.body = body;
  if (signal !== undefined) init.signal = signal;
  const { response, text } = await exchange(options, new URL(target, base).href, init);
  const parsed = parse(text);
  if (!response.ok) throw errorOf(response, parsed);
  if (text !== '' && parsed === undefined) throw new StrangeAnswer(response.status);
  return outputOf(operation, response, parsed);
}

/** An answer that breaks off half-way is no answer. */
async function exchange(
  { fetch }: ClientOptions,
  url: string,
  init: RequestInit,
): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (error) {
    throw new NoAnswer(`no answer from ${new URL(url).origin}`, { cause: error });
  }
}

function headersOf(
  { operation, registerKey }: Ask,
  token: string | undefined,
  hasBody: boolean,
): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (hasBody) headers['content-type'] = 'application/json';
  if (registerKey !== undefined) headers['x-register-key'] = registerKey;
  if (token === undefined) return headers;
  if (operation.access.kind !== 'public') headers['authorization'] = `Bearer ${token}`;
  const tenantId = tenantIdOf(token);
  if (tenantId !== undefined) headers['x-tenant-id'] = tenantId;
  return headers;
}
