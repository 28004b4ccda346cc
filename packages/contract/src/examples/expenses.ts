/** One example of each operation of expenses and their categories, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const newCategory = { name: 'Rent', description: 'Shop and storeroom' };

const category = {
  expense_category_id: ids.expenseCategory,
  ...newCategory,
  created_at: '2026-01-31T12:00:00Z',
};

const newExpense = {
  expense_category: ids.expenseCategory,
  payment_option: ids.paymentOption,
  name: 'Rent of January',
  amount: '25000.00',
  expense_date: '2026-01-31',
};

const expense = {
  expense_id: ids.expense,
  ...newExpense,
  currency: 'KES',
  description: '',
  created_at: '2026-01-31T12:00:00Z',
};

export const expensesExamples: Examples = {
  'purchasing.listExpenseCategories': {
    request: { limit: 50, ordering: '-created_at', search: 'rent' },
    response: [category],
  },
  'purchasing.createExpenseCategory': { request: newCategory, response: category },
  'purchasing.findExpenseCategory': {
    request: { expense_category_id: ids.expenseCategory },
    response: category,
  },
  'purchasing.changeExpenseCategory': {
    request: { expense_category_id: ids.expenseCategory, name: 'Rents' },
    response: category,
  },
  'purchasing.replaceExpenseCategory': {
    request: { expense_category_id: ids.expenseCategory, ...newCategory },
    response: category,
  },
  'purchasing.deleteExpenseCategory': {
    request: { expense_category_id: ids.expenseCategory },
  },
  'purchasing.listExpenses': {
    request: { limit: 50, ordering: '-created_at', search: 'rent' },
    response: [expense],
  },
  'purchasing.createExpense': { request: newExpense, response: expense },
  'purchasing.findExpense': { request: { expense_id: ids.expense }, response: expense },
  'purchasing.changeExpense': {
    request: { expense_id: ids.expense, amount: '26000.00' },
    response: expense,
  },
  'purchasing.replaceExpense': {
    request: { expense_id: ids.expense, ...newExpense },
    response: expense,
  },
  'purchasing.deleteExpense': { request: { expense_id: ids.expense } },
};
