/**
 * A file that opens with a passphrase: a line of JSON that says how the key is made, then pieces of
 * AES-256-GCM. Each is bound to that line, to its number, and to whether it is the last, so that
 * nothing can be changed, left out, put elsewhere or cut off.
 */
import type { World } from '@evertill/kernel';
import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { BackupFlaw } from '../backup/backup-file.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PIECE_BYTES = 65_536;
/** Some hundred milliseconds and 128 MB a guess. */
const cost = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const HEAD_BYTES_MAX = 1_000;

interface Head {
  readonly evertill: 'sealed tenant';
  readonly format: 1;
  readonly salt: string;
}

function keyFrom(passphrase: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFKC'),
      Buffer.from(salt, 'base64'),
      KEY_BYTES,
      cost,
      (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      },
    );
  });
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeUInt32BE(number, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

/** Pieces of this size; the last one, which may be empty, is said to be it. */
async function* piecesOf(
  source: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ readonly bytes: Buffer; readonly isLast: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    // One byte more than a piece, or it might be the last.
    for (; rest.length - from > size; from += size) {
      yield { bytes: rest.subarray(from, from + size), isLast: false };
    }
    rest = rest.subarray(from);
  }
  yield { bytes: rest, isLast: true };
}

export async function* lock(
  source: AsyncIterable<Buffer>,
  passphrase: string,
  { randomness }: Pick<World, 'randomness'>,
): AsyncGenerator<Buffer> {
  const salt = Buffer.from(randomness.bytes(16)).toString('base64');
  const head: Head = { evertill: 'sealed tenant', format: 1, salt };
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  const key = await keyFrom(passphrase, salt);
  yield line;
  let number = 0;
  for await (const { bytes, isLast } of piecesOf(source, PIECE_BYTES)) {
    const cipher = createCipheriv(CIPHER, key, nonceOf(number, isLast)).setAAD(line);
    number += 1;
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Throws `BackupFlaw` where the passphrase is another, or a byte is. */
export async function* unlock(
  source: AsyncIterable<Buffer>,
  passphrase: string,
): AsyncGenerator<Buffer> {
  const { line, rest } = await headLine(source[Symbol.asyncIterator]());
  const key = await keyFrom(passphrase, headOf(line).salt);
  let number = 0;
  for await (const { bytes, isLast } of piecesOf(rest, PIECE_BYTES + TAG_BYTES)) {
    yield open(bytes, { key, line, nonce: nonceOf(number, isLast) });
    number += 1;
  }
}

interface Lock {
  readonly key: Buffer;
  readonly line: Buffer;
  readonly nonce: Buffer;
}

function open(bytes: Buffer, { key, line, nonce }: Lock): Buffer {
  const end = bytes.length - TAG_BYTES;
  if (end < 0) throw new BackupFlaw('The file was cut short.');
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(line)
    .setAuthTag(bytes.subarray(end));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]);
  } catch (error) {
    throw new BackupFlaw('The file does not open: another passphrase, or it was damaged.', {
      cause: error,
    });
  }
}

async function headLine(
  chunks: AsyncIterator<Buffer>,
): Promise<{ readonly line: Buffer; readonly rest: AsyncIterable<Buffer> }> {
  let bytes: Buffer = Buffer.alloc(0);
  let end = -1;
  while (end === -1 && bytes.length < HEAD_BYTES_MAX) {
    const next = await chunks.next();
    if (next.done === true) break;
    bytes = Buffer.concat([bytes, next.value]);
    end = bytes.indexOf(10);
  }
  if (end === -1) throw new BackupFlaw('This is no tenant of Evertill.');
  const line = bytes.subarray(0, end + 1);
  const first = bytes.subarray(end + 1);
  async function* rest(): AsyncGenerator<Buffer> {
    yield first;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      yield next.value;
    }
  }
  return { line, rest: rest() };
}

function headOf(line: Buffer): Head {
  try {
    const head = JSON.parse(line.toString('utf8')) as Partial<Head>;
    if (head.evertill === 'sealed tenant' && head.format === 1 && typeof head.salt === 'string') {
      return { evertill: head.evertill, format: 1, salt: head.salt };
    }
  } catch {
    // Said below.
  }
  throw new BackupFlaw('This is no tenant of Evertill, or of a version that is not known here.');
}
