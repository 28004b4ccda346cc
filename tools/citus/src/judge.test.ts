/** Each thing that one node of a cluster cannot do alone, seen to be found; what it can, not. */
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { judgeFunction, judgeStatement } from './index.ts';

beforeAll(loadModule);

const distributed = new Set(['orders.sales', 'orders.sale_lines', 'orders.outbox']);
const numbered = new Set(['orders.outbox']);

const judge = (sql: string, isDelegated = false): readonly string[] =>
  judgeStatement(parseSync(sql), {
    distributed,
    numbered,
    tenantNames: new Set(isDelegated ? ['p_tenant'] : []),
    isDelegated,
  });

test.each([
  'SELECT * FROM orders.sales WHERE tenant_id = $1',
  'SELECT * FROM orders.sales s JOIN orders.sale_lines l USING (tenant_id, sale_id) WHERE s.tenant_id = $1',
  'SELECT * FROM orders.sales s JOIN orders.sale_lines l ON l.tenant_id = s.tenant_id WHERE l.tenant_id = $1::uuid',
  'SELECT EXISTS (SELECT FROM orders.sale_lines l WHERE l.tenant_id = s.tenant_id) FROM orders.sales s WHERE s.tenant_id = $1',
  'WITH mine AS (SELECT tenant_id, sale_id FROM orders.sales WHERE tenant_id = $1) SELECT * FROM mine m JOIN orders.sale_lines l USING (tenant_id, sale_id)',
  'SELECT * FROM (SELECT tenant_id FROM orders.sales WHERE tenant_id = $1) s JOIN orders.sale_lines l ON (l.tenant_id, l.sale_id) = (s.tenant_id, $2)',
  'INSERT INTO orders.sales (tenant_id, sale_id) VALUES ($1, $2), ($1, $3)',
  'UPDATE orders.sales s SET note = l.name FROM orders.sale_lines l WHERE s.tenant_id = $1 AND l.tenant_id = s.tenant_id',
  'DELETE FROM orders.sales WHERE sale_id = $2 AND tenant_id = $1',
  'SELECT count(*) FROM auth.tenants',
  'SELECT * FROM (SELECT tenant_id FROM orders.sales UNION ALL SELECT tenant_id FROM orders.sale_lines) a WHERE a.tenant_id = $1',
  'SELECT sale_id FROM orders.sales WHERE tenant_id = $1 LIMIT 1 FOR UPDATE SKIP LOCKED',
])('one node can: %s', (sql) => {
  expect(judge(sql)).toEqual([]);
});

const loose = 'orders.sales is not held to one tenant';
const looseLines = 'orders.sale_lines is not held to one tenant';

test.each([
  ['SELECT * FROM orders.sales', loose],
  ['SELECT * FROM orders.sales WHERE tenant_id = ANY ($1)', loose],
  ['SELECT * FROM orders.sales WHERE tenant_id = $1 OR sale_id = $2', loose],
  ['SELECT * FROM orders.sales WHERE tenant_id <> $1', loose],
  ['SELECT sale_id FROM orders.sales LIMIT 10 FOR UPDATE SKIP LOCKED', loose],
  [
    'SELECT * FROM orders.sales s JOIN orders.sale_lines l USING (sale_id) WHERE s.tenant_id = $1',
    looseLines,
  ],
  [
    'SELECT * FROM orders.sales s WHERE s.tenant_id = $1 AND EXISTS (SELECT FROM orders.sale_lines l WHERE l.sale_id = s.sale_id)',
    looseLines,
  ],
  [
    'SELECT * FROM (SELECT tenant_id FROM orders.sales UNION ALL SELECT tenant_id FROM orders.sale_lines WHERE tenant_id = $1) a',
    loose,
  ],
  ['INSERT INTO orders.sales (sale_id) VALUES ($1)', loose],
  ['UPDATE orders.sales SET note = $1', loose],
  ['DELETE FROM orders.sales WHERE sale_id = $1', loose],
  [
    'INSERT INTO orders.sales (tenant_id) SELECT $1 FROM unnest($2::int[])',
    'orders.sales is filled by INSERT … SELECT, which becomes a COPY',
  ],
  [
    'INSERT INTO orders.outbox (tenant_id) VALUES ($1)',
    'orders.outbox is given the number of a transaction of the coordinator',
  ],
  [
    'SELECT pg_snapshot_xmin(pg_current_snapshot())',
    'pg_snapshot_xmin is asked of the coordinator, whose numbers are others',
  ],
  [
    'SELECT pg_advisory_xact_lock($1)',
    'pg_advisory_xact_lock holds a lock across tenants, or of the coordinator alone',
  ],
])('one node cannot: %s', (sql, flaw) => {
  expect(judge(sql)).toEqual([flaw]);
});

const functionOf = (body: string, firstArgument = 'p_tenant uuid', name = 'orders.f') => ({
  name,
  firstArgument,
  signature: `${name}(uuid)`,
  isTrigger: false,
  definition: `CREATE FUNCTION ${name}(${firstArgument}) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE v_one record; v_tenant uuid; BEGIN ${body} END $$`,
});
const known = { distributed, numbered, callable: new Set(['orders.g']) };
const seek = 'SELECT * INTO v_one FROM orders.sales';

test.each([
  [functionOf(`${seek} WHERE tenant_id = p_tenant;`), []],
  [functionOf('INSERT INTO orders.outbox (tenant_id) SELECT p_tenant;'), []],
  [functionOf('PERFORM orders.g(p_tenant);'), []],
  [functionOf(`${seek};`), [loose]],
  [functionOf(`IF EXISTS (${seek.replace(' INTO v_one', '')}) THEN RETURN; END IF;`), [loose]],
  [functionOf('PERFORM orders.h(1);'), ["it calls orders.h, which is not one tenant's"]],
  [functionOf('', 'p_id uuid'), ['its first argument is not the tenant']],
  [
    functionOf(
      `PERFORM set_config('app.tenant_id', v_tenant::text, true);
       ${seek} WHERE tenant_id = v_tenant;`,
      'p_tenants uuid[]',
      'orders.untold_tenants',
    ),
    ['set_config does not travel to the nodes'],
  ],
])('a function is judged by what it does: %#', (one, flaws) => {
  expect(judgeFunction(one, known)).toEqual(flaws);
});
