/**
 * Sends bytes piece by piece and says how far it came. The first piece decides: if the browser
 * refused it before it reached the device, nothing was printed; after that, anything may have been.
 */
import { within } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { LinkTrouble, WriteOutcome } from './byte-link.ts';

/** What became of one piece. `refused` is for those that surely never left this computer. */
export type PieceOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' | 'doubtful'; readonly trouble: LinkTrouble };

export interface Piecewise {
  readonly clock: Clock;
  readonly pieceBytes: number;
  readonly patienceMs: number;
  readonly send: (piece: Uint8Array<ArrayBuffer>) => Promise<PieceOutcome>;
}

export async function sendPieces(
  bytes: Uint8Array,
  { clock, pieceBytes, patienceMs, send }: Piecewise,
): Promise<WriteOutcome> {
  const late = { kind: 'doubtful', trouble: 'no_answer' } as const;
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    // A copy, since browsers take a view's whole buffer, or want one that nobody else holds.
    const piece = Uint8Array.from(bytes.subarray(from, from + pieceBytes));
    const outcome = await within(clock, patienceMs, send(piece), late);
    if (outcome.kind === 'taken') continue;
    const isNothing = outcome.kind === 'refused' && from === 0;
    return { kind: isNothing ? 'nothing' : 'some', trouble: outcome.trouble };
  }
  return { kind: 'taken' };
}
