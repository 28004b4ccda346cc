/** Operations on what a shop spends beside its goods, and the categories of it. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { day, decimal, instant, longText, positiveDecimal, text, uuid } from './wire-types.ts';

const expenseCategoryView = z.strictObject({
  expenseCategoryId: uuid(),
  name: text(100, 1),
  description: longText(1000),
  createdAt: instant(),
});
export type ExpenseCategoryView = z.infer<typeof expenseCategoryView>;

const expenseView = z.strictObject({
  expenseId: uuid(),
  expenseCategory: uuid(),
  paymentOption: uuid().nullable(),
  name: text(150, 1),
  amount: decimal(),
  currency: text(3),
  expenseDate: day(),
  description: longText(1000),
  createdAt: instant(),
});
export type ExpenseView = z.infer<typeof expenseView>;

const newCategory = z.strictObject({
  expenseCategoryId: uuid().optional(),
  userClient: uuid().optional(),
  name: text(100, 1),
  description: longText(1000).optional(),
});
export type NewExpenseCategory = z.infer<typeof newCategory>;

const newExpense = z.strictObject({
  expenseId: uuid().optional(),
  userClient: uuid().optional(),
  expenseCategory: uuid(),
  paymentOption: uuid().nullable().optional(),
  name: text(150, 1),
  amount: positiveDecimal(),
  expenseDate: day().optional(),
  description: longText(1000).optional(),
});
export type NewExpense = z.infer<typeof newExpense>;

const oneCategory = z.strictObject({ expenseCategoryId: uuid() });
const oneExpense = z.strictObject({ expenseId: uuid() });
const manage = { kind: 'user', capability: 'expense_manage' } as const;

const CATEGORY = '/api/expensecategories/{expense_category_id}/';
const EXPENSE = '/api/expenses/{expense_id}/';

const categories = {
  listExpenseCategories: operation({
    name: 'purchasing.listExpenseCategories',
    http: { method: 'GET', path: '/api/expensecategories/' },
    summary: 'Categories of expenses.',
    access: manage,
    input: listQuery(['name', 'created_at'], { search: text(100).optional() }),
    output: listOf(expenseCategoryView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createExpenseCategory: operation({
    name: 'purchasing.createExpenseCategory',
    http: { method: 'POST', path: '/api/expensecategories/', success: 201 },
    summary: 'A new category of expenses.',
    access: manage,
    ownId: 'expenseCategoryId',
    input: newCategory,
    output: expenseCategoryView,
    refusals: ['input_invalid', 'id_reused', 'name_taken', 'tenant_mismatch'],
  }),
  findExpenseCategory: operation({
    name: 'purchasing.findExpenseCategory',
    http: { method: 'GET', path: CATEGORY },
    summary: 'One category of expenses.',
    access: manage,
    input: oneCategory,
    output: expenseCategoryView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeExpenseCategory: operation({
    name: 'purchasing.changeExpenseCategory',
    http: { method: 'PATCH', path: CATEGORY },
    summary: 'Change some fields of a category of expenses.',
    access: manage,
    input: newCategory.partial().extend({ expenseCategoryId: uuid() }),
    output: expenseCategoryView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'tenant_mismatch'],
  }),
  replaceExpenseCategory: operation({
    name: 'purchasing.replaceExpenseCategory',
    http: { method: 'PUT', path: CATEGORY },
    summary: 'Change a category of expenses; the name is required.',
    access: manage,
    input: newCategory.extend({ expenseCategoryId: uuid() }),
    output: expenseCategoryView,
    refusals: ['input_invalid', 'not_found', 'name_taken', 'tenant_mismatch'],
  }),
  deleteExpenseCategory: operation({
    name: 'purchasing.deleteExpenseCategory',
    http: { method: 'DELETE', path: CATEGORY, success: 204 },
    summary: 'Delete a category that no expense is in.',
    access: manage,
    input: oneCategory,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'in_use'],
  }),
};

const changing = ['input_invalid', 'not_found', 'amount_invalid', 'tenant_mismatch'] as const;

const expenses = {
  listExpenses: operation({
    name: 'purchasing.listExpenses',
    http: { method: 'GET', path: '/api/expenses/' },
    summary: 'Expenses.',
    access: manage,
    input: listQuery(['created_at', 'expense_date', 'amount', 'name'], {
      search: text(100).optional(),
      expenseCategory: uuid().optional(),
      paymentOption: uuid().optional(),
      startDate: day().optional(),
      endDate: day().optional(),
    }),
    output: listOf(expenseView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  createExpense: operation({
    name: 'purchasing.createExpense',
    http: { method: 'POST', path: '/api/expenses/', success: 201 },
    summary: 'A new expense, of today where no day is named.',
    access: manage,
    ownId: 'expenseId',
    input: newExpense,
    output: expenseView,
    refusals: [...changing, 'id_reused'],
  }),
  findExpense: operation({
    name: 'purchasing.findExpense',
    http: { method: 'GET', path: EXPENSE },
    summary: 'One expense.',
    access: manage,
    input: oneExpense,
    output: expenseView,
    refusals: ['input_invalid', 'not_found'],
  }),
  changeExpense: operation({
    name: 'purchasing.changeExpense',
    http: { method: 'PATCH', path: EXPENSE },
    summary: 'Change some fields of an expense.',
    access: manage,
    input: newExpense.partial().extend({ expenseId: uuid() }),
    output: expenseView,
    refusals: changing,
  }),
  replaceExpense: operation({
    name: 'purchasing.replaceExpense',
    http: { method: 'PUT', path: EXPENSE },
    summary: 'Change an expense; category, name and amount are required.',
    access: manage,
    input: newExpense.extend({ expenseId: uuid() }),
    output: expenseView,
    refusals: changing,
  }),
  deleteExpense: operation({
    name: 'purchasing.deleteExpense',
    http: { method: 'DELETE', path: EXPENSE, success: 204 },
    summary: 'Delete an expense. The audit keeps what it was.',
    access: manage,
    input: oneExpense,
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found'],
  }),
};

export const expenseOperations = { ...categories, ...expenses };
