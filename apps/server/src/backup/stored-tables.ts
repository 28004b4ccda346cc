/**
 * Which tables a backup holds, in an order in which they can be filled, and how each is read.
 *
 * What can be derived is left out and made anew. Transaction numbers are this database's own and
 * mean nothing in another: places in the outbox are written down as ranks, under a number that is
 * older than any transaction can be.
 */
import { globalTables, moduleNames } from '@evertill/kernel';
import pg from 'pg';

export interface StoredTable {
  /** `schema.table` */
  readonly name: string;
  readonly columns: readonly string[];
  readonly hasTenant: boolean;
  /** Sequences behind its columns, to be moved past what is restored. */
  readonly identityColumn: string | undefined;
}

/** Made anew by triggers, chores and the restore: the change log and what is built from it. */
function isDerived(name: string): boolean {
  return name === 'catalog.snapshots' || /\.(?:changes|timelines)$/.test(name);
}

interface TableRow {
  readonly name: string;
  readonly columns: string[];
  readonly identity_column: string | null;
  readonly needs: string[];
}

const question = `
  SELECT n.nspname || '.' || c.relname AS name,
    ARRAY(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
    (SELECT a.attname::text FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attidentity <> '' LIMIT 1) AS identity_column,
    ARRAY(SELECT DISTINCT rn.nspname || '.' || r.relname FROM pg_constraint k
          JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
          WHERE k.conrelid = c.oid AND k.contype = 'f' AND r.oid <> c.oid) AS needs
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND c.relkind = 'r'
  ORDER BY 1`;

/** Every table, those first that others refer to. */
export async function storedTables(client: pg.ClientBase): Promise<readonly StoredTable[]> {
  const { rows } = await client.query<TableRow>(question, [moduleNames]);
  const left = rows.filter(({ name }) => !isDerived(name));
  const ordered: StoredTable[] = [];
  const done = new Set<string>();
  while (left.length > 0) {
    const at = left.findIndex(({ needs }) => needs.every((name) => done.has(name)));
    if (at === -1) throw new Error(`tables refer to each other in a ring: ${left[0]?.name ?? ''}`);
    const [table] = left.splice(at, 1);
    if (table === undefined) break;
    done.add(table.name);
    ordered.push({
      name: table.name,
      columns: table.columns,
      hasTenant: !globalTables.has(table.name),
      identityColumn: table.identity_column ?? undefined,
    });
  }
  return ordered;
}

/** Tables of what registers copy, of every module that has them: `schema.changes`, …. */
export async function pulledTables(
  client: pg.ClientBase,
  table: 'changes' | 'timelines',
): Promise<readonly string[]> {
  const { rows } = await client.query<TableRow>(question, [moduleNames]);
  return rows.map(({ name }) => name).filter((name) => name.endsWith(`.${table}`));
}

/** Older than any transaction: the first number that PostgreSQL ever gives out. */
const OLDEST = `'3'::xid8`;

/** What is copied of one table: of one tenant, where it has one. */
export function selectOf(table: StoredTable, tenantId: string | null): string {
  const { name, columns } = table;
  const list = columns.map((column) => valueOf(name, column)).join(', ');
  const where = tenantId === null ? '' : ` WHERE t.tenant_id = ${pg.escapeLiteral(tenantId)}::uuid`;
  return `SELECT ${list} FROM ${quoted(name)} t${where}`;
}

export function quoted(name: string): string {
  return name.split('.').map(pg.escapeIdentifier).join('.');
}

function valueOf(table: string, column: string): string {
  const own = `t.${pg.escapeIdentifier(column)}`;
  if (column === 'xid') return `${OLDEST} AS xid`;
  // Whoever held the pen then does not write here.
  if (column === 'held_until') return `'-infinity'::timestamptz AS held_until`;
  if (column !== 'id') return own;
  if (table.endsWith('.outbox')) {
    return 'row_number() OVER (PARTITION BY t.tenant_id ORDER BY t.xid, t.id) AS id';
  }
  if (!table.endsWith('.outbox_cursors')) return own;
  const outbox = quoted(table.replace(/outbox_cursors$/, 'outbox'));
  return `(SELECT count(*) FROM ${outbox} o
    WHERE o.tenant_id = t.tenant_id AND (o.xid, o.id) <= (t.xid, t.id)) AS id`;
}
