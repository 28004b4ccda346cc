/**
 * One access token for all tabs of a device, renewed by one of them at a time. A refresh token is
 * good for one use: two tabs that used the same one would look like a thief and its victim.
 */
import type { TokenSource } from '@evertill/client';

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
}

export function sharedTokens({ board, alone, renew }: SharedTokensOptions): TokenSource {
  return {
    access: board.read,
    refresh: async () => {
      const spent = board.read();
      await alone(async () => {
        // While this tab waited for its turn another one may have done it.
        if (board.read() !== spent) return;
        board.write(await renew());
      });
    },
  };
}
