/**
 * The keys of an installation, which live in its home and not in the database: with them tokens
 * are signed, and what is encrypted in the database is read.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { BackupFlaw } from './backup-file.ts';
import type { BackupHead } from './backup-file.ts';

type HomeFiles = BackupHead['home_files'];

/** Key files by their names; a half-written one (`.new`) is none. */
const isKeyFile = (name: string): boolean =>
  /^[a-z0-9-]*(?:keys?|secret)(?:\.json)?$/.test(name) && path.basename(name) === name;

export function readHomeFiles(home: string): HomeFiles {
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .filter(isKeyFile)
    .sort()
    .map((name) => ({ name, base64: readFileSync(path.join(home, name)).toString('base64') }));
}

/** Puts the keys back. A home that has other keys already is somebody's: nothing is replaced. */
export function writeHomeFiles(home: string, files: HomeFiles): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  for (const { name, base64 } of files) {
    if (!isKeyFile(name)) throw new BackupFlaw(`The backup names a file that is no key: ${name}`);
    const place = path.join(home, name);
    const bytes = Buffer.from(base64, 'base64');
    if (!existsSync(place)) writeFileSync(place, bytes, { mode: 0o600, flag: 'wx', flush: true });
    else if (!readFileSync(place).equals(bytes)) {
      throw new BackupFlaw(`${place} holds other keys than the backup. Restore into a new home.`);
    }
    chmodSync(place, 0o600);
  }
}
