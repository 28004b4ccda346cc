/**
 * Log-ins of a database that a real Vault lends, with the statements that deploy/vault hands out:
 * a keeper who is no superuser, and a role of Vault's for each module.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { VaultServer } from './vault-server.ts';

export interface LentLogins {
  /** Where the database is, without anybody's name. */
  readonly url: string;
  /** From now on each lives so long, and so long at most. */
  readonly live: (seconds: number, secondsMax: number) => Promise<void>;
  /** Ends those of a module at once, as an operator does. */
  readonly revoke: (module: string) => Promise<unknown>;
  /** Takes the keeper away from the PostgreSQL that all tests share. */
  readonly remove: () => Promise<void>;
}

const handedOut = (name: string): Promise<string> =>
  readFile(new URL(`../../../deploy/vault/${name}`, import.meta.url), 'utf8');

let made = 0;

export async function lendLogins(
  vault: Pick<VaultServer, 'ask'>,
  databaseUrl: string,
  prefix = 'evertill',
): Promise<LentLogins> {
  made += 1;
  const place = new URL(databaseUrl);
  const [database, keeper] = [place.pathname.slice(1), `keeper_${process.pid}_${made}`];
  const password = randomBytes(16).toString('hex');
  await makeKeeper(databaseUrl, keeper, password);
  await vault.ask('POST', `database/config/${database}`, {
    plugin_name: 'postgresql-database-plugin',
    allowed_roles: `${prefix}-*`,
    connection_url: `postgresql://{{username}}:{{password}}@${place.host}/${database}?sslmode=disable`,
    username: keeper,
    password,
    password_authentication: 'scram-sha-256',
  });
  const roles = await modulesOf(databaseUrl);
  [place.username, place.password] = ['', ''];
  return {
    url: place.href,
    live: async (seconds, secondsMax) => {
      const [login, logout] = [await handedOut('login.sql'), await handedOut('logout.sql')];
      for (const [module, role] of roles) {
        await vault.ask('POST', `database/roles/${prefix}-${module}`, {
          db_name: database,
          creation_statements: [login.replaceAll(':role', role)],
          revocation_statements: [logout],
          default_ttl: seconds,
          max_ttl: secondsMax,
        });
      }
    },
    revoke: (module) =>
      vault.ask('POST', `sys/leases/revoke-prefix/database/creds/${prefix}-${module}`, {}),
    remove: () => removeKeeper(databaseUrl, keeper),
  };
}

/** What psql makes of the file that is handed out. */
async function makeKeeper(url: string, keeper: string, password: string): Promise<void> {
  const text = (await handedOut('keeper.sql'))
    .replaceAll('evertill_keeper', keeper)
    .replaceAll(":'keeper_password'", pg.escapeLiteral(password))
    .replaceAll(/^--.*$/gm, '');
  await as(url, async (client) => {
    for (const [, words = '', mark] of text.matchAll(/([\s\S]*?)(;|\\gexec)/g)) {
      const { rows } = await client.query<Record<string, string>>(words);
      if (mark === ';') continue;
      for (const row of rows) await client.query(Object.values(row)[0] ?? '');
    }
  });
}

async function modulesOf(url: string): Promise<readonly (readonly [string, string])[]> {
  return as(url, async (client) => {
    const { rows } = await client.query<{ module: string; role_name: string }>(
      'SELECT module, role_name FROM evertill.module_logins ORDER BY module',
    );
    return rows.map(({ module, role_name: role }) => [module, role] as const);
  });
}

/** With whomever it made, who is Vault's business and outlives a Vault that is thrown away. */
async function removeKeeper(url: string, keeper: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  await as(server.href, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT m.rolname AS name FROM pg_auth_members g
       JOIN pg_roles m ON m.oid = g.roleid JOIN pg_roles k ON k.oid = g.member
       WHERE k.rolname = $1 AND m.rolvaliduntil IS NOT NULL`,
      [keeper],
    );
    for (const { name } of rows) await client.query(`DROP ROLE ${pg.escapeIdentifier(name)}`);
    await client.query(`DROP OWNED BY ${keeper}; DROP ROLE ${keeper}`);
  });
}

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
