/** Ids: new ones in order of time (UUID version 7), and derived ones that come out the same. */
import { createHash } from 'node:crypto';
import type { World } from './surroundings.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return uuidPattern.test(value);
}

/** RFC 9562 version 7: 48 bits of milliseconds, then chance. */
export function newId({ clock, randomness }: Pick<World, 'clock' | 'randomness'>): string {
  const bytes = randomness.bytes(16);
  bytes.writeUIntBE(clock.now().getTime(), 0, 6);
  return format(bytes, 0x70);
}

/** RFC 9562 version 5 in a namespace: the same name gives the same id, wherever it is computed. */
export function derivedId(namespace: string, name: string): string {
  if (!isUuid(namespace)) throw new Error(`not a namespace id: ${namespace}`);
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  return format(digest, 0x50);
}

function format(bytes: Buffer, version: number): string {
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | version;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${parts.join('-')}-${hex.slice(20)}`;
}
