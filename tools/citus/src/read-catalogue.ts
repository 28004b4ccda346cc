/** What a migrated database says of itself: tables in an order to distribute them in, functions. */
import { globalTables, moduleNames } from '@evertill/kernel';
import type pg from 'pg';

export interface StoredFunction {
  /** `schema.name` */
  readonly name: string;
  /** With the types of its arguments, as PostgreSQL names it. */
  readonly signature: string;
  readonly firstArgument: string;
  readonly definition: string;
  readonly isTrigger: boolean;
}

export interface Catalogue {
  /** Every table with a tenant, those first that others refer to. */
  readonly distributed: readonly string[];
  /** The few without. */
  readonly reference: readonly string[];
  readonly functions: readonly StoredFunction[];
  /** `schema.table` of those that triggers are on. */
  readonly triggered: readonly string[];
  /** Of those whose rows note the number of their transaction by default. */
  readonly numbered: readonly string[];
}

const tables = `
  SELECT n.nspname || '.' || c.relname AS name,
    ARRAY(SELECT rn.nspname || '.' || r.relname FROM pg_constraint k
          JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
          WHERE k.conrelid = c.oid AND k.contype = 'f' AND r.oid <> c.oid ORDER BY 1) AS needs,
    EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal) AS triggered,
    EXISTS (SELECT FROM pg_attrdef d WHERE d.adrelid = c.oid
      AND pg_get_expr(d.adbin, d.adrelid) ~ 'pg_current_xact_id') AS numbered
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') ORDER BY 1`;

const functions = `
  SELECT n.nspname || '.' || p.proname AS name, p.oid::regprocedure::text AS signature,
    coalesce(split_part(pg_get_function_identity_arguments(p.oid), ',', 1), '') AS first_argument,
    pg_get_functiondef(p.oid) AS definition, p.prorettype = 'trigger'::regtype AS is_trigger
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = ANY ($1) ORDER BY 1, 2`;

interface TableRow {
  readonly name: string;
  readonly needs: readonly string[];
  readonly triggered: boolean;
  readonly numbered: boolean;
}

interface FunctionRow {
  readonly name: string;
  readonly signature: string;
  readonly first_argument: string;
  readonly definition: string;
  readonly is_trigger: boolean;
}

export async function readCatalogue(client: pg.ClientBase): Promise<Catalogue> {
  const { rows } = await client.query<TableRow>(tables, [moduleNames]);
  const { rows: stored } = await client.query<FunctionRow>(functions, [moduleNames]);
  const ordered = inOrder(rows);
  return {
    distributed: ordered.filter((name) => !globalTables.has(name)),
    reference: ordered.filter((name) => globalTables.has(name)),
    triggered: rows.filter(({ triggered }) => triggered).map(({ name }) => name),
    numbered: rows.filter(({ numbered }) => numbered).map(({ name }) => name),
    functions: stored.map((row) => ({
      name: row.name,
      signature: row.signature,
      firstArgument: row.first_argument,
      definition: row.definition,
      isTrigger: row.is_trigger,
    })),
  };
}

/** Those first that others refer to; else by name, so that the same schema is the same list. */
function inOrder(rows: readonly TableRow[]): readonly string[] {
  const done = new Set<string>();
  const left = [...rows];
  while (left.length > 0) {
    const at = left.findIndex(({ needs }) => needs.every((name) => done.has(name)));
    const [next] = at === -1 ? [] : left.splice(at, 1);
    if (next === undefined) throw new Error('tables refer to each other in a ring');
    done.add(next.name);
  }
  return [...done];
}
