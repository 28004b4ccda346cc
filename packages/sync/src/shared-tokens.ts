/**
 * One access token for all tabs of a device, renewed by one of them at a time. A refresh token is
 * good for one use: two tabs that used the same one would look like a thief and its victim.
 */
import { NoAnswer } from '@evertill/client';
import type { TokenSource } from '@evertill/client';
import type { World } from './world.ts';

/** The tokens of the device, as the tabs tell each other of them. */
export interface TokenBoard {
  readonly read: () => string | undefined;
  readonly write: (token: string | undefined) => void;
}

export interface SharedTokensOptions {
  readonly board: TokenBoard;
  /** Runs work while no other tab does: a Web Lock in a browser. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  /** Asks the server for another access token; throws what the client throws. */
  readonly renew: () => Promise<string>;
  readonly world: Pick<World, 'after'>;
}

/** Whoever renews for longer lets the next tab try: an answer that is lost would hold up all. */
const RENEWAL_MS = 15_000;

export function sharedTokens({ board, alone, renew, world }: SharedTokensOptions): TokenSource {
  return {
    access: board.read,
    refresh: async () => {
      const spent = board.read();
      await alone(async () => {
        // While this tab waited for its turn another one may have done it.
        if (board.read() !== spent) return;
        board.write(await inTime(world, renew()));
      });
    },
  };
}

async function inTime<T>(world: Pick<World, 'after'>, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const cancel = world.after(RENEWAL_MS, () => {
    late.reject(new NoAnswer('nobody renewed the token'));
  });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    cancel();
  }
}
