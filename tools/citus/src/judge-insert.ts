/** INSERT: whose rows they are has to be known, and outside of a delegated function by value. */
import type { Judging, Scope } from './scope.ts';
import { openScope } from './scope.ts';
import { asKind, listOf } from './syntax-tree.ts';
import type { Tree } from './syntax-tree.ts';

interface Inserting {
  readonly judging: Judging;
  readonly select: (select: Tree, scope: Scope, judging: Judging) => string | undefined;
}

export function judgeInsert(insert: Tree, scope: Scope, { judging, select }: Inserting): void {
  const relation = insert['relation'] as Tree;
  const table = `${String(relation['schemaname'])}.${String(relation['relname'])}`;
  const alias = (relation['alias'] as Tree | undefined)?.['aliasname'] as string | undefined;
  const [own] = scope.addTable(relation, alias, judging);
  const isBound = judging.distributed.has(table);
  const at = listOf(insert['cols']).findIndex(
    (one) => asKind(one, 'ResTarget')?.['name'] === 'tenant_id',
  );
  const source = asKind(insert['selectStmt'], 'SelectStmt');
  if (!judging.isDelegated && judging.numbered.has(table)) {
    judging.flaws.push(`${table} is given the number of a transaction of the coordinator`);
  }
  if (source === undefined) return;
  const rows = listOf(source['valuesLists']);
  if (rows.length === 0) {
    judging.ties.tie(own, select(named(source, at), openScope(scope), judging));
    if (isBound && !judging.isDelegated) {
      judging.flaws.push(`${table} is filled by INSERT … SELECT, which becomes a COPY`);
    }
    return;
  }
  const keys = rows.map((row) => {
    const items = listOf(asKind(row, 'List')?.['items']);
    for (const item of items) visitValue(item, scope, { judging, select });
    return judging.keyOf(items[at], scope, judging);
  });
  if (keys.every((key) => key !== undefined)) for (const key of keys) judging.ties.tie(own, key);
}

/** The query with the column at this place called `tenant_id`; of a union, each of its parts. */
function named(source: Tree, at: number): Tree {
  if (source['larg'] !== undefined) {
    const [larg, rarg] = [named(source['larg'] as Tree, at), named(source['rarg'] as Tree, at)];
    return { ...source, larg, rarg };
  }
  const targetList = listOf(source['targetList']).map((one, place) =>
    place === at ? { ResTarget: { ...asKind(one, 'ResTarget'), name: 'tenant_id' } } : one,
  );
  return { ...source, targetList };
}

function visitValue(item: unknown, scope: Scope, { judging, select }: Inserting): void {
  const query = asKind(asKind(item, 'SubLink')?.['subselect'], 'SelectStmt');
  if (query !== undefined) select(query, openScope(scope), judging);
}
