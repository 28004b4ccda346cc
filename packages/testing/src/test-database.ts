/** A database of a test's own, copied from the migrated template in a few dozen milliseconds. */
import pg from 'pg';

export const TEMPLATE = 'shop_template';

export interface NewDatabase {
  readonly name: string;
  readonly template: string;
}

/** Makes a database beside the one the URL names; answers the URL of the new one. */
export async function createDatabase(
  url: string,
  { name, template }: NewDatabase,
): Promise<string> {
  await onServer(url, `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${template}`);
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer(url, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

async function onServer(url: string, sql: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
