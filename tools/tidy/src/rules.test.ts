/** Each house rule is seen to fail once, and to leave the same thing alone when it is right. */
import { describe, expect, it } from 'vitest';
import { markers, opening } from './comments.ts';
import { decisionsNumbered, linksLead, modulesDescribed, oneTitle } from './documents.ts';
import { kebabCase, oneUseCase, wordsThatSaySomething } from './names.ts';
import { noMachine, noTopology } from './places.ts';
import { refusalsGiven, refusalsProvoked } from './refusals.ts';
import type { File, Rule } from './rule.ts';
import { complaintsAbout, rules } from './rules.ts';
import { noTruncate, noWorldInSql, sqlSizes, tenantFirst, tenantNamed } from './sql.ts';
import { walls } from './walls.ts';

const STORE = 'modules/orders/src/sale-store.ts';
const USE_CASE = 'modules/orders/src/void-sale.ts';
const TABLES = 'modules/orders/migrations/001-orders.sql';
const TABLE = 'packages/contract/src/refusals.ts';

const file = (path: string, text = '/** What it is for. */\n'): File => ({ path, text });
const lines = (count: number): string =>
  `/**\n${' * A line of prose.\n'.repeat(count)} */\nexport const one = 1;\n`;
const sql = (text: string): string => `await tx.query(\`${text}\`, []);\n`;
const useCase = (name: string): string =>
  `export function ${name}(): TenantUseCase<typeof orders.one> {\n  return one;\n}\n`;
const manifest = (name: string, version: string): string =>
  JSON.stringify({ dependencies: { [name]: version } }, null, 2);
const refusal = (code: string): string =>
  `export const refusals = {\n  ${code}: { status: 404 },\n} as const;\n`;
const table = (key: string): string =>
  `CREATE TABLE :schema.sales (\n  tenant_id uuid NOT NULL,\n  PRIMARY KEY (${key})\n);\n`;

const readme = ['Owns', 'Answers', 'Asks', 'Tells', 'Hears', 'Tables', 'Always true']
  .map((heading) => `## ${heading}\n`)
  .join('');

/** rule  ->  a file that breaks it, the line that is named; a file that does not. */
const rows: readonly (readonly [rule: Rule, broken: File, line: number, right: File])[] = [
  [kebabCase, file('modules/orders/src/saleStore.ts'), 1, file(STORE)],
  [kebabCase, file('modules/Orders/src/sale-store.ts'), 1, file('modules/orders/README.md')],
  [wordsThatSaySomething, file('modules/orders/src/sale-manager.ts'), 1, file(STORE)],
  [
    wordsThatSaySomething,
    file('packages/kernel/src/utils.ts'),
    1,
    file('packages/kernel/src/service-pages.ts'),
  ],
  [oneUseCase, file(USE_CASE, useCase('cancelSale')), 1, file(USE_CASE, useCase('voidSale'))],
  [
    oneUseCase,
    file(USE_CASE, `${useCase('voidSale')}export function other(): void {}\n`),
    1,
    file('modules/orders/src/list-sales.ts', useCase('listSales') + useCase('findSale')),
  ],
  [opening, file(STORE, 'export const one = 1;\n'), 1, file(STORE, lines(1))],
  [opening, file(STORE, 'const one = 1;\n/** Late. */\n'), 1, file('a/one.test.ts', 'one();\n')],
  [opening, file(STORE, lines(7)), 1, file(STORE, lines(6))],
  [opening, file(TABLES, 'CREATE\n'), 1, file(TABLES, '-- Sales.\nCREATE\n')],
  [opening, file('scripts/a.mjs', 'a();\n'), 1, file('scripts/a.mjs', '#!/a\n// Runs a.\na();\n')],
  [markers, file(STORE, '\n// TODO: later\n'), 2, file(STORE, '// TODO(#12): with a number.\n')],
  [markers, file(STORE, '// FIXME\n'), 1, file(STORE, "const fixme = 'FIXME';\n")],
  [markers, file(STORE, '// NOTE this\n'), 1, file(STORE, '// NOTE: this.\n')],
  [
    markers,
    file(STORE, 'const a = `${/* HACK */ b}`;\n'),
    1,
    file(STORE, 'const a = `// HACK`;\n'),
  ],
  [markers, file(TABLES, '-- XXX\n'), 1, file(TABLES, '-- Twenty.\n')],
  [
    noWorldInSql,
    file(STORE, sql('SELECT 1\nWHERE at < now()')),
    2,
    file(STORE, sql('SELECT pg_current_xact_id() WHERE at < $2')),
  ],
  [noWorldInSql, file(TABLES, 'id uuid DEFAULT gen_random_uuid()'), 1, file(TABLES, '-- now()')],
  [
    noWorldInSql,
    file(TABLES, 'DEFAULT CURRENT_TIMESTAMP'),
    1,
    file('modules/orders/src/sale-store.test.ts', sql('SELECT now()')),
  ],
  [noTruncate, file(TABLES, 'a\nTRUNCATE :schema.a;'), 2, file(TABLES, '-- No TRUNCATE.')],
  [
    tenantNamed,
    file(STORE, sql('SELECT * FROM orders.sales WHERE sale_id = $1')),
    1,
    file(STORE, sql('SELECT * FROM orders.sales WHERE tenant_id = $1')),
  ],
  [
    tenantNamed,
    file(STORE, sql('SELECT FROM orders.a JOIN orders.b USING (id) WHERE a.tenant_id = $1')),
    1,
    file(STORE, sql('SELECT FROM orders.a JOIN orders.b USING (tenant_id) WHERE tenant_id = $1')),
  ],
  [
    tenantNamed,
    file(STORE, sql('INSERT INTO orders.flags VALUES ($1)')),
    1,
    file(STORE, sql('SELECT * FROM orders.codes WHERE code = $1')),
  ],
  [tenantFirst, file(TABLES, table('sale_id, tenant_id')), 1, file(TABLES, table('tenant_id'))],
  [
    tenantFirst,
    file(TABLES, table('sale_id')),
    1,
    file(TABLES, 'CREATE TABLE :schema.codes (\n  code text PRIMARY KEY\n);\n'),
  ],
  [sqlSizes, file(TABLES, `a\n${'b'.repeat(101)}`), 2, file(TABLES, 'b'.repeat(100))],
  [sqlSizes, file(TABLES, '\n'.repeat(301)), 301, file(TABLES, '\n'.repeat(300))],
  [oneTitle, file('README.md', '# One\n\n# Two\n'), 3, file('README.md', '# One\n\n## Two\n')],
  [oneTitle, file('README.md', 'No title.\n'), 1, file('a.md', '# One\n```\n# code\n```\n')],
  [
    linksLead,
    file('docs/a.md', '# A\n[b](guides/gone.md)\n'),
    2,
    file('docs/a.md', '[b](guides/sell.md#top) [c](../docs/) [d](https://a.b/c) `[e](f.md)`\n'),
  ],
  [
    decisionsNumbered,
    file('docs/decisions/why.md'),
    1,
    file('docs/decisions/0001-why.md', '# Why\n'),
  ],
  [
    decisionsNumbered,
    file('docs/decisions/0002-again.md'),
    1,
    file('docs/guides/why.md', '# Why\n'),
  ],
  [
    modulesDescribed,
    file('modules/catalog/package.json', '{}'),
    1,
    file('modules/orders/package.json', '{}'),
  ],
  [refusalsGiven, file(TABLE, refusal('never_given')), 2, file(TABLE, refusal('not_found'))],
  [refusalsProvoked, file(TABLE, refusal('in_vain')), 2, file(TABLE, refusal('not_found'))],
  [
    noMachine,
    file('README.md', '# A\n/ho'.concat('me/ada/shop\n')),
    2,
    file('README.md', '# A\n\n[work](docs/work/home.md) and https://a.example/root/b\n'),
  ],
  [
    noMachine,
    file('.npmrc', 'a\n//registry'.concat('.somewhere.org/')),
    2,
    file('.npmrc', 'fund=no'),
  ],
  [
    noTopology,
    file(STORE, '\nif (config.modules.length > 1) go();\n'),
    2,
    file('apps/server/src/config.ts', 'const isAlone = modules.length === 1;\n'),
  ],
  [
    walls,
    file('modules/orders/package.json', manifest('@evertill/catalog', '*')),
    3,
    file('modules/orders/package.json', manifest('@evertill/kernel', '*')),
  ],
  [
    walls,
    file('modules/orders/package.json', manifest('pg', '8.0.0')),
    3,
    file('packages/kernel/package.json', manifest('pg', '8.0.0')),
  ],
  [
    walls,
    file('packages/domain/package.json', manifest('zod', '4.0.0')),
    3,
    file('packages/contract/package.json', manifest('zod', '4.0.0')),
  ],
  [
    walls,
    file('packages/stranger/package.json', manifest('zod', '4.0.0')),
    3,
    file('packages/stranger/package.json', '{}'),
  ],
  [
    walls,
    file('apps/server/package.json', manifest('pino', '^10.0.0')),
    3,
    file('apps/server/package.json', manifest('pino', '10.0.0')),
  ],
];

/** What stands around the file: what links, tables and refusals are looked up in. */
const around = new Map([
  ['docs/guides/sell.md', '# Sell\n'],
  ['docs/decisions/0002-once.md', '# Once\n'],
  ['modules/orders/README.md', `# orders\n${readme}`],
  ['modules/catalog/README.md', '# catalog\n## Owns\n'],
  ['packages/kernel/src/row-security.ts', "globalTables = new Set(['orders.codes']);"],
  ['modules/orders/src/find-sale.ts', "refuse('not_found');"],
  ['modules/orders/test/orders.http.test.ts', "toBe('not_found')"],
]);

const flawsOf = (rule: Rule, one: File): readonly number[] =>
  rule.find(one, new Map(around).set(one.path, one.text)).map(({ line }) => line);

describe('a house rule', () => {
  it.each(rows)('$sentence', (rule, broken, line, right) => {
    expect(flawsOf(rule, broken)).toEqual([line]);
    expect(flawsOf(rule, right)).toEqual([]);
  });

  it('has a row above, or is no rule', () => {
    const seen = new Set(rows.map(([rule]) => rule));
    expect(rules.filter((rule) => !seen.has(rule))).toEqual([]);
  });

  it('is told with the file and the line it was broken on', () => {
    const tree = new Map([['modules/orders/src/flags.ts', '\n// FIXME\n']]);
    expect(complaintsAbout(tree)).toEqual([
      'modules/orders/src/flags.ts:2  Two markers there are: `NOTE:` and `TODO(#n):`. (FIXME)',
    ]);
  });
});
