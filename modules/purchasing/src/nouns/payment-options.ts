/** Payment options: their columns and their view; the list; the one that is meant by default. */
import type { NewPaymentOption, PaymentOptionView, purchasing } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Row, Surroundings, TenantUseCase, Transaction } from '@evertill/kernel';
import type { PlainNoun } from './plain-noun.ts';

export const paymentOptionNoun: PlainNoun<NewPaymentOption, PaymentOptionView> = {
  table: 'purchasing.payment_options',
  idColumn: 'payment_option_id',
  columns: 'name, description',
  modelName: 'PaymentOption',
  word: 'PAYMENT_OPTION',
  fieldOf: { payment_options_name_key: 'name' },
  blankOf: () => ({ description: '' }),
  valuesOf: ({ name, description }, before) => ({
    name: name ?? before['name'],
    description: description ?? before['description'],
  }),
  viewOf: (row) => ({
    paymentOptionId: row['payment_option_id'] as string,
    name: row['name'] as string,
    description: row['description'] as string,
    createdAt: (row['created_at'] as Date).toISOString(),
  }),
};

export function listPaymentOptions({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listPaymentOptions> {
  return async (context, query) => {
    const source = {
      from: 'purchasing.payment_options',
      columns: 'payment_option_id, name, description, created_at',
      tenantColumn: 'tenant_id',
      where: [whenGiven('name ILIKE ?', searchPattern(query.search))],
      orderings: {
        name: { sql: 'name', type: 'text' },
        created_at: { sql: 'created_at', type: 'timestamptz' },
      },
      tieBreak: { sql: 'payment_option_id', type: 'uuid' },
      defaultOrdering: 'name',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row: Row) => paymentOptionNoun.viewOf(row)) };
  };
}

/** The one that is called Cash, else the shop's first; null where it has none. */
export async function defaultPaymentOption(tx: Transaction): Promise<string | null> {
  const [row] = await tx.query<{ payment_option_id: string }>(
    `SELECT payment_option_id FROM purchasing.payment_options WHERE tenant_id = $1
     ORDER BY lower(name) = 'cash' DESC, created_at, payment_option_id LIMIT 1`,
    [tx.tenantId],
  );
  return row?.payment_option_id ?? null;
}
