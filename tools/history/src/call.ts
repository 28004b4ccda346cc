/** One request of a client: with as much patience as it has, and the address of the next page. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly token: string;
  readonly registerKey?: string;
  readonly body?: unknown;
  /** So many milliseconds somebody waits; what was asked for may happen all the same. */
  readonly patienceMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Where a list goes on. */
  readonly next: string | undefined;
}

export type Call = (request: Request) => Promise<Answer | 'no answer'>;

const PATIENCE_MS = 30_000;

export function callerOf(url: string): Call {
  return async (request) => {
    const leaving = new AbortController();
    // Whoever has no patience left goes, whatever becomes of the request.
    const gone = sleep(request.patienceMs ?? PATIENCE_MS, 'no answer' as const, {
      signal: leaving.signal,
    }).catch(() => 'no answer' as const);
    const asked = ask(url, request, leaving.signal).catch(() => 'no answer' as const);
    const answer = await Promise.race([asked, gone]);
    leaving.abort();
    return answer;
  };
}

async function ask(
  url: string,
  { method, path, token, registerKey, body }: Request,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(new URL(path, url), {
    method,
    signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(registerKey === undefined ? {} : { 'x-register-key': registerKey }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  return { status: response.status, body: await response.json(), next };
}
