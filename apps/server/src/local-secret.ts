/** The secret that processes of one installation sign their questions to each other with. */
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { World } from '@evertill/kernel';

const BYTES = 32;

/** Reads the secret of this home, or makes it. Two processes that start at once agree on one. */
export function localSecret(home: string, { randomness }: Pick<World, 'randomness'>): Uint8Array {
  const file = path.join(home, 'peer-secret');
  const known = readSecret(file);
  if (known !== undefined) return known;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomness.bytes(8).toString('hex')}`;
  writeFileSync(draft, randomness.bytes(BYTES).toString('base64url'), { mode: 0o600, flush: true });
  try {
    // A link to a name that exists fails: whoever was first has made the secret.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  chmodSync(file, 0o600);
  const made = readSecret(file);
  if (made === undefined) throw new Error(`${file} holds no secret`);
  return made;
}

function readSecret(file: string): Uint8Array | undefined {
  try {
    const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
    return secret.length === BYTES ? secret : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
