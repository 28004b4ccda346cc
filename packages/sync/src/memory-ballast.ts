/** Ballast of a disk in memory. */
import type { BallastPort } from './ballast.ts';
import { StorageFull } from './journal-storage.ts';
import type { MemoryDisk } from './memory-journal.ts';

/** Takes no more than there is room for. */
export function memoryBallast(disk: MemoryDisk, bytesFree: () => number): BallastPort {
  return {
    bytes: async () => disk.ballastBytes,
    take: async (bytes) => {
      if (bytes > bytesFree()) throw new StorageFull(`no room for ${bytes} bytes of ballast`);
      disk.ballastBytes = bytes;
    },
    drop: async () => {
      disk.ballastBytes = 0;
    },
  };
}
