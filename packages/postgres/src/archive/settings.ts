/** How PostgreSQL is told to keep its log. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { segmentsIn } from './archive-folder.ts';

/** A command line of one of the programs beside us; PostgreSQL puts its words in for % signs. */
export function programWords(program: string, from: string, to: string): string {
  const script = fileURLToPath(new URL(program, import.meta.url));
  return [process.execPath, script, from, to].map((word) => `"${word}"`).join(' ');
}

/** A quiet shop fills no piece for hours: after so many seconds it is kept as it is. */
const TIMEOUT_SECONDS = 60;

export function archiveSettings(archive: string | undefined): Readonly<Record<string, string>> {
  if (archive === undefined) return { archive_mode: 'off' };
  return {
    archive_mode: 'on',
    archive_timeout: String(TIMEOUT_SECONDS),
    archive_command: programWords('keep-segment.ts', '%p', join(segmentsIn(archive), '%f.gz')),
  };
}
