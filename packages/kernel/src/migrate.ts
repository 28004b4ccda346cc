/**
 * Brings the database to the shape this version needs, under a lock, before anything is served.
 *
 * A schema and a login role for each module; the role owns nothing, may not bypass row-level
 * security, and sees no other schema. A file that was applied may never change; a database that
 * knows files we do not have belongs to a newer version, and is refused loudly.
 */
import pg from 'pg';
import { lintCatalogue } from './catalogue-lint.ts';
import { roleSettings, urlFor } from './login.ts';
import { filesOf } from './migration-files.ts';
import type { MigrationFile, ModuleMigrations } from './migration-files.ts';
import { moduleNames } from './module.ts';
import type { ModuleName } from './module.ts';
import { protectTables } from './row-security.ts';
import type { Randomness } from './surroundings.ts';

export interface MigrateOptions {
  readonly url: string;
  readonly modules: readonly ModuleMigrations[];
  readonly now: Date;
  /** The modules' passwords are made of it. */
  readonly randomness: Randomness;
  readonly onProgress?: (message: string) => void;
  /** Goes no further than these: a backup of an earlier version. One unknown here is refused. */
  readonly upTo?: readonly AppliedMigration[];
}

/** A file that some database has applied. */
export interface AppliedMigration {
  readonly module: string;
  readonly name: string;
  readonly hash: string;
}

/** Any number will do; two servers that start at once meet here. */
const LOCK = 7_223_120_415;

const bookkeeping = `
  CREATE SCHEMA IF NOT EXISTS evertill;
  CREATE TABLE IF NOT EXISTS evertill.migrations (
    module text NOT NULL,
    name text NOT NULL,
    hash text NOT NULL,
    applied_at timestamptz NOT NULL,
    PRIMARY KEY (module, name)
  );
  CREATE TABLE IF NOT EXISTS evertill.module_logins (
    module text PRIMARY KEY,
    role_name text NOT NULL,
    password text NOT NULL
  );
  REVOKE ALL ON SCHEMA evertill FROM PUBLIC;
  REVOKE ALL ON ALL TABLES IN SCHEMA evertill FROM PUBLIC;`;

/** Applies what is missing. Answers how many files were applied. */
export async function migrate(options: MigrateOptions): Promise<number> {
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(bookkeeping);
    const runs: ModuleRun[] = [];
    for (const one of options.modules) {
      runs.push({ client, module: one.module, files: await filesOf(one), options });
    }
    // All of them before the first change: a database that is refused is left as it was.
    await refuseUnknownModules(client);
    const done = new Map<ModuleRun, ReadonlySet<string>>();
    for (const run of runs) done.set(run, await refuseStrangers(run));
    let applied = 0;
    for (const [run, names] of done) applied += await migrateModule(run, names);
    await sayShapes(client);
    if (applied > 0) await client.query('ANALYZE');
    // At every start: what leaked yesterday, or was changed by hand since, leaks today.
    await refuseLeaks(client);
    return applied;
  } finally {
    await client.end();
  }
}

/**
 * How far each schema is stands in its comment, which whoever sees the schema may read: a process
 * without the owner's log-in reads it there.
 */
async function sayShapes(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ module: string; shape: string }>(
    `SELECT s.module, s.shape FROM (
       SELECT module, count(*) || ' files, the last ' || max(name COLLATE "C") AS shape
       FROM evertill.migrations GROUP BY module
     ) s JOIN pg_namespace n ON n.nspname = s.module
     WHERE s.shape IS DISTINCT FROM obj_description(n.oid, 'pg_namespace')`,
  );
  for (const { module, shape } of rows) {
    const schema = pg.escapeIdentifier(module);
    await client.query(`COMMENT ON SCHEMA ${schema} IS ${pg.escapeLiteral(shape)}`);
  }
}

/** A shape that would let a tenant's rows out is not served, whoever wrote it. */
async function refuseLeaks(client: pg.Client): Promise<void> {
  const flaws = await lintCatalogue(client);
  if (flaws.length === 0) return;
  const list = flaws.map(({ name, rows }) => `${name}: ${JSON.stringify(rows)}`).join('\n');
  throw new Error(`The database does not keep tenants apart, so nothing is served.\n${list}`);
}

interface ModuleRun {
  readonly client: pg.Client;
  readonly module: ModuleName;
  readonly files: readonly MigrationFile[];
  readonly options: MigrateOptions;
}

async function migrateModule(
  { client, module, files, options }: ModuleRun,
  done: ReadonlySet<string>,
): Promise<number> {
  const role = await ensureLogin(client, module, options.randomness);
  const wanted = options.upTo?.filter((one) => one.module === module);
  const isWanted = (file: MigrationFile): boolean =>
    wanted === undefined || wanted.some(({ name }) => name === file.name);
  const missing = files.filter((file) => !done.has(file.name) && isWanted(file));
  for (const file of missing) {
    options.onProgress?.(`migrating ${module} ${file.name}`);
    await client.query('BEGIN');
    try {
      // Silence is the danger: under forced row security a back-fill touches no row and says so
      // to nobody. Off means that it raises instead.
      await client.query('SET LOCAL row_security = off');
      await client.query(fill(file.sql, { schema: module, role }));
      await protectTables(client, module);
      await client.query('INSERT INTO evertill.migrations VALUES ($1, $2, $3, $4)', [
        module,
        file.name,
        file.hash,
        options.now,
      ]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw new Error(`migration ${module}/${file.name} failed: ${String(error)}`, {
        cause: error,
      });
    }
  }
  return missing.length;
}

/** A newer version may have a module that this one has never heard of. */
async function refuseUnknownModules(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ module: string; name: string }>(
    'SELECT module, name FROM evertill.migrations WHERE module <> ALL ($1) ORDER BY 1, 2 LIMIT 1',
    [moduleNames],
  );
  const [row] = rows;
  if (row !== undefined) refuseNewer(row.module, row.name);
}

/** Answers which files the database has, and every one of them is ours, as it was. */
async function refuseStrangers({
  client,
  module,
  files,
  options,
}: ModuleRun): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string; hash: string }>(
    'SELECT name, hash FROM evertill.migrations WHERE module = $1 ORDER BY name',
    [module],
  );
  const known = new Map(files.map(({ name, hash }) => [name, hash]));
  const wanted = (options.upTo ?? []).filter((one) => one.module === module);
  for (const { name, hash } of [...rows, ...wanted]) {
    const ours = known.get(name);
    if (ours === undefined) refuseNewer(module, name);
    if (ours !== hash) {
      throw new Error(`${module}/${name} was changed after it was applied. Write a new file.`);
    }
  }
  return new Set(rows.map(({ name }) => name));
}

function refuseNewer(module: string, name: string): never {
  throw new Error(
    `The database has ${module}/${name}, which this version does not know: it was written ` +
      'by a newer Evertill. Start that version; this one would damage the data.',
  );
}

interface LoginRow {
  readonly role_name: string;
  readonly password: string;
  readonly exists: boolean;
  readonly is_set: boolean;
}

/** The module's login: named after database and module, so that databases share a server. */
async function ensureLogin(
  client: pg.Client,
  module: ModuleName,
  randomness: Randomness,
): Promise<string> {
  await client.query(
    `INSERT INTO evertill.module_logins
     VALUES ($1, left(current_database(), 50) || '_' || $1, $2) ON CONFLICT DO NOTHING`,
    [module, randomness.bytes(24).toString('base64url')],
  );
  // Roles are the server's: databases that share one would trip over each other's ALTER ROLE.
  const { rows } = await client.query<LoginRow>(
    `SELECT l.role_name, l.password, r.rolname IS NOT NULL AS exists,
            coalesce(r.rolconfig @> $2, false) AS is_set
     FROM evertill.module_logins l LEFT JOIN pg_roles r ON r.rolname = l.role_name
     WHERE l.module = $1`,
    [module, [...roleSettings]],
  );
  const login = rows[0];
  if (login === undefined) throw new Error(`no login for ${module}`);
  const role = pg.escapeIdentifier(login.role_name);
  if (!login.exists) {
    await client.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE
      PASSWORD ${pg.escapeLiteral(login.password)}`);
  }
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS ${module};
    GRANT USAGE ON SCHEMA ${module} TO ${role}`);
  if (!login.is_set) {
    await client.query(`
      ALTER ROLE ${role} SET statement_timeout = '60s';
      ALTER ROLE ${role} SET idle_in_transaction_session_timeout = '60s';
      ALTER ROLE ${role} SET lock_timeout = '10s';
      ALTER ROLE ${role} SET synchronous_commit = 'on';
      ALTER ROLE ${role} SET search_path = ''`);
  }
  return role;
}

function fill(sql: string, names: Readonly<Record<'schema' | 'role', string>>): string {
  return sql.replace(/(?<!:):(schema|role)\b/g, (_, name: 'schema' | 'role') => names[name]);
}

/**
 * The URL that a module logs in with, made from the owner's. `atUrl` names another way to the same
 * database: a pooler, or a replica.
 */
export async function moduleUrl(
  ownerUrl: string,
  module: ModuleName,
  atUrl = ownerUrl,
): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ role_name: string; password: string }>(
      'SELECT role_name, password FROM evertill.module_logins WHERE module = $1',
      [module],
    );
    const login = rows[0];
    if (login === undefined) throw new Error(`the database has no login for ${module}: migrate`);
    return urlFor(atUrl, { user: login.role_name, password: login.password });
  } finally {
    await client.end();
  }
}
