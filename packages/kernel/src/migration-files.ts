/** The files that a module’s part of the database is made of, each with the hash of its words. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { ModuleName } from './module.ts';

export interface ModuleMigrations {
  readonly module: ModuleName;
  /** The folder that holds `001-….sql`. */
  readonly folder: URL;
  /** Registers copy of it: it gets `changes` and `timelines`, before its own files. */
  readonly isPulled?: true;
}

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

/** Every file of migrations that this version has, as `module/name`. */
export async function migrationNames(modules: readonly ModuleMigrations[]): Promise<string[]> {
  const names: string[] = [];
  for (const one of modules) {
    for (const { name } of await filesOf(one)) names.push(`${one.module}/${name}`);
  }
  return names;
}

/** In one line what a module's part of the database is made of; its schema's comment says it. */
export async function shapeOf(module: ModuleMigrations): Promise<string> {
  const names = (await filesOf(module)).map(({ name }) => name).sort();
  return `${names.length} files, the last ${names.at(-1) ?? ''}`;
}

/** What a module stands on, then its own. */
export async function filesOf({ folder, isPulled }: ModuleMigrations): Promise<MigrationFile[]> {
  const ours = async (name: string, file: string): Promise<MigrationFile> =>
    fileOf(name, await readFile(new URL(`../migrations/${file}`, import.meta.url), 'utf8'));
  return [
    await ours('000-floor.sql', '001-floor.sql'),
    await ours('000-relay.sql', '003-relay.sql'),
    await ours('000-relay-clock.sql', '004-clock-set-back.sql'),
    ...(isPulled === true ? [await ours('000-changes.sql', '002-changes.sql')] : []),
    await ours('000-one-node.sql', '005-one-node.sql'),
    ...(await readFolder(folder)),
  ];
}

async function readFolder(folder: URL): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => fileOf(name, await readFile(new URL(name, folder), 'utf8'))),
  );
}

function fileOf(name: string, sql: string): MigrationFile {
  return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
}
