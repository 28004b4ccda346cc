/**
 * Whether a function can run on one tenant's node: its first argument is the tenant, it names the
 * tenant to row security before it touches a table (or is only called by one that did), and every
 * statement in it is that tenant's.
 */
import { parsePlPgSQLSync, parseSync } from 'libpg-query';
import type { StoredFunction } from './read-catalogue.ts';
import { judgeStatement } from './judge-statement.ts';
import { fullName } from './scope.ts';
import { childrenOf, everyNode, isTree } from './syntax-tree.ts';

export interface FunctionKnown {
  readonly distributed: ReadonlySet<string>;
  readonly numbered: ReadonlySet<string>;
  /** Functions of ours that may be called on a tenant's node. */
  readonly callable: ReadonlySet<string>;
}

/**
 * Functions that run on the coordinator, and go from there to one tenant after the other; each is
 * named by SET LOCAL, since set_config does not travel.
 */
export const onCoordinator: Readonly<Record<string, string>> = {
  untold_tenants: 'looks at many shops for those that have something to tell',
  find_api_key: 'learns the tenant from a reference table',
};

/** The statements and expressions of a function's body, each as SQL that can be parsed. */
function statementsOf(definition: string): readonly string[] {
  return [...queriesIn(parsePlPgSQLSync(definition))];
}

function* queriesIn(value: unknown): Generator<string> {
  if (isTree(value) && isTree(value['PLpgSQL_expr'])) {
    const { query, parseMode } = value['PLpgSQL_expr'];
    yield asStatement(String(query), Number(parseMode));
    return;
  }
  for (const child of childrenOf(value)) yield* queriesIn(child);
}

/** RAW_PARSE_DEFAULT; an expression; `a := b` with a name of one, two or three words. */
function asStatement(query: string, mode: number): string {
  if (mode === 0) return query;
  return `SELECT ${mode >= 3 ? query.replace(/^[^:=]*:?=/, '') : query}`;
}

/** What is wrong with it on a cluster, in words; nothing when it is right. */
export function judgeFunction(
  { name, definition, firstArgument }: StoredFunction,
  { distributed, numbered, callable }: FunctionKnown,
): readonly string[] {
  const isDelegated = !Object.hasOwn(onCoordinator, name.split('.')[1] ?? '');
  const flaws = new Set<string>();
  const isTenants = firstArgument === 'p_tenant uuid';
  if (isDelegated && !isTenants) flaws.add('its first argument is not the tenant');
  const tenantNames = new Set([isDelegated ? 'p_tenant' : 'v_tenant']);
  const statements = statementsOf(definition);
  for (const sql of statements) {
    const tree = parseSync(sql);
    const known = { distributed, numbered, tenantNames, isDelegated };
    for (const flaw of judgeStatement(tree, known)) flaws.add(flaw);
    for (const call of ownCalls(tree, distributed)) {
      if (!callable.has(call)) flaws.add(`it calls ${call}, which is not one tenant's`);
    }
  }
  const setsByFunction = statements.some((sql) => /set_config\s*\(\s*'app\.tenant_id'/.test(sql));
  if (!isDelegated && setsByFunction) flaws.add('set_config does not travel to the nodes');
  return [...flaws];
}

/** Whether a function reads no table and asks nothing of the node: it is the same anywhere. */
export function isPure({ definition, firstArgument }: StoredFunction): boolean {
  return firstArgument !== 'p_tenant uuid' && /\bIMMUTABLE\b/.test(definition);
}

/** Functions of our own schemas that a statement calls. */
export function ownCalls(tree: unknown, distributed: ReadonlySet<string>): readonly string[] {
  const schemas = new Set([...distributed].map((table) => table.split('.')[0]));
  return [...everyNode(tree, 'FuncCall')]
    .map(({ funcname }) => fullName(funcname))
    .filter((name) => name.includes('.') && schemas.has(name.split('.')[0]));
}
