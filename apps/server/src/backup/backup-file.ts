/**
 * The file: gzip over lines. A head in JSON; then tables, each a line of JSON and PostgreSQL's own
 * COPY text up to a line with `\.`; at the end a line with the counts and the SHA-256 of all that
 * came before. A file that was cut short has no end, and is refused as a whole.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export const FORMAT = 1;
export const TABLE_END = Buffer.from('\\.\n');

/** All of an installation, or one shop of it. */
export type FileKind = 'backup' | 'tenant';

export interface BackupHead {
  readonly evertill: FileKind;
  readonly format: number;
  readonly version: string;
  readonly taken_at: string;
  readonly migrations: readonly {
    readonly module: string;
    readonly name: string;
    readonly hash: string;
  }[];
  /** Keys that live in the home and without which some columns cannot be read. */
  readonly home_files: readonly { readonly name: string; readonly base64: string }[];
}

export interface TableHead {
  readonly table: string;
  readonly tenant: string | null;
  readonly columns: readonly string[];
}

export interface BackupEnd {
  readonly end: true;
  readonly tables: number;
  readonly rows: number;
  readonly sha256: string;
}

export class BackupFlaw extends Error {
  override readonly name = 'BackupFlaw';
}

export type Part =
  | { readonly kind: 'head'; readonly head: BackupHead }
  | { readonly kind: 'table'; readonly head: TableHead }
  /** A line of COPY text, with its line feed. */
  | { readonly kind: 'row'; readonly bytes: Buffer }
  | { readonly kind: 'tableEnd' }
  | { readonly kind: 'end'; readonly end: BackupEnd };

/** The parts of a file, in order. Throws `BackupFlaw` where it is not whole. */
export function readParts(file: string): AsyncGenerator<Part> {
  return readPartsOf(createReadStream(file), 'backup');
}

/** The same of packed bytes, from wherever they come. */
export async function* readPartsOf(packed: Readable, kind: FileKind): AsyncGenerator<Part> {
  const hash = createHash('sha256');
  let isInTable = false;
  let hasHead = false;
  let rows = 0;
  let tables = 0;
  for await (const line of linesOf(packed)) {
    if (isInTable) {
      hash.update(line);
      if (line.equals(TABLE_END)) {
        isInTable = false;
        yield { kind: 'tableEnd' };
      } else {
        rows += 1;
        yield { kind: 'row', bytes: line };
      }
      continue;
    }
    const content = jsonOf(line);
    if (!hasHead) {
      hasHead = true;
      yield { kind: 'head', head: headOf(content, kind) };
    } else if ('end' in content) {
      const end = content as unknown as BackupEnd;
      const isWhole =
        end.tables === tables && end.rows === rows && end.sha256 === hash.digest('hex');
      if (!isWhole) throw new BackupFlaw('The backup is not what was written: its sum is wrong.');
      yield { kind: 'end', end };
      return;
    } else {
      tables += 1;
      isInTable = true;
      yield { kind: 'table', head: content as unknown as TableHead };
    }
    hash.update(line);
  }
  throw new BackupFlaw('The backup was cut short: it has no end.');
}

function headOf(content: Record<string, unknown>, kind: FileKind): BackupHead {
  if (content['evertill'] !== kind) throw new BackupFlaw(`This is no ${kind} of Evertill.`);
  if (content['format'] !== FORMAT) {
    throw new BackupFlaw('The backup has a format that this version does not know.');
  }
  return content as unknown as BackupHead;
}

function jsonOf(line: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(line.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new BackupFlaw('This is no backup of Evertill, or it was damaged.');
  }
}

/** Lines with their line feed. By bytes: what is within a line is PostgreSQL's business. */
async function* linesOf(packed: Readable): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of pipeline(packed, createGunzip(), () => undefined)) {
      const bytes = Buffer.concat([rest, chunk as Buffer]);
      let from = 0;
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, from)) {
        yield bytes.subarray(from, at + 1);
        from = at + 1;
      }
      rest = bytes.subarray(from);
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw error;
    throw new BackupFlaw(`The backup cannot be unpacked: it is damaged or cut short (${code}).`);
  }
  if (rest.length > 0) throw new BackupFlaw('The backup was cut short in the middle of a line.');
}
