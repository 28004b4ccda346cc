/** The keys of the home beside a copy of its database: one is of no use without the other. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHomeFiles } from './home-files.ts';
import type { BackupHead } from './backup-file.ts';

const placeIn = (folder: string): string => path.join(folder, 'keys.json');

export function archiveKeys(home: string, folder: string): void {
  const text = `${JSON.stringify(readHomeFiles(home))}\n`;
  writeFileSync(placeIn(folder), text, { mode: 0o600, flush: true });
}

export function readArchivedKeys(folder: string): BackupHead['home_files'] {
  if (!existsSync(placeIn(folder))) return [];
  return JSON.parse(readFileSync(placeIn(folder), 'utf8')) as BackupHead['home_files'];
}
