/**
 * Text under a passphrase, by WebCrypto alone: PBKDF2 with SHA-256 makes the key, AES-256-GCM
 * seals, and what the text is bound to cannot be changed without breaking the seal.
 */
import { z } from 'zod';

/** A browser's WebCrypto, or Node's. */
export interface Sealing {
  readonly subtle: SubtleCrypto;
  readonly randomBytes: (count: number) => Uint8Array<ArrayBuffer>;
}

/** OWASP's figure for PBKDF2 with SHA-256. */
const ITERATIONS = 600_000;
export const PASSPHRASE_LENGTH_MIN = 8;

/** A stranger's file does not keep us calculating for an hour. */
const ITERATIONS_MAX = 10_000_000;
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

const sealedText = z.object({
  kdf: z.object({
    name: z.literal('PBKDF2-SHA-256'),
    iterations: z.int().min(1).max(ITERATIONS_MAX),
    salt: base64,
  }),
  cipher: z.object({ name: z.literal('AES-256-GCM'), iv: base64 }),
  body: base64,
});
export type SealedText = z.infer<typeof sealedText>;

export interface SealRequest {
  readonly passphrase: string;
  readonly text: string;
  /** Not secret, and not to be changed either. */
  readonly boundTo: string;
}

/** Throws a `RangeError` for a passphrase that is too short to be one. */
export async function seal(sealing: Sealing, request: SealRequest): Promise<SealedText> {
  if (request.passphrase.length < PASSPHRASE_LENGTH_MIN) {
    throw new RangeError(`a passphrase has at least ${PASSPHRASE_LENGTH_MIN} characters`);
  }
  const [salt, iv] = [sealing.randomBytes(16), sealing.randomBytes(12)];
  const key = await keyOf(sealing, { ...request, salt, iterations: ITERATIONS });
  const cipher = { name: 'AES-GCM', iv, additionalData: bytesOf(request.boundTo) };
  const sealed = await sealing.subtle.encrypt(cipher, key, bytesOf(request.text));
  return {
    kdf: { name: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt: toBase64(salt) },
    cipher: { name: 'AES-256-GCM', iv: toBase64(iv) },
    body: toBase64(new Uint8Array(sealed)),
  };
}

export interface OpenRequest {
  readonly passphrase: string;
  /** What a file says, unchecked. */
  readonly sealed: unknown;
  readonly boundTo: string;
}

/** Undefined for a wrong passphrase, and for whatever was changed. */
export async function openSeal(
  sealing: Sealing,
  { passphrase, sealed, boundTo }: OpenRequest,
): Promise<string | undefined> {
  const { data } = sealedText.safeParse(sealed);
  if (data === undefined) return undefined;
  const salt = fromBase64(data.kdf.salt);
  const key = await keyOf(sealing, { passphrase, salt, iterations: data.kdf.iterations });
  const cipher = { name: 'AES-GCM', iv: fromBase64(data.cipher.iv) };
  try {
    const opened = await sealing.subtle.decrypt(
      { ...cipher, additionalData: bytesOf(boundTo) },
      key,
      fromBase64(data.body),
    );
    return new TextDecoder().decode(opened);
  } catch {
    return undefined;
  }
}

interface KeyRequest {
  readonly passphrase: string;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iterations: number;
}

async function keyOf(
  { subtle }: Sealing,
  { passphrase, salt, iterations }: KeyRequest,
): Promise<CryptoKey> {
  const typed = bytesOf(passphrase.normalize('NFKC'));
  const base = await subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const use = { name: 'AES-GCM', length: 256 };
  return subtle.deriveKey(derivation, base, use, false, ['encrypt', 'decrypt']);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** In pieces: an argument list has its limit. */
const PIECE = 8_192;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
