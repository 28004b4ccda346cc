/**
 * Whether a distributed PostgreSQL can send a statement to one tenant's node: every distributed
 * table in it is tied, by equality, to one value that is known before the statement runs. Ties are
 * followed through joins, USING, subqueries and common table expressions.
 */
import { judgeInsert } from './judge-insert.ts';
import { openScope } from './scope.ts';
import type { Judging, Scope } from './scope.ts';
import { asKind, childrenOf, everyNode, listOf, nodeOf, wordsOf } from './syntax-tree.ts';
import type { Tree } from './syntax-tree.ts';
import { TENANT, makeTies } from './ties.ts';

export interface Known {
  /** `schema.table` of what is distributed by tenant. */
  readonly distributed: ReadonlySet<string>;
  /** Those that note the transaction's number, which differs from node to node. */
  readonly numbered: ReadonlySet<string>;
  /** Names that stand for the tenant of the function a statement is in: `p_tenant`. */
  readonly tenantNames: ReadonlySet<string>;
  /** Inside of a function that is delegated to the tenant's node. */
  readonly isDelegated: boolean;
}

/** What keeps a statement from being one node's, in words; nothing when it is. */
export function judgeStatement(statement: unknown, known: Known): readonly string[] {
  const judging: Judging = { ...known, ties: makeTies(), touched: [], flaws: [], keyOf, tables: 0 };
  visit(statement, openScope(undefined), judging);
  const loose = judging.touched.filter(({ key }) => !judging.ties.isTied(key));
  return [
    ...judging.flaws,
    ...loose.map(({ table }) => `${table} is not held to one tenant`),
    ...placeless(statement, judging),
  ];
}

const placeBound = new Set(['pg_snapshot_xmin', 'pg_snapshot_xmax', 'pg_current_xact_id']);

/** What is true of one node only, and asked where no table says of which. */
function placeless(statement: unknown, { isDelegated, touched }: Judging): readonly string[] {
  const names = [...everyNode(statement, 'FuncCall')].map(
    ({ funcname }) => wordsOf(funcname).at(-1) ?? '',
  );
  const advisory = names.filter((name) => name.startsWith('pg_advisory'));
  const numbers = names.filter((name) => placeBound.has(name));
  return [
    ...advisory.map((name) => `${name} holds a lock across tenants, or of the coordinator alone`),
    ...(isDelegated || touched.length > 0
      ? []
      : numbers.map((name) => `${name} is asked of the coordinator, whose numbers are others`)),
  ];
}

/** What a value is equal to: the tenant, a column of it, or nothing that matters. */
function keyOf(value: unknown, scope: Scope, judging: Judging): string | undefined {
  const node = nodeOf(value);
  if (node === undefined) return undefined;
  if (node.kind === 'TypeCast') return keyOf(node.is['arg'], scope, judging);
  if (node.kind === 'ParamRef' || node.kind === 'A_Const') return TENANT;
  if (node.kind !== 'ColumnRef') return undefined;
  const words = wordsOf(node.is['fields']);
  if (words.length === 1 && judging.tenantNames.has(words[0] ?? '')) return TENANT;
  if (words.at(-1) !== 'tenant_id') return undefined;
  return scope.find(words.length > 1 ? words.at(-2) : undefined);
}

function visit(value: unknown, scope: Scope, judging: Judging): void {
  const node = nodeOf(value);
  switch (node?.kind) {
    case 'SelectStmt':
      visitSelect(node.is, openScope(scope), judging);
      return;
    case 'InsertStmt': {
      const inner = openScope(scope);
      visitCommon(node.is, inner, judging);
      judgeInsert(node.is, inner, { judging, select: visitSelect });
      visit(node.is['onConflictClause'], inner, judging);
      visit(node.is['returningList'], inner, judging);
      visit(node.is['returningClause'], inner, judging);
      return;
    }
    case 'UpdateStmt':
    case 'DeleteStmt':
      visitChange(node.is, openScope(scope), judging);
      return;
    default:
      for (const child of childrenOf(value)) visit(child, scope, judging);
  }
}

/** Common table expressions are read first; their names are tables of what follows. */
function visitCommon(statement: Tree, scope: Scope, judging: Judging): void {
  const clause = statement['withClause'] as Tree | undefined;
  for (const one of listOf(clause?.['ctes'])) {
    const cte = asKind(one, 'CommonTableExpr');
    if (cte === undefined) continue;
    const inner = openScope(scope);
    const query = asKind(cte['ctequery'], 'SelectStmt');
    if (query === undefined) visit(cte['ctequery'], inner, judging);
    const key = query === undefined ? undefined : visitSelect(query, inner, judging);
    scope.common.set(String(cte['ctename']), key);
  }
}

/** Answers what the column `tenant_id` of the result is equal to. */
function visitSelect(select: Tree, scope: Scope, judging: Judging): string | undefined {
  visitCommon(select, scope, judging);
  if (select['larg'] !== undefined) {
    const left = visitSelect(select['larg'] as Tree, openScope(scope), judging);
    const right = visitSelect(select['rarg'] as Tree, openScope(scope), judging);
    return keyOfBoth(left, right, judging);
  }
  for (const from of listOf(select['fromClause'])) readFrom(from, scope, judging);
  readEqualities(select['whereClause'], scope, judging);
  const { fromClause: _from, withClause: _with, ...rest } = select;
  for (const part of Object.values(rest)) visit(part, scope, judging);
  return tenantColumn(select, scope, judging);
}

/** Of a union: one tenant's when both parts are; a condition around it reaches into both. */
function keyOfBoth(
  left: string | undefined,
  right: string | undefined,
  { ties }: Judging,
): string | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (ties.isTied(left) !== ties.isTied(right)) return undefined;
  ties.tie(left, right);
  return left;
}

function tenantColumn(select: Tree, scope: Scope, judging: Judging): string | undefined {
  for (const one of listOf(select['targetList'])) {
    const target = asKind(one, 'ResTarget');
    const fields = wordsOf(asKind(target?.['val'], 'ColumnRef')?.['fields']);
    if ((target?.['name'] ?? fields.at(-1)) === 'tenant_id') {
      return keyOf(target?.['val'], scope, judging);
    }
    const isStar = asKind(target?.['val'], 'ColumnRef') !== undefined && fields.length === 0;
    if (isStar) return scope.find(undefined);
  }
  return undefined;
}

function visitChange(change: Tree, scope: Scope, judging: Judging): void {
  visitCommon(change, scope, judging);
  readFrom({ RangeVar: change['relation'] }, scope, judging);
  for (const from of [...listOf(change['fromClause']), ...listOf(change['usingClause'])]) {
    readFrom(from, scope, judging);
  }
  readEqualities(change['whereClause'], scope, judging);
  for (const part of ['targetList', 'whereClause', 'returningList', 'returningClause']) {
    visit(change[part], scope, judging);
  }
}

/** What stands in FROM becomes a source of the scope; answers the tenants of its parts. */
function readFrom(value: unknown, scope: Scope, judging: Judging): readonly string[] {
  const node = nodeOf(value);
  if (node === undefined) return [];
  const alias = (node.is['alias'] as Tree | undefined)?.['aliasname'] as string | undefined;
  if (node.kind === 'RangeVar') return scope.addTable(node.is, alias, judging);
  if (node.kind === 'RangeSubselect') {
    const query = asKind(node.is['subquery'], 'SelectStmt');
    if (query === undefined) return [];
    return scope.add(alias ?? '', visitSelect(query, openScope(scope), judging));
  }
  if (node.kind !== 'JoinExpr') {
    visit(node.is, scope, judging);
    return scope.add(alias ?? '', undefined);
  }
  const left = readFrom(node.is['larg'], scope, judging);
  const right = readFrom(node.is['rarg'], scope, judging);
  if (wordsOf(node.is['usingClause']).includes('tenant_id')) {
    for (const key of right) judging.ties.tie(left[0], key);
  }
  readEqualities(node.is['quals'], scope, judging);
  visit(node.is['quals'], scope, judging);
  return [...left, ...right];
}

/** `a = b` of what must all hold; what may hold ties nothing. */
function readEqualities(value: unknown, scope: Scope, judging: Judging): void {
  const node = nodeOf(value);
  if (node?.kind === 'BoolExpr' && node.is['boolop'] === 'AND_EXPR') {
    for (const one of listOf(node.is['args'])) readEqualities(one, scope, judging);
    return;
  }
  if (node?.kind !== 'A_Expr' || wordsOf(node.is['name'])[0] !== '=') return;
  const [left, right] = [node.is['lexpr'], node.is['rexpr']];
  if (node.is['kind'] === 'AEXPR_OP') {
    tieBoth(left, right, { scope, judging });
  }
}

interface Where {
  readonly scope: Scope;
  readonly judging: Judging;
}

/** One beside one, or row beside row: `(a.tenant_id, a.id) = (b.tenant_id, b.id)`. */
function tieBoth(left: unknown, right: unknown, where: Where): void {
  const [a, b] = [asKind(left, 'RowExpr'), asKind(right, 'RowExpr')];
  if (a !== undefined && b !== undefined) {
    const others = listOf(b['args']);
    for (const [at, one] of listOf(a['args']).entries()) tieBoth(one, others[at], where);
    return;
  }
  const { scope, judging } = where;
  judging.ties.tie(keyOf(left, scope, judging), keyOf(right, scope, judging));
}
