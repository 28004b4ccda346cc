/**
 * The device keys of the import's registers, kept in the home like a till keeps its own. Only
 * their owner may read them, and a write is whole or not at all. A key that is lost is replaced:
 * its register is enrolled anew.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export interface DeviceKey {
  readonly epoch: number;
  readonly key: string;
}

export interface DeviceKeys {
  readonly find: (registerId: string) => DeviceKey | undefined;
  readonly keep: (registerId: string, key: DeviceKey) => void;
}

export function replayFolder(home: string): string {
  return path.join(home, 'replay');
}

export function openDeviceKeys(home: string, tenantId: string): DeviceKeys {
  const folder = replayFolder(home);
  const file = path.join(folder, `${tenantId}.json`);
  const keys = readKeys(file);
  return {
    find: (registerId) => keys.get(registerId),
    keep: (registerId, key) => {
      keys.set(registerId, key);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const text = `${JSON.stringify({ registers: Object.fromEntries(keys) }, null, 2)}\n`;
      // A name of our own, so that two replays at once never rename each other's half of a file.
      const aside = `${file}.${process.pid}`;
      writeFileSync(aside, text, { mode: 0o600, flush: true });
      renameSync(aside, file);
      syncFolder(folder);
    },
  };
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** A file that is not there or cannot be understood is as good as lost: the keys are renewed. */
function readKeys(file: string): Map<string, DeviceKey> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    const { registers } = JSON.parse(text) as { registers: Record<string, DeviceKey> };
    return new Map(Object.entries(registers));
  } catch {
    return new Map();
  }
}
