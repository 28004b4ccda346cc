/** A PIN as its verifier has it: PBKDF2 with SHA-256, by the browser's own WebCrypto. */
import type { PinVerifier } from '../shop-words.ts';

export async function digestPin(
  subtle: SubtleCrypto,
  digits: string,
  { iterations, salt }: PinVerifier,
): Promise<string> {
  const typed = new TextEncoder().encode(digits);
  const key = await subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations };
  const bits = await subtle.deriveBits(algorithm, key, 256);
  return base64UrlOf(new Uint8Array(bits));
}

function bytesOf(base64Url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64Url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function base64UrlOf(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
