/**
 * The client for everybody else: every address of the OpenAPI document, typed by it, in the names
 * of the wire. Around it is what every program needs: tokens renewed, the shop named, a no thrown.
 */
import createClient from 'openapi-fetch';
import type { Client as OpenApiClient } from 'openapi-fetch';
import { ApiProblem, NoAnswer, errorOf } from './answers.ts';
import type { paths } from './generated/native.ts';
import { parse, tenantIdOf, tokenRenewal } from './token-renewal.ts';
import type { TokenSource } from './token-renewal.ts';

export interface ApiOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Where the server is. */
  readonly url: string;
  readonly tokens?: TokenSource;
}

/** `api.GET('/api/products/', …)`. Throws `ApiProblem`, `NoAnswer` or `StrangeAnswer`. */
export type Api = OpenApiClient<paths, 'application/json'>;

export function openApi({ fetch, url, tokens }: ApiOptions): Api {
  const withToken = tokenRenewal(tokens);
  return createClient<paths, 'application/json'>({
    baseUrl: url,
    headers: { accept: 'application/json' },
    // A body is good for one sending, so each sending has a copy.
    fetch: (request) =>
      withToken((token) => send(fetch, tokenedCopy(request, token)), isTokenSpent),
  });
}

function isTokenSpent(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'token_invalid';
}

function tokenedCopy(request: Request, token: string | undefined): Request {
  const copy = request.clone();
  if (token === undefined) return copy;
  copy.headers.set('authorization', `Bearer ${token}`);
  const tenantId = tenantIdOf(token);
  if (tenantId !== undefined) copy.headers.set('x-tenant-id', tenantId);
  return copy;
}

async function send(fetch: ApiOptions['fetch'], request: Request): Promise<Response> {
  const noAnswer = (cause: unknown): never => {
    throw new NoAnswer(`no answer from ${new URL(request.url).origin}`, { cause });
  };
  const response = await fetch(request).catch(noAnswer);
  if (response.ok || response.status === 304) return response;
  throw errorOf(response, parse(await response.text().catch(noAnswer)));
}
