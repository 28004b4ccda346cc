/** The tables that names mean at one place of a statement, and the tenant of each. */
import { wordsOf } from './syntax-tree.ts';
import type { Tree } from './syntax-tree.ts';
import type { Ties } from './ties.ts';

/** What is known, and what was found so far, of one statement. */
export interface Judging {
  readonly distributed: ReadonlySet<string>;
  readonly numbered: ReadonlySet<string>;
  readonly tenantNames: ReadonlySet<string>;
  readonly isDelegated: boolean;
  readonly ties: Ties;
  readonly touched: { readonly table: string; readonly key: string }[];
  readonly flaws: string[];
  readonly keyOf: (value: unknown, scope: Scope, judging: Judging) => string | undefined;
  tables: number;
}

export interface Scope {
  /** Common table expressions, and what their column `tenant_id` is equal to. */
  readonly common: Map<string, string | undefined>;
  /** The column `tenant_id` of the source of this name, or of the first that has one. */
  readonly find: (name: string | undefined) => string | undefined;
  readonly findCommon: (name: string) => { readonly key: string | undefined } | undefined;
  readonly add: (name: string, key: string | undefined) => readonly string[];
  readonly addTable: (
    table: Tree,
    alias: string | undefined,
    judging: Judging,
  ) => readonly string[];
}

export function openScope(parent: Scope | undefined): Scope {
  const sources = new Map<string, string | undefined>();
  const common = new Map<string, string | undefined>();
  const scope: Scope = {
    common,
    find: (name) => {
      if (name !== undefined && sources.has(name)) return sources.get(name);
      if (name !== undefined) return parent?.find(name);
      const first = [...sources.values()].find((key) => key !== undefined);
      return first ?? parent?.find(undefined);
    },
    findCommon: (name) => (common.has(name) ? { key: common.get(name) } : parent?.findCommon(name)),
    add: (name, key) => {
      sources.set(name, key);
      return key === undefined ? [] : [key];
    },
    addTable: (table, alias, judging) => {
      const name = String(table['relname']);
      const schema = table['schemaname'];
      const known = schema === undefined ? scope.findCommon(name) : undefined;
      if (known !== undefined) return scope.add(alias ?? name, known.key);
      const full = `${typeof schema === 'string' ? schema : ''}.${name}`;
      judging.tables += 1;
      const key = `${full} ${judging.tables}`;
      if (!judging.distributed.has(full)) return scope.add(alias ?? name, key);
      judging.touched.push({ table: full, key });
      return scope.add(alias ?? name, key);
    },
  };
  return scope;
}

/** `schema.name` of a range or a function. */
export function fullName(words: unknown): string {
  return wordsOf(words).join('.');
}
