/** Ballast as a file of the origin's private file system, where the journal's bucket has one. */
import type { BallastPort } from './ballast.ts';

const NAME = 'ballast';
const CHUNK_BYTES = 1024 * 1024;

export function fileBallast(directory: FileSystemDirectoryHandle): BallastPort {
  return {
    bytes: async () => {
      try {
        return (await (await directory.getFileHandle(NAME)).getFile()).size;
      } catch {
        return 0;
      }
    },
    take: async (bytes) => {
      const file = await directory.getFileHandle(NAME, { create: true });
      const pen = await file.createWritable();
      const noise = noiseOf(CHUNK_BYTES);
      try {
        for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
          await pen.write(noise.subarray(0, Math.min(left, CHUNK_BYTES)));
        }
        await pen.close();
      } catch (error) {
        await pen.abort().catch(() => undefined);
        throw error;
      }
    },
    drop: () => directory.removeEntry(NAME),
  };
}

/** What a disk could press together would hold no room. */
function noiseOf(bytes: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(bytes / 4);
  let word = 0x9e37_79b9;
  for (let index = 0; index < words.length; index += 1) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[index] = word;
  }
  return new Uint8Array(words.buffer);
}
