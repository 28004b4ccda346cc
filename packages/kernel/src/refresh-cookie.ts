/**
 * The refresh token of a browser: in a cookie that no script reads and no other site sends.
 *
 * A browser says `X-Client: browser`, which a foreign page may not say without being asked first;
 * only then is the cookie read, and given instead of the field `refresh`.
 */
import { limits } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import type { IncomingHttpHeaders } from 'node:http';

const NAME = '__Host-evertill_refresh';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

type Body = Record<string, unknown>;

function isBrowser(headers: IncomingHttpHeaders): boolean {
  return headers['x-client'] === 'browser';
}

/** The input of an operation, with the refresh token of the cookie where the body has none. */
export function withRefreshCookie(
  { http }: Operation,
  headers: IncomingHttpHeaders,
  input: Body,
): Body {
  const isRead = http?.refreshCookie === 'renew' || http?.refreshCookie === 'clear';
  if (!isRead || input['refresh'] !== undefined || !isBrowser(headers)) return input;
  const refresh = cookieOf(headers.cookie ?? '');
  return refresh === undefined ? input : { ...input, refresh };
}

function cookieOf(header: string): string | undefined {
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${NAME}=`));
  return found?.slice(NAME.length + 1);
}

export interface Given {
  /** What is left for the body. */
  readonly body: unknown;
  /** The header Set-Cookie, where one is due. */
  readonly cookie?: string;
}

/** What a browser gets: the token in the cookie and not in the body, or the cookie ended. */
export function givenAsCookie(
  { http }: Operation,
  headers: IncomingHttpHeaders,
  wire: unknown,
): Given {
  if (http?.refreshCookie === undefined || !isBrowser(headers)) return { body: wire };
  if (http.refreshCookie === 'clear') {
    return { body: wire, cookie: `${NAME}=; ${ATTRIBUTES}; Max-Age=0` };
  }
  const { refresh, ...body } = wire as Body;
  if (typeof refresh !== 'string') return { body: wire };
  const seconds = Math.floor(limits.REFRESH_MS / 1000);
  return { body, cookie: `${NAME}=${refresh}; ${ATTRIBUTES}; Max-Age=${seconds}` };
}
