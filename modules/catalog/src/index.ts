/** Catalog: what a shop sells, and what a price means. */
import { catalog } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { changeProduct } from './change-product.ts';
import { createCategory } from './create-category.ts';
import { createProduct } from './create-product.ts';
import { createUnit } from './create-unit.ts';
import { currentPriceBook } from './current-price-book.ts';
import { findPriceBook } from './find-price-book.ts';
import { findProduct } from './find-product.ts';
import { knownProducts } from './known-products.ts';
import { listCategories } from './list-categories.ts';
import { listProducts } from './list-products.ts';
import { listUnits } from './list-units.ts';
import { quoteProducts } from './quote-products.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'catalog',
  folder: new URL('../migrations/', import.meta.url),
};

export function catalogModule(surroundings: Surroundings): Module {
  return {
    name: 'catalog',
    answers: [
      answer(catalog.listProducts, listProducts(surroundings)),
      answer(catalog.createProduct, createProduct(surroundings)),
      answer(catalog.findProduct, findProduct(surroundings)),
      answer(catalog.changeProduct, changeProduct(surroundings)),
      answer(catalog.listCategories, listCategories(surroundings)),
      answer(catalog.createCategory, createCategory(surroundings)),
      answer(catalog.listUnits, listUnits(surroundings)),
      answer(catalog.createUnit, createUnit(surroundings)),
      answer(catalog.currentPriceBook, currentPriceBook(surroundings)),
      answer(catalog.findPriceBook, findPriceBook(surroundings)),
      answer(catalog.knownProducts, knownProducts(surroundings)),
      answer(catalog.quoteProducts, quoteProducts(surroundings)),
    ],
    reactions: [],
  };
}
