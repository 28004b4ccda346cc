/** Customers, a page at a time. No more is opened than the page shows. */
import type { InputOf, customers } from '@evertill/contract';
import { normalPhone } from '@evertill/domain';
import { readPage, whenGiven } from '@evertill/kernel';
import type { ListSource, TenantUseCase } from '@evertill/kernel';
import { emailMark, phoneMark, searchMarks } from './blind-index.ts';
import type { Mark } from './blind-index.ts';
import { customerColumns, customerSource } from './customer-store.ts';
import type { CustomerRow } from './customer-store.ts';
import { listedView } from './customer-view.ts';
import type { Needs } from './needs.ts';
import { currencyOf } from './shop-currency.ts';
import type { Keys } from './shop-keys.ts';

type Query = InputOf<typeof customers.listCustomers>;
type Condition = ListSource['where'][number];

const customerList = {
  from: customerSource,
  columns: customerColumns,
  tenantColumn: 'c.tenant_id',
  orderings: { created_at: { sql: 'c.created_at', type: 'timestamptz' } },
  tieBreak: { sql: 'c.customer_id', type: 'uuid' },
  defaultOrdering: '-created_at',
} satisfies Omit<ListSource, 'where'>;

const statusSql: Readonly<Record<NonNullable<Query['status']>, string>> = {
  ACTIVE: 'c.archived_at IS NULL AND c.erased_at IS NULL',
  ARCHIVED: 'c.archived_at IS NOT NULL AND c.erased_at IS NULL',
  ERASED: 'c.erased_at IS NOT NULL',
};

export function listCustomers(needs: Needs): TenantUseCase<typeof customers.listCustomers> {
  return async (context, query) => {
    const keys = await needs.shopKeys.of(context);
    const currency = await currencyOf(needs, context);
    const where: Condition[] = [
      [statusSql[query.status ?? 'ACTIVE'], undefined],
      whenGiven('c.marketing_opt_in = ?', query.marketingOptIn),
      ...marksAsked(keys, currency, query).map(hasMark),
    ];
    // Names hold letters: what has none but was searched for is found nowhere.
    if (query.search !== undefined && where.length === 2) where.push(['false', undefined]);
    const page = await needs.database.read(context, (tx) =>
      readPage(tx, { ...customerList, where }, query),
    );
    const opening = { keys, tenantId: context.tenantId };
    return {
      items: page.rows.map((row) => listedView(needs, row as CustomerRow, opening)),
      totalCount: page.totalCount,
      nextCursor: page.nextCursor,
    };
  };
}

function marksAsked(keys: Keys, currency: string, query: Query): readonly Mark[] {
  const { search, phone, email } = query;
  return [
    ...(phone === undefined ? [] : [phoneMark(keys, phone, currency)]),
    ...(email === undefined ? [] : [emailMark(keys, email)]),
    ...(search === undefined ? [] : searched(keys, currency, search)),
  ];
}

function searched(keys: Keys, currency: string, search: string): readonly Mark[] {
  if (search.includes('@')) return [emailMark(keys, search)];
  if (normalPhone(search, currency) !== undefined) return [phoneMark(keys, search, currency)];
  return searchMarks(keys, search);
}

function hasMark({ kind, mark }: Mark): Condition {
  return [
    `c.customer_id IN (SELECT b.customer_id FROM customers.blind_index b
      WHERE b.tenant_id = c.tenant_id AND b.kind = '${kind}' AND b.mark = ?)`,
    mark,
  ];
}
