/**
 * The log-in that speaks for this device: an access token in memory, and a refresh token that no
 * script reads. A page that was loaded again has neither asked for nor lost anything: it renews.
 */
import { ApiProblem, makeClient } from '@evertill/client';
import type { Client, TokenSource } from '@evertill/client';
import { auth } from '@evertill/contract';
import { sharedTokens } from '@evertill/sync';
import type { LogIn as Given, OfficeAnswer } from '../app/office.ts';
import type { Keeper } from '../till/till-state.ts';
import type { BrowserWorld } from './browser-world.ts';

export interface LogIn {
  readonly tokens: TokenSource;
  readonly client: Client;
  /** Somebody logged in here, and nobody ended it: a token can be had, once the server answers. */
  readonly isSignedIn: () => boolean;
  readonly subscribe: (onChange: () => void) => () => void;
  readonly logIn: (given: Given) => Promise<OfficeAnswer<{ readonly personId: string }>>;
  readonly logOut: () => Promise<void>;
  /** A token is at hand, or cannot be had now. Throws what the client throws. */
  readonly ready: () => Promise<void>;
}

const NAME = 'signed-in';

export function makeLogIn(world: BrowserWorld, keeper: Keeper): LogIn {
  let token: string | undefined;
  let isSignedIn = keeper.read(NAME) === true;
  const listeners = new Set<() => void>();
  const set = (next: boolean): void => {
    isSignedIn = next;
    keeper.write(NAME, next);
    for (const listener of listeners) listener();
  };
  const { url } = world;
  const fetch = asBrowser(world.fetch);
  const anonymous = makeClient({ fetch, url });
  const renew = async (): Promise<string> => {
    try {
      return (await anonymous.call(auth.refresh, {})).access;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'refresh_invalid') set(false);
      throw error;
    }
  };
  const board = {
    read: () => token,
    write: (next: string | undefined) => {
      token = next;
    },
  };
  const sharing = { board, alone: world.alone, renew, world };
  const tokens = sharedTokens(sharing);
  return {
    tokens,
    client: makeClient({ fetch, url, tokens }),
    isSignedIn: () => isSignedIn,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    logIn: ({ phoneNumber, password, code }) =>
      answered(async () => {
        const otp = code === undefined ? {} : { otp: code };
        const { access } = await anonymous.call(auth.logIn, { phoneNumber, password, ...otp });
        token = access;
        set(true);
        return { personId: subjectOf(access) };
      }),
    logOut: async () => {
      token = undefined;
      set(false);
      await answered(() => anonymous.call(auth.logOut, {}));
    },
    ready: async () => {
      if (token === undefined && isSignedIn) await tokens.refresh();
    },
  };
}

/** Whatever becomes of a call, as an answer. */
export async function answered<Value>(ask: () => Promise<Value>): Promise<OfficeAnswer<Value>> {
  try {
    return { kind: 'ok', value: await ask() };
  } catch (error) {
    if (error instanceof ApiProblem) return { kind: 'refused', code: error.code };
    return { kind: 'silent' };
  }
}

/** The server gives a browser its refresh token where no script can read it. */
function asBrowser(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-client', 'browser');
    return fetch(input, { ...init, headers });
  };
}

/** Read, not verified: that is the server's to do. */
function subjectOf(token: string): string {
  const [, payload = ''] = token.split('.');
  const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
  const isNamed = typeof claims === 'object' && claims !== null && 'sub' in claims;
  return isNamed ? String(claims.sub) : '';
}
