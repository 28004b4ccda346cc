/**
 * SQL, in migrations and in code: it takes time and ids as arguments, names the tenant of every
 * tenant table, keys tables by their tenant, and never truncates.
 */
import { isTest, matches } from './rule.ts';
import type { File, Flaw, Rule, Tree } from './rule.ts';
import { syntaxOf } from './syntax.ts';
import type { Piece } from './syntax.ts';

/** They look for the very words that are forbidden here, and at the very clock of the database. */
const mayReadTheWorld = new Set([
  'packages/kernel/src/catalogue-lint.ts',
  'apps/server/src/doctor/examine.ts',
]);

const statement = /\b(SELECT|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE|ALTER|FROM)\s/;

/** The pieces of a file that are SQL: all of a migration, statements in strings of the product. */
function sqlOf({ path, text }: File): readonly Piece[] {
  // What the product is measured against is no part of it.
  if (path.startsWith('tools/bench/reference/')) return [];
  if (path.endsWith('.sql')) return [{ line: 1, text: text.replace(/--.*/g, '') }];
  const isProduct = /^(packages|modules|apps)\/[^/]+\/src\/.*\.ts$/.test(path) && !isTest(path);
  if (!isProduct || mayReadTheWorld.has(path)) return [];
  return syntaxOf(text).strings.filter((piece) => statement.test(piece.text));
}

function findIn(file: File, pattern: RegExp): readonly Flaw[] {
  return sqlOf(file).flatMap((piece) =>
    matches(piece.text, pattern).map((flaw) => ({ ...flaw, line: piece.line + flaw.line - 1 })),
  );
}

const clocks =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(random|gen_random_uuid|uuidv4|uuidv7|uuid_generate_v4|nextval)\s*\(|\bcurrent_(timestamp|date|time)\b|\blocaltime(stamp)?\b/gi;

export const noWorldInSql: Rule = {
  sentence: 'SQL takes time and ids as arguments: it reads no clock and rolls no die.',
  find: (file) => findIn(file, clocks),
};

export const noTruncate: Rule = {
  sentence: 'Nothing is truncated: it would not ask whose rows they are.',
  find: (file) => findIn(file, /\bTRUNCATE\b/gi),
};

/** The tables that may lack a tenant, read where the kernel names them. */
function globalTablesOf(tree: Tree): ReadonlySet<string> {
  const text = tree.get('packages/kernel/src/row-security.ts') ?? '';
  const list = /globalTables[^=]*=\s*new Set\(\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  return new Set([...list.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? ''));
}

const named =
  /(?<!DISTINCT )\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:ONLY\s+)?([a-z]+\.[a-z_]+)\b(?!\s*\()/gi;

/** A heuristic: as many tenants as tables. When it is wrong, row-level security still stands. */
export const tenantNamed: Rule = {
  sentence: 'A query names the tenant of every tenant table that it touches.',
  find: (file, tree) => {
    if (!/^(modules\/[^/]+|apps\/server)\/src\//.test(file.path)) return [];
    const free = globalTablesOf(tree);
    return sqlOf(file).flatMap(({ line, text }) => {
      const tables = [...text.matchAll(named)].map(([, name]) => name ?? '');
      const bound = tables.filter((name) => !free.has(name) && !isOfPostgres(name));
      const tenants = text.match(/tenant_id/g)?.length ?? 0;
      return tenants < bound.length ? [{ line, what: bound.join(', ') }] : [];
    });
  },
};

const isOfPostgres = (table: string): boolean =>
  /^(pg_catalog|information_schema|evertill)\./.test(table);

const table = /CREATE TABLE (?:IF NOT EXISTS )?(?:([a-z]+)|:schema)\.([a-z_]+) \(([\s\S]*?)\n\)/g;

export const tenantFirst: Rule = {
  sentence: 'The primary key of a table starts with tenant_id, or row-security.ts names the table.',
  find: (file, tree) => {
    const schema = /^modules\/([^/]+)\/migrations\/.*\.sql$/.exec(file.path)?.[1];
    if (schema === undefined && !/\/migrations\/.*\.sql$/.test(file.path)) return [];
    const free = globalTablesOf(tree);
    return [...file.text.matchAll(table)]
      .filter(([, , name = '', columns = '']) => {
        const isKeyed = /PRIMARY KEY \(tenant_id\b|^\s*tenant_id uuid PRIMARY KEY/m.test(columns);
        return !isKeyed && !free.has(`${schema ?? ''}.${name}`);
      })
      .map((match) => ({
        line: file.text.slice(0, match.index).split('\n').length,
        what: match[2] ?? '',
      }));
  },
};

/** ESLint and Prettier hold the rest of the tree to its sizes; nobody else looks at SQL. */
export const sqlSizes: Rule = {
  sentence: 'A line of SQL has at most 100 columns, a file 300 lines.',
  find: ({ path, text }) => {
    // What is written by a program is held to the schema by a test, and read by psql.
    if (!path.endsWith('.sql') || path.startsWith('deploy/')) return [];
    const lines = text.split('\n');
    const wide = lines.flatMap((line, index) => (line.length > 100 ? [{ line: index + 1 }] : []));
    return lines.length > 301 ? [...wide, { line: 301 }] : wide;
  },
};
