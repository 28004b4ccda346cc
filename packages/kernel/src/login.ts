/**
 * Who logs in at the database: a port. Somebody who stands in a URL for ever, or whom a keeper of
 * credentials made for us a while ago, and who ends.
 */
import pg from 'pg';
import { moduleNames } from './module.ts';
import type { ModuleName } from './module.ts';

export interface DatabaseLogin {
  readonly user: string;
  readonly password: string;
}

export interface LoginSource {
  /** Whoever logs in from now on; undefined while nobody can. It is never undefined again. */
  readonly current: () => DatabaseLogin | undefined;
  /** PostgreSQL let this one in no more. Resolves when there is another; rejects where none is. */
  readonly refused: (login: DatabaseLogin) => Promise<void>;
}

export function urlFor(at: string, { user, password }: DatabaseLogin): string {
  const url = new URL(at);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

/** As PostgreSQL writes them down; each role that logs in as a module has them. */
export const roleSettings = [
  'statement_timeout=60s',
  'idle_in_transaction_session_timeout=60s',
  'lock_timeout=10s',
  // A sale that was acknowledged is on the disk, whatever else was set on the role meanwhile.
  'synchronous_commit=on',
  'search_path=""',
] as const;

export interface LoginCheck {
  /** With the log-in that is tried. */
  readonly url: string;
  readonly module: ModuleName;
  /** What the schema's comment has to say, where nobody else looked how far the database is. */
  readonly shape?: string | undefined;
}

interface Found {
  readonly is_mighty: boolean;
  readonly acts_as_other: boolean;
  readonly schemas: readonly string[];
  readonly unset: readonly string[];
  readonly shape: string | null;
}

const MS_MAX = 5_000;

/**
 * Logs in once and looks: it acts as the module, it sees the module's schema and no other module's,
 * it is bound by row security, and by the limits of the module's own role. Throws in words for the
 * operator, who wrote the statements that made it.
 */
export async function checkLogin({ url, module, shape }: LoginCheck): Promise<void> {
  const found = await lookAround(url, module);
  const flaws = [
    ...(found.is_mighty
      ? ['row security does not bind it, or it may become somebody whom it does not']
      : []),
    ...(found.acts_as_other ? [] : ['it acts as itself: ALTER ROLE … SET role is missing']),
    ...found.unset.map((setting) => `ALTER ROLE … SET ${setting} is missing`),
    ...(found.schemas.join() === module
      ? []
      : [`it sees ${found.schemas.join(', ') || 'no schema'} instead of ${module}`]),
  ];
  if (flaws.length > 0) throw new Error(`a log-in for ${module} is none: ${flaws.join('; ')}`);
  if (shape !== undefined && found.shape !== shape) {
    const stands = found.shape ?? 'an older version, or none';
    throw new Error(
      `the database stands at ${stands} of ${module}, and not at ${shape}: evertill migrate`,
    );
  }
}

async function lookAround(url: string, module: ModuleName): Promise<Found> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: MS_MAX,
    query_timeout: MS_MAX,
    application_name: `evertill-${module}-login`,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Found>(
      `SELECT
         bool_or(r.rolsuper OR r.rolbypassrls OR r.rolcreaterole)
           OR (SELECT pg_has_role(session_user, d.datdba, 'MEMBER') FROM pg_database d
               WHERE d.datname = current_database()) AS is_mighty,
         current_user <> session_user AS acts_as_other,
         ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname = ANY ($1)
           AND (has_schema_privilege(session_user, n.oid, 'USAGE')
             OR has_schema_privilege(current_user, n.oid, 'USAGE')) ORDER BY 1) AS schemas,
         ARRAY(SELECT unnest($2::text[]) EXCEPT SELECT unnest(l.rolconfig)
           FROM pg_roles l WHERE l.rolname = session_user ORDER BY 1) AS unset,
         (SELECT obj_description(n.oid, 'pg_namespace') FROM pg_namespace n
          WHERE n.nspname = $3) AS shape
       FROM pg_roles r WHERE r.rolname IN (current_user, session_user)`,
      [[...moduleNames, 'evertill'], [...roleSettings], module],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`nobody logged in as ${module}`);
    return row;
  } finally {
    await client.end();
  }
}
