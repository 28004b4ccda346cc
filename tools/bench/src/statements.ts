/** Which statements PostgreSQL ran meanwhile, and for how long: its own `pg_stat_statements`. */
import { withOwner } from '@evertill/rig';
import type { Home, ServerProcess } from '@evertill/rig';

export interface StatementFigures {
  readonly query: string;
  /** A sale. */
  readonly calls: number;
  readonly ms: number;
}

const SHOWN = 25;

/** PostgreSQL loads the library when it starts: it, and with it the server, is started again. */
export async function watchStatements(home: Home, server: ServerProcess): Promise<void> {
  await withOwner(home.home, async (client) => {
    await client.query(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
  });
  await server.stop();
  server.start();
  await server.untilReady();
  await withOwner(home.home, async (client) => {
    await client.query('CREATE EXTENSION pg_stat_statements');
  });
}

export async function forgetStatements(home: Home): Promise<void> {
  await withOwner(home.home, (client) => client.query('SELECT pg_stat_statements_reset()'));
}

/** Those that took longest. What a function runs is counted with the function. */
export async function statementsOf(home: Home, sales: number): Promise<StatementFigures[]> {
  const { rows } = await withOwner(home.home, (client) =>
    client.query<{ query: string; calls: string; ms: number }>(
      `SELECT s.query, s.calls, s.total_exec_time + s.total_plan_time AS ms
       FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
       WHERE r.rolname <> current_user ORDER BY 3 DESC LIMIT $1`,
      [SHOWN],
    ),
  );
  return rows.map(({ query, calls, ms }) => ({
    query: query.replace(/\s+/g, ' ').slice(0, 80),
    calls: Number(calls) / sales,
    ms: ms / sales,
  }));
}
