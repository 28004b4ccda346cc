/** The answers about plain nouns, listed by hand. */
import { purchasing } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer, Surroundings } from '@evertill/kernel';
import { expenseCategoryNoun, listExpenseCategories } from './expense-categories.ts';
import { expenseNoun, listExpenses } from './expenses.ts';
import { listPaymentOptions, paymentOptionNoun } from './payment-options.ts';
import { changePlain, createPlain, deletePlain, findPlain } from './plain-noun.ts';
import { listSuppliers, supplierNoun } from './suppliers.ts';

export function nounAnswers(surroundings: Surroundings): readonly Answer[] {
  return [
    ...supplierAnswers(surroundings),
    ...optionAnswers(surroundings),
    ...categoryAnswers(surroundings),
    ...expenseAnswers(surroundings),
  ];
}

function supplierAnswers(surroundings: Surroundings): readonly Answer[] {
  const find = findPlain(surroundings, supplierNoun);
  const create = createPlain(surroundings, supplierNoun, ({ supplierId }) => supplierId);
  const change = changePlain(surroundings, supplierNoun, ({ supplierId }) => supplierId);
  const remove = deletePlain(surroundings, supplierNoun);
  return [
    answer(purchasing.listSuppliers, listSuppliers(surroundings)),
    answer(purchasing.createSupplier, create),
    answer(purchasing.findSupplier, (context, { supplierId }) => find(context, supplierId)),
    answer(purchasing.changeSupplier, change),
    answer(purchasing.replaceSupplier, change),
    answer(purchasing.deleteSupplier, (context, { supplierId }) => remove(context, supplierId)),
  ];
}

function optionAnswers(surroundings: Surroundings): readonly Answer[] {
  const find = findPlain(surroundings, paymentOptionNoun);
  const create = createPlain(surroundings, paymentOptionNoun, (one) => one.paymentOptionId);
  const change = changePlain(surroundings, paymentOptionNoun, (one) => one.paymentOptionId);
  const remove = deletePlain(surroundings, paymentOptionNoun);
  return [
    answer(purchasing.listPaymentOptions, listPaymentOptions(surroundings)),
    answer(purchasing.createPaymentOption, create),
    answer(purchasing.findPaymentOption, (context, { paymentOptionId }) =>
      find(context, paymentOptionId),
    ),
    answer(purchasing.changePaymentOption, change),
    answer(purchasing.replacePaymentOption, change),
    answer(purchasing.deletePaymentOption, (context, { paymentOptionId }) =>
      remove(context, paymentOptionId),
    ),
  ];
}

function categoryAnswers(surroundings: Surroundings): readonly Answer[] {
  const find = findPlain(surroundings, expenseCategoryNoun);
  const create = createPlain(surroundings, expenseCategoryNoun, (one) => one.expenseCategoryId);
  const change = changePlain(surroundings, expenseCategoryNoun, (one) => one.expenseCategoryId);
  const remove = deletePlain(surroundings, expenseCategoryNoun);
  return [
    answer(purchasing.listExpenseCategories, listExpenseCategories(surroundings)),
    answer(purchasing.createExpenseCategory, create),
    answer(purchasing.findExpenseCategory, (context, { expenseCategoryId }) =>
      find(context, expenseCategoryId),
    ),
    answer(purchasing.changeExpenseCategory, change),
    answer(purchasing.replaceExpenseCategory, change),
    answer(purchasing.deleteExpenseCategory, (context, { expenseCategoryId }) =>
      remove(context, expenseCategoryId),
    ),
  ];
}

function expenseAnswers(surroundings: Surroundings): readonly Answer[] {
  const find = findPlain(surroundings, expenseNoun);
  const create = createPlain(surroundings, expenseNoun, ({ expenseId }) => expenseId);
  const change = changePlain(surroundings, expenseNoun, ({ expenseId }) => expenseId);
  const remove = deletePlain(surroundings, expenseNoun);
  return [
    answer(purchasing.listExpenses, listExpenses(surroundings)),
    answer(purchasing.createExpense, create),
    answer(purchasing.findExpense, (context, { expenseId }) => find(context, expenseId)),
    answer(purchasing.changeExpense, change),
    answer(purchasing.replaceExpense, change),
    answer(purchasing.deleteExpense, (context, { expenseId }) => remove(context, expenseId)),
  ];
}
