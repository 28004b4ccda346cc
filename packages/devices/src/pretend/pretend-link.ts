/** A link to a pretend printer, for demonstrations and for tests of what stands above links. */
import type { Clock } from '../clock.ts';
import type { ByteLink } from '../link/byte-link.ts';
import { sendPieces } from '../link/piecewise.ts';
import type { PieceOutcome } from '../link/piecewise.ts';
import type { PretendWire } from './pretend-wire.ts';

const PIECE_BYTES = 64;

export function pretendLink(wire: PretendWire, clock: Clock): ByteLink {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  let isOpen = false;
  wire.onAnswer((bytes) => {
    if (isOpen) for (const onBytes of listeners) onBytes(bytes);
  });
  const send = async (piece: Uint8Array): Promise<PieceOutcome> => {
    const isTaken = await wire.push(piece);
    return isTaken ? { kind: 'taken' } : { kind: 'doubtful', trouble: 'connection_lost' };
  };
  const close = async () => {
    isOpen = false;
    wire.abort();
  };
  return {
    open: async () => {
      isOpen = wire.isPlugged() && !wire.isHeld();
      if (isOpen) return undefined;
      return wire.isHeld() ? 'busy' : 'not_there';
    },
    write: async (bytes, patienceMs) => {
      if (!isOpen || !wire.isPlugged()) return { kind: 'nothing', trouble: 'not_there' };
      const outcome = await sendPieces(bytes, { clock, pieceBytes: PIECE_BYTES, patienceMs, send });
      if (outcome.kind !== 'taken') await close();
      return outcome;
    },
    listen: (onBytes) => {
      listeners.add(onBytes);
      return () => listeners.delete(onBytes);
    },
    close,
  };
}
