/** Tokens kept by whoever made the client, and renewed once for all who find theirs spent. */

export interface TokenSource {
  /** The access token in force; undefined while nobody is logged in. */
  readonly access: () => string | undefined;
  /** Gets another one, which `access` then gives. The client never asks twice at once. */
  readonly refresh: () => Promise<void>;
}

export type WithToken = <T>(
  send: (token: string | undefined) => Promise<T>,
  isSpent: (error: unknown) => boolean,
) => Promise<T>;

/** Sends with the token in force and, if that was spent, once more with another. */
export function tokenRenewal(tokens: TokenSource | undefined): WithToken {
  const refresh = singleFlight(async () => tokens?.refresh());
  return async (send, isSpent) => {
    const token = tokens?.access();
    try {
      return await send(token);
    } catch (error) {
      if (tokens === undefined || !isSpent(error)) throw error;
      // Somebody else's refresh may have been faster than this answer.
      if (tokens.access() === token) await refresh();
      return await send(tokens.access());
    }
  };
}

function singleFlight(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** The shop an access token is for. Read, not verified: that is the server's to do. */
export function tenantIdOf(token: string): string | undefined {
  const [, payload = ''] = token.split('.');
  const claims = parse(decodeBase64Url(payload));
  if (typeof claims !== 'object' || claims === null || !('tid' in claims)) return undefined;
  return typeof claims.tid === 'string' ? claims.tid : undefined;
}

function decodeBase64Url(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}

/** Undefined for what is no JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
