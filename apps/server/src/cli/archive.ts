/** A point in time, of our own PostgreSQL: copies of it, its log, and the way back to a moment. */
import { realWorld } from '@evertill/kernel';
import { openPostgres, pruneArchive, takeBaseCopy, windowsOf } from '@evertill/postgres';
import type { Window } from '@evertill/postgres';
import { Command } from 'commander';
import { mkdirSync } from 'node:fs';
import { ConfigError, readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { archiveKeys } from '../backup/archived-keys.ts';
import { putBackMoment } from '../backup/put-back-moment.ts';
import { checkInvariants } from '../invariant-check.ts';
import { openLog } from '../serve.ts';
import { exitCodes, tellProgress } from './terminal.ts';

const DAY_MS = 86_400_000;
const KEEP_DAYS = 14;

function archiveOf({ archive, databaseUrl }: Config): string {
  if (archive === undefined) throw new ConfigError('Set EVERTILL_ARCHIVE to the folder it is in.');
  if (databaseUrl === undefined) return archive;
  throw new ConfigError(
    'A PostgreSQL of your own is archived by tools of its own: see docs/guides/backup.md.',
  );
}

export function baseCommand(): Command {
  return new Command('base')
    .description('Copy our own PostgreSQL into EVERTILL_ARCHIVE, while the shop sells.')
    .option('--json', 'print figures as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const config = readConfig(process.env);
      const archive = archiveOf(config);
      mkdirSync(archive, { recursive: true, mode: 0o700 });
      const log = openLog(config);
      const postgres = await openPostgres({
        home: config.home,
        archive,
        log,
        onProgress: tellProgress,
      });
      try {
        const base = await takeBaseCopy(postgres, archive, (folder) => {
          archiveKeys(config.home, folder);
        });
        const words = `a copy is in ${base.folder}, good from ${base.endedAt} on\n`;
        process.stdout.write(json === true ? `${JSON.stringify(base)}\n` : words);
      } finally {
        await postgres.stop();
      }
    });
}

export function statusCommand(): Command {
  return new Command('status')
    .description('Which moments can be put back from EVERTILL_ARCHIVE.')
    .option('--json', 'print figures as JSON')
    .addHelpText('after', '\nExit codes: 0 some can · 1 none can, or a piece of the log is missing')
    .action(({ json }: { json?: boolean }) => {
      const windows = windowsOf(archiveOf(readConfig(process.env)));
      process.stdout.write(json === true ? `${JSON.stringify(windows)}\n` : inWords(windows));
      const newest = windows.at(-1);
      if (newest === undefined || newest.hasGap) process.exitCode = exitCodes.foundWrong;
    });
}

function inWords(windows: readonly Window[]): string {
  if (windows.length === 0) return 'nothing can be put back: run `evertill backup base`\n';
  return windows
    .map(({ from, until, hasGap }) => {
      const gap = hasGap ? ', then a piece is missing: run `evertill backup base`' : '';
      return `any moment from ${from} until ${until}${gap}\n`;
    })
    .join('');
}

export function pruneCommand(): Command {
  return new Command('prune')
    .description('Throw away of EVERTILL_ARCHIVE what only older moments need.')
    .option('--keep-days <days>', 'how far back any moment can be put back', String(KEEP_DAYS))
    .option('--json', 'print figures as JSON')
    .action(({ keepDays, json }: { keepDays: string; json?: boolean }) => {
      const days = Number(keepDays);
      if (!Number.isInteger(days) || days < 1) throw new ConfigError('Days are a whole number.');
      const now = realWorld().clock.now().getTime();
      const archive = archiveOf(readConfig(process.env));
      const pruned = pruneArchive(archive, new Date(now - days * DAY_MS));
      const words = `${pruned.bases} copies and ${pruned.segments} pieces of the log are gone\n`;
      process.stdout.write(json === true ? `${JSON.stringify(pruned)}\n` : words);
    });
}

interface Moment {
  readonly archive: string;
  readonly to: string;
  readonly isJson: boolean;
}

/** `evertill restore <archive> --to <time>`: into an empty home, and verified. */
export async function restoreMoment(config: Config, moment: Moment): Promise<void> {
  const { archive, to, isJson } = moment;
  if (config.databaseUrl !== undefined) archiveOf({ ...config, archive });
  const at = to === 'latest' ? undefined : new Date(to);
  if (at !== undefined && Number.isNaN(at.getTime())) {
    throw new ConfigError(`${to} is no moment: 2026-11-21T10:00:00Z is, and so is \`latest\`.`);
  }
  const postgres = await putBackMoment({
    home: config.home,
    archive,
    at,
    log: openLog(config),
    world: realWorld(),
    onProgress: tellProgress,
  });
  try {
    tellProgress('verifying what is there now');
    const breaches = await checkInvariants(postgres.url);
    const figures = { to, breaches };
    const words = `everything is back as of ${to}\n`;
    process.stdout.write(isJson ? `${JSON.stringify(figures)}\n` : words);
    for (const { id, name } of breaches) tellProgress(`${id} broken: ${name}`);
    if (breaches.length > 0) process.exitCode = exitCodes.foundWrong;
  } finally {
    await postgres.stop();
  }
}
