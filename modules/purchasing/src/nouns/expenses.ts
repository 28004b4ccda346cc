/** Expenses: their columns and their view; the list. */
import type { ExpenseView, NewExpense, purchasing } from '@evertill/contract';
import { decimalOf } from '@evertill/domain';
import { readPage, searchPattern, whenGiven } from '@evertill/kernel';
import type { Row, Surroundings, TenantUseCase } from '@evertill/kernel';
import { paidAmountOf } from '../amounts.ts';
import type { PlainNoun } from './plain-noun.ts';

// A date is read as text: the driver would make an instant of it.
const columns = `expense_category_id, payment_option_id, name, amount_minor, currency,
  expense_date::text AS expense_date, description`;

export const expenseNoun: PlainNoun<NewExpense, ExpenseView> = {
  table: 'purchasing.expenses',
  idColumn: 'expense_id',
  columns,
  modelName: 'Expense',
  word: 'EXPENSE',
  fieldOf: {
    expenses_category_fkey: 'expense_category',
    expenses_payment_option_fkey: 'payment_option',
  },
  blankOf: ({ currency, today }) => ({
    currency,
    payment_option_id: null,
    expense_date: today,
    description: '',
  }),
  valuesOf: (input, before) => {
    const { amount, paymentOption } = input;
    const currency = before['currency'] as string;
    return {
      currency,
      expense_category_id: input.expenseCategory ?? before['expense_category_id'],
      payment_option_id: paymentOption === undefined ? before['payment_option_id'] : paymentOption,
      name: input.name ?? before['name'],
      amount_minor:
        amount === undefined ? before['amount_minor'] : paidAmountOf('amount', amount, currency),
      expense_date: input.expenseDate ?? before['expense_date'],
      description: input.description ?? before['description'],
    };
  },
  viewOf: (row) => ({
    expenseId: row['expense_id'] as string,
    expenseCategory: row['expense_category_id'] as string,
    paymentOption: row['payment_option_id'] as string | null,
    name: row['name'] as string,
    amount: decimalOf(row['amount_minor'] as number, row['currency'] as string),
    currency: row['currency'] as string,
    expenseDate: row['expense_date'] as string,
    description: row['description'] as string,
    createdAt: (row['created_at'] as Date).toISOString(),
  }),
};

export function listExpenses({
  database,
}: Surroundings): TenantUseCase<typeof purchasing.listExpenses> {
  return async (context, query) => {
    const source = {
      from: 'purchasing.expenses e',
      columns: `expense_id, ${columns}, created_at`,
      tenantColumn: 'e.tenant_id',
      where: [
        whenGiven('(e.name ILIKE ? OR e.description ILIKE ?)', searchPattern(query.search)),
        whenGiven('e.expense_category_id = ?', query.expenseCategory),
        whenGiven('e.payment_option_id = ?', query.paymentOption),
        whenGiven('e.expense_date >= ?', query.startDate),
        whenGiven('e.expense_date <= ?', query.endDate),
      ],
      orderings: {
        created_at: { sql: 'e.created_at', type: 'timestamptz' },
        expense_date: { sql: 'e.expense_date', type: 'date' },
        amount: { sql: 'e.amount_minor', type: 'bigint' },
        name: { sql: 'e.name', type: 'text' },
      },
      tieBreak: { sql: 'e.expense_id', type: 'uuid' },
      defaultOrdering: '-created_at',
    };
    const { rows, ...page } = await database.read(context, (tx) => readPage(tx, source, query));
    return { ...page, items: rows.map((row: Row) => expenseNoun.viewOf(row)) };
  };
}
