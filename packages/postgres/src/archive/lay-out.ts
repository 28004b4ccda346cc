/**
 * Lays a home out so that its first start brings it to a moment: a copy of the cluster, and where
 * the rest of the log is. Nothing that is there is touched.
 */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { PostgresFault } from '../fault.ts';
import { preparePlaces } from '../places.ts';
import { syncTree } from '../write-durably.ts';
import { segmentsIn, windowsOf } from './archive-folder.ts';
import type { Window } from './archive-folder.ts';
import { programWords } from './settings.ts';

/** The newest copy from which the moment can be reached; or why there is none, in words. */
export function windowFor(archive: string, to: Date | undefined): Window {
  const windows = windowsOf(archive);
  const first = windows[0];
  if (first === undefined) {
    throw new PostgresFault(
      'cluster_failed',
      `There is no whole copy of a database in ${archive}.`,
    );
  }
  const found = windows.findLast(
    ({ from }) => to === undefined || Date.parse(from) <= to.getTime(),
  );
  if (found !== undefined && to !== undefined && Date.parse(found.until) < to.getTime()) {
    const words = `The archive ends at ${found.until}: --to latest goes as far as it does.`;
    throw new PostgresFault('cluster_failed', words);
  }
  if (found !== undefined) return found;
  const message = `The archive begins at ${first.from}: nothing before that can be put back.`;
  throw new PostgresFault('cluster_failed', message);
}

/** `to` is the moment; undefined: as far as the log goes. */
export function layOut(home: string, archive: string, to: Date | undefined): Window {
  const window = windowFor(archive, to);
  const places = preparePlaces(home);
  if (existsSync(places.data) && readdirSync(places.data).length > 0) {
    throw new PostgresFault(
      'cluster_failed',
      `There is a database in ${places.data}. Restore into a new home.`,
    );
  }
  const making = join(places.root, `data.making-${process.pid}`);
  mkdirSync(making, { mode: 0o700 });
  cpSync(join(window.base.folder, 'data'), making, { recursive: true });
  appendFileSync(join(making, 'postgresql.conf'), settings(resolve(archive), to));
  writeFileSync(join(making, 'recovery.signal'), '');
  cpSync(join(window.base.folder, 'postgres.json'), places.runtimeFile);
  mkdirSync(join(making, 'pg_wal', 'archive_status'), { recursive: true, mode: 0o700 });
  syncTree(making);
  renameSync(making, places.data);
  return window;
}

/** Its parser knows no letter for a time zone here. */
function asPostgresHasIt(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('Z', '+00');
}

function settings(archive: string, to: Date | undefined): string {
  const bring = programWords('bring-segment.ts', join(segmentsIn(archive), '%f.gz'), '%p');
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  return [
    '',
    '# To bring the database to a moment, once.',
    `restore_command = ${quoted(bring)}`,
    ...(to === undefined ? [] : [`recovery_target_time = ${quoted(asPostgresHasIt(to))}`]),
    `recovery_target_action = 'promote'`,
    '',
  ].join('\n');
}
