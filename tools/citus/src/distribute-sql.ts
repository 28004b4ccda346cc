/** The SQL that spreads a migrated database over the nodes of a Citus cluster, by tenant. */
import { isPure, onCoordinator } from './judge-function.ts';
import type { Catalogue, StoredFunction } from './read-catalogue.ts';

const head = `-- Written by \`npm run citus\` from the schema; a test holds it to that. Run it with psql, as the
-- owner, on the coordinator, after \`evertill migrate\`: once, and again after every migration. What
-- is distributed already is left alone.

\\set ON_ERROR_STOP on
SET citus.enable_unsafe_triggers = on;
`;

export function distributeSql(catalogue: Catalogue): string {
  const { distributed, reference, functions } = catalogue;
  const [first = ''] = distributed;
  const own = functions.filter(({ isTrigger }) => !isTrigger);
  return [
    head,
    `-- Known on every node: ${reference.length} tables that lead to the tenant, or are of nobody.`,
    ...reference.map((name) => once(name, `create_reference_table('${name}')`)),
    '',
    `-- By tenant, side by side: ${distributed.length} tables, those first that others refer to.`,
    ...distributed.map((name) => {
      const beside = name === first ? 'none' : first;
      return once(
        name,
        `create_distributed_table('${name}', 'tenant_id',
  colocate_with => '${beside}')`,
      );
    }),
    '',
    '-- The same on every node.',
    ...own
      .filter(isPure)
      .map(({ signature }) => `SELECT create_distributed_function('${signature}');`),
    '',
    '-- Run on the node of the tenant, which is their first argument.',
    ...own.filter(isTenants).map(
      ({ signature }) => `SELECT create_distributed_function('${signature}',
  'p_tenant', colocate_with => '${first}', force_delegation => true);`,
    ),
    '',
  ].join('\n');
}

const isTenants = ({ name, firstArgument }: StoredFunction): boolean =>
  firstArgument === 'p_tenant uuid' && !Object.hasOwn(onCoordinator, name.split('.')[1] ?? '');

function once(table: string, call: string): string {
  return `SELECT ${call}
  WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = '${table}'::regclass);`;
}
