/**
 * What the row-security probes stand on: a copy of the migrated database with two shops in it, the
 * owner, and a module's own login. Imported by tests alone.
 */
import { TEMPLATE, createDatabase, dropDatabase } from '@evertill/testing';
import pg from 'pg';
import { lintCatalogue } from '../src/catalogue-lint.ts';
import { codeOf } from '../src/database.ts';
import { moduleUrl } from '../src/migrate.ts';
import type { ModuleName } from '../src/module.ts';

export const ours = '0a000000-0000-4000-8000-00000000000a';
export const theirs = '0b000000-0000-4000-8000-00000000000b';
/** The id that both shops gave something of theirs. */
export const shared = '0c000000-0000-4000-8000-00000000000c';
export const ourSale = '0a000000-0000-4000-8000-000000000001';
export const theirSale = '0b000000-0000-4000-8000-000000000001';

export interface ProbeDatabase {
  readonly url: string;
  /** Past row security, as the administrator is. */
  readonly owner: pg.Client;
  /** The login of the module orders. */
  readonly orders: pg.Client;
  readonly ordersRole: string;
  /** As orders, in one transaction for a tenant that is then rolled back. */
  readonly as: <T>(tenant: string, work: (client: pg.Client) => Promise<T>) => Promise<T>;
  /** Which rules of the lint speak up after a mistake, which is then undone. */
  readonly lintAfter: (sql: string) => Promise<readonly string[]>;
  /** As the owner, undone afterwards. */
  readonly undone: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  readonly urlOf: (module: ModuleName) => Promise<string>;
  readonly close: () => Promise<void>;
}

let made = 0;

export async function openProbeDatabase(postgresUrl: string): Promise<ProbeDatabase> {
  made += 1;
  const name = `probes_${process.pid}_${made}`;
  const url = await createDatabase(postgresUrl, { name, template: TEMPLATE });
  const owner = await connect(url);
  const orders = await connect(await moduleUrl(url, 'orders'));
  await owner.query(twoShops);
  const { rows } = await orders.query<{ role: string }>('SELECT current_user AS role');
  const undone: ProbeDatabase['undone'] = (work) => rolledBack(owner, work);
  return {
    url,
    owner,
    orders,
    ordersRole: pg.escapeIdentifier(rows[0]?.role ?? ''),
    undone,
    as: (tenant, work) =>
      rolledBack(orders, async (client) => {
        await client.query(`SET LOCAL app.tenant_id = '${tenant}'`);
        return work(client);
      }),
    lintAfter: (sql) =>
      undone(async (client) => {
        await client.query(sql);
        return (await lintCatalogue(client)).map((flaw) => flaw.name);
      }),
    urlOf: (module) => moduleUrl(url, module),
    close: async () => {
      await orders.end();
      await owner.end();
      await dropDatabase(url);
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function rolledBack<T>(
  client: pg.Client,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  await client.query('BEGIN');
  try {
    return await work(client);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** The code of the refusal that a query ends in, or `'none'`. */
export async function refusalOf(client: pg.Client, sql: string): Promise<string> {
  return client.query(sql).then(() => 'none', codeOf);
}

export async function countOf(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int FROM (${sql}) x`);
  return rows[0]?.count ?? -1;
}

export const productRow = (tenant: string): string =>
  `INSERT INTO orders.products VALUES ('${tenant}', '${shared}', true)`;

export const saleRow = (tenant: string, sale: string, receipt: string): string => `
  INSERT INTO orders.sales (
    tenant_id, sale_id, register_id, epoch, seq, body_hash, receipt_number, currency,
    price_book_version, rules_version, recorded_by, subtotal_minor, discount_minor, tax_minor,
    rounding_minor, total_minor, change_minor, source, occurred_at, received_at
  ) VALUES (
    '${tenant}', '${sale}', '${shared}', 1, 1, 'hash', '${receipt}', 'GBP',
    1, 1, '${shared}', 100, 0, 0, 0, 100, 0, 'REGISTER', '2026-01-01', '2026-01-01')`;

const registerRow = (tenant: string): string => `
  INSERT INTO orders.registers (tenant_id, register_id, name, body_hash, created_at)
  VALUES ('${tenant}', '${shared}', 'Till 1', 'hash', '2026-01-01')`;

/** Theirs is the product; ours is not there yet. */
const twoShops = [
  registerRow(ours),
  registerRow(theirs),
  saleRow(ours, ourSale, 'A-1'),
  saleRow(theirs, theirSale, 'B-1'),
  productRow(theirs),
].join(';');
