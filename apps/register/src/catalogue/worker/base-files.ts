/** The files of snapshots, and what a pointer to one has to say so that it is believed. */
import type { StoredFiles } from './stored-files.ts';
import type { CatalogueWorld } from './world.ts';

export interface Pointer {
  readonly file: string;
  readonly bytes: number;
  readonly hash: string;
}

type Bytes = Uint8Array<ArrayBuffer>;

export interface BaseFiles {
  readonly areBelieved: (pointer: Pointer, bytes: Bytes) => Promise<boolean>;
  /** Into a file of its own, also where the same bytes lie already. */
  readonly write: (bytes: Bytes) => Promise<Pointer>;
  /** The file that is there, where it is as it should be. */
  readonly writeUnlessThere: (bytes: Bytes, kept: Pointer | undefined) => Promise<Pointer>;
}

export function baseFiles(
  files: StoredFiles,
  { hash: hashOf, nowMs }: Pick<CatalogueWorld, 'hash' | 'nowMs'>,
): BaseFiles {
  const areBelieved: BaseFiles['areBelieved'] = async ({ bytes: length, hash }, bytes) =>
    bytes.length === length && (await hashOf(bytes)) === hash;
  const write: BaseFiles['write'] = async (bytes) => {
    const hash = await hashOf(bytes);
    const file = `${nowMs().toString(36)}-${hash.slice(0, 16)}`;
    await files.write(file, bytes);
    return { file, bytes: bytes.length, hash };
  };
  return {
    areBelieved,
    write,
    writeUnlessThere: async (bytes, kept) => {
      if (kept !== undefined && (await areBelieved(kept, bytes))) {
        const there = await files.read(kept.file);
        if (there !== undefined && (await areBelieved(kept, there))) return kept;
      }
      return write(bytes);
    },
  };
}
