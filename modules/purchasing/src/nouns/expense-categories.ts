/** Categories of expenses: their columns and their view; the list. */
import type { ExpenseCategoryView, NewExpenseCategory, purchasing } from '@evertill/contract';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Row, Surroundings, TenantUseCase } from '@evertill/kernel';
import type { PlainNoun } from './plain-noun.ts';

export const expenseCategoryNoun: PlainNoun<NewExpenseCategory, ExpenseCategoryView> = {
  table: 'purchasing.expense_categories',
  idColumn: 'expense_category_id',
  columns: 'name, description',
  modelName: 'ExpenseCategory',
  word: 'EXPENSE_CATEGORY',
  fieldOf: { expense_categories_name_key: 'name' },
  blankOf: () => ({ description: '' }),
  valuesOf: ({ name, description }, before) => ({
    name: name ?? before['name'],
    description: description ?? before['description'],
  }),
  viewOf: (row) => ({
    expenseCategoryId: row['expense_category_id'] as string,
    name: row['name'] as string,
    description: row['description'] as string,
    createdAt: (row['created_at'] as Date).toISOString(),
  }),
};

export function listExpenseCategories({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listExpenseCategories> {
  return async (context, query) => {
    const source = {
      from: 'purchasing.expense_categories',
      columns: 'expense_category_id, name, description, created_at',
      tenantColumn: 'tenant_id',
      where: [whenGiven('name ILIKE ?', searchPattern(query.search))],
      orderings: {
        name: { sql: 'name', type: 'text' },
        created_at: { sql: 'created_at', type: 'timestamptz' },
      },
      tieBreak: { sql: 'expense_category_id', type: 'uuid' },
      defaultOrdering: 'name',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row: Row) => expenseCategoryNoun.viewOf(row)) };
  };
}
