/** Log-ins that change under a pool at work, in a real PostgreSQL: nobody notices, none lingers. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLogin, makeMetrics, moduleUrl, openDatabase, urlFor } from '../src/index.ts';
import type { Database, DatabaseLogin, LoginSource } from '../src/index.ts';
import { newUuid, openBench, silentLog } from './bench.ts';
import type { Bench } from './bench.ts';

let bench: Bench;
let role: string;
const made: string[] = [];
beforeAll(async () => {
  bench = await openBench();
  const own = new URL(await moduleUrl(bench.url, 'catalog'));
  role = decodeURIComponent(own.username);
});
afterAll(async () => {
  for (const user of made) await bench.owner.query(`DROP ROLE IF EXISTS "${user}"`);
  await bench.close();
});

const settings = [
  `SET role = ":role"`,
  `SET statement_timeout = '60s'`,
  `SET idle_in_transaction_session_timeout = '60s'`,
  `SET lock_timeout = '10s'`,
  `SET synchronous_commit = 'on'`,
  `SET search_path = ''`,
];

interface Making {
  readonly without?: string;
  readonly words?: string;
  readonly inRole?: string;
}

/** As whoever keeps log-ins would make it, but for what is told. */
async function makeLogin({
  without,
  words = '',
  inRole = role,
}: Making = {}): Promise<DatabaseLogin> {
  const login = { user: `lent-${newUuid()}`, password: newUuid() };
  made.push(login.user);
  const user = pg.escapeIdentifier(login.user);
  await bench.owner.query(
    `CREATE ROLE ${user} LOGIN ${words} PASSWORD '${login.password}' IN ROLE "${inRole}"`,
  );
  for (const setting of settings.filter((one) => without === undefined || !one.includes(without))) {
    await bench.owner.query(`ALTER ROLE ${user} ${setting.replace(':role', inRole)}`);
  }
  return login;
}

const drop = async ({ user }: DatabaseLogin): Promise<void> => {
  await bench.owner.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1',
    [user],
  );
  await bench.owner.query(`DROP ROLE "${user}"`);
};

interface Keeper extends LoginSource {
  login: DatabaseLogin | undefined;
  replacements: number;
  refused: LoginSource['refused'];
}

function keeper(login: DatabaseLogin | undefined): Keeper {
  let replacing: Promise<void> | undefined;
  const one: Keeper = {
    login,
    replacements: 0,
    current: () => one.login,
    refused: async (refused) => {
      if (one.login !== refused) return;
      replacing ??= makeLogin().then((another) => {
        one.login = another;
        one.replacements += 1;
        replacing = undefined;
      });
      await replacing;
    },
  };
  return one;
}

const MAX = 4;

function openWith(logins: LoginSource): Database {
  return openDatabase({
    url: bench.url,
    logins,
    schema: 'catalog',
    connectionsMax: MAX,
    keepsStatements: true,
    world: bench.world,
    metrics: makeMetrics(),
    log: silentLog,
    onTold: () => undefined,
  });
}

const tenantId = newUuid();
const asks = [
  (database: Database) => database.call('SELECT current_user AS acting, session_user AS name', []),
  (database: Database) =>
    database.read({ tenantId }, (tx) =>
      tx.query('SELECT current_user AS acting, session_user AS name, pg_sleep(0.01)'),
    ),
  (database: Database) =>
    database.inTransaction({ tenantId }, (tx) =>
      tx.call('SELECT current_user AS acting, session_user AS name', []),
    ),
];

async function sessionsOf(users: readonly string[]): Promise<number> {
  const { rows } = await bench.owner.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = ANY ($1)',
    [users],
  );
  return rows[0]?.count ?? 0;
}

test('a log-in is replaced under questions without end: none fails, and the old one is gone', async () => {
  const logins = keeper(await makeLogin());
  const database = openWith(logins);
  const seen: string[] = [];
  let isDone = false;
  const asking = Array.from({ length: 12 }, async (_, at) => {
    while (!isDone) {
      const [row] = (await (asks[at % asks.length] ?? asks[0])?.(database)) ?? [];
      expect(row?.['acting']).toBe(role);
      seen.push(String(row?.['name']));
    }
  });
  const before: string[] = [];
  let sessionsMax = 0;
  for (let change = 0; change < 5; change += 1) {
    const asked = seen.length;
    await expect.poll(() => seen.length - asked, { interval: 5 }).toBeGreaterThan(100);
    before.push(logins.login?.user ?? '');
    const another = await makeLogin();
    sessionsMax = Math.max(sessionsMax, await sessionsOf([...before, another.user]));
    logins.login = another;
  }
  const changed = seen.length;
  await expect.poll(() => seen.length - changed, { interval: 5 }).toBeGreaterThan(200);
  // Sessions of earlier log-ins end when they are given back, while everybody goes on asking.
  expect(await sessionsOf(before)).toBe(0);
  isDone = true;
  await Promise.all(asking);
  expect(new Set(seen).size).toBe(6);
  expect(seen.slice(-50).every((name) => name === logins.login?.user)).toBe(true);
  expect(sessionsMax).toBeGreaterThan(0);
  expect(sessionsMax).toBeLessThanOrEqual(MAX);
  expect(logins.replacements).toBe(0);
  await database.close();
});

test('one that was taken away is replaced by whoever asks first, and all are answered', async () => {
  const first = await makeLogin();
  const logins = keeper(first);
  const database = openWith(logins);
  await Promise.all(asks.map((ask) => ask(database)));
  await drop(first);
  // Sessions that were ended may be noticed by one question each, and no more.
  await expect
    .poll(() =>
      database.call('SELECT 1', []).then(
        () => 'answered',
        () => 'refused',
      ),
    )
    .toBe('answered');
  const answers = await Promise.all(
    asks.flatMap((ask) => Array.from({ length: 10 }, () => ask(database))),
  );
  expect(answers.every(([row]) => row?.['name'] === logins.login?.user)).toBe(true);
  expect(logins.replacements).toBe(1);
  await database.close();
});

test('without a log-in, and without another one, everybody may come again later', async () => {
  const refused = { code: 'unavailable', retryAfterSeconds: 1 };
  const none = keeper(undefined);
  const database = openWith(none);
  for (const ask of asks) await expect(ask(database)).rejects.toMatchObject(refused);
  none.login = await makeLogin();
  for (const ask of asks) await expect(ask(database)).resolves.toHaveLength(1);
  const gone = none.login;
  none.refused = () => Promise.reject(new Error('Vault is away'));
  await drop(gone);
  await expect
    .poll(() => database.call('SELECT 1', []).catch((error: unknown) => error))
    .toMatchObject({ ...refused, message: 'The database does not let us in now.' });
  await database.close();
});

describe('a log-in that is tried', () => {
  const tried = async (login: DatabaseLogin, shape?: string): Promise<string> =>
    checkLogin({ url: urlFor(bench.url, login), module: 'catalog', shape }).then(
      () => 'well',
      (error: unknown) => String(error),
    );

  test('is one of the module, and says how far its schema is', async () => {
    const login = await makeLogin();
    expect(await tried(login)).toBe('well');
    const { rows } = await bench.owner.query<{ shape: string }>(
      `SELECT obj_description('catalog'::regnamespace, 'pg_namespace') AS shape`,
    );
    const [{ shape } = { shape: '' }] = rows;
    expect(shape).toMatch(/^\d+ files, the last 0/);
    expect(await tried(login, shape)).toBe('well');
    expect(await tried(login, '99 files')).toContain(`stands at ${shape} of catalog`);
  });

  test.each(['role', 'statement_timeout', 'lock_timeout', 'synchronous_commit', 'search_path'])(
    'without its %s is none, in words',
    async (without) => {
      expect(await tried(await makeLogin({ without }))).toMatch(
        new RegExp(`a log-in for catalog is none: .*SET ${without}`),
      );
    },
  );

  test('past row security, or of another module, is none', async () => {
    expect(await tried(await makeLogin({ words: 'BYPASSRLS' }))).toContain('row security');
    expect(await tried(await makeLogin({ words: 'SUPERUSER' }))).toContain('row security');
    const other = decodeURIComponent(new URL(await moduleUrl(bench.url, 'auth')).username);
    expect(await tried(await makeLogin({ inRole: other }))).toContain(
      'sees auth instead of catalog',
    );
    const both = await makeLogin();
    await bench.owner.query(`GRANT "${other}" TO "${both.user}"`);
    expect(await tried(both)).toContain('sees auth, catalog instead of catalog');
  });
});
