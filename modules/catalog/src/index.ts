/** Catalog: what a shop sells, and what a price means. */
import { catalog } from '@evertill/contract';
import { answer, on } from '@evertill/kernel';
import type { Answer, Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { addBarcode } from './add-barcode.ts';
import { archiveProduct } from './archive-product.ts';
import { changeCategory } from './change-category.ts';
import { changeProduct } from './change-product.ts';
import { changeUnit } from './change-unit.ts';
import { createCategory } from './create-category.ts';
import { createProduct } from './create-product.ts';
import { createUnit } from './create-unit.ts';
import { currentPriceBook } from './current-price-book.ts';
import { deleteCategory } from './delete-category.ts';
import { deleteUnit } from './delete-unit.ts';
import { exportProducts } from './file/export-products.ts';
import { importProducts } from './file/import-products.ts';
import { findBarcodeImage, findQrCodeImage } from './find-barcode-image.ts';
import { findCategory } from './find-category.ts';
import { findPriceBook } from './find-price-book.ts';
import { findProduct } from './find-product.ts';
import { findUnit } from './find-unit.ts';
import { hearAverages } from './hear-averages.ts';
import { knownProducts } from './known-products.ts';
import { listBarcodes } from './list-barcodes.ts';
import { listCategories } from './list-categories.ts';
import { listProducts } from './list-products.ts';
import { listUnits } from './list-units.ts';
import { archiveCoupon } from './promotions/archive-coupon.ts';
import { archivePromotion } from './promotions/archive-promotion.ts';
import { changeCoupon } from './promotions/change-coupon.ts';
import { changePromotion } from './promotions/change-promotion.ts';
import { createCoupon } from './promotions/create-coupon.ts';
import { createPromotion } from './promotions/create-promotion.ts';
import { findPromotion } from './promotions/find-promotion.ts';
import { findPromotionSet } from './promotions/find-promotion-set.ts';
import { listCoupons } from './promotions/list-coupons.ts';
import { listPromotions } from './promotions/list-promotions.ts';
import { publishedSet } from './promotions/published-set.ts';
import { quoteProducts } from './quote-products.ts';
import { removeBarcode } from './remove-barcode.ts';
import { replaceCategory } from './replace-category.ts';
import { replaceProduct } from './replace-product.ts';
import { replaceUnit } from './replace-unit.ts';
import { scanProduct } from './scan-product.ts';
import { findSnapshot } from './sync/find-snapshot.ts';
import { pull } from './sync/pull.ts';
import { snapshots } from './sync/snapshots.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'catalog',
  folder: new URL('../migrations/', import.meta.url),
};

export function catalogModule(surroundings: Surroundings): Module {
  const kept = snapshots(surroundings);
  return {
    name: 'catalog',
    answers: [
      ...productAnswers(surroundings),
      ...groupAnswers(surroundings),
      ...promotionAnswers(surroundings),
      answer(catalog.currentPriceBook, currentPriceBook(surroundings)),
      answer(catalog.findPriceBook, findPriceBook(surroundings)),
      answer(catalog.pull, pull(surroundings)),
      answer(catalog.findSnapshot, findSnapshot(kept)),
      answer(catalog.importProducts, importProducts(surroundings)),
      answer(catalog.exportProducts, exportProducts(surroundings)),
    ],
    reactions: [on('inventory.cost_averaged', hearAverages)],
    chores: [{ name: 'snapshot', everyMs: 60_000, run: kept.renew }],
  };
}

function productAnswers(surroundings: Surroundings): readonly Answer[] {
  return [
    answer(catalog.listProducts, listProducts(surroundings)),
    answer(catalog.createProduct, createProduct(surroundings)),
    answer(catalog.scanProduct, scanProduct(surroundings)),
    answer(catalog.findProduct, findProduct(surroundings)),
    answer(catalog.changeProduct, changeProduct(surroundings)),
    answer(catalog.replaceProduct, replaceProduct(surroundings)),
    answer(catalog.archiveProduct, archiveProduct(surroundings)),
    answer(catalog.listBarcodes, listBarcodes(surroundings)),
    answer(catalog.addBarcode, addBarcode(surroundings)),
    answer(catalog.removeBarcode, removeBarcode(surroundings)),
    answer(catalog.findBarcodeImage, findBarcodeImage(surroundings)),
    answer(catalog.findQrCodeImage, findQrCodeImage(surroundings)),
    answer(catalog.knownProducts, knownProducts(surroundings)),
    answer(catalog.quoteProducts, quoteProducts(surroundings)),
  ];
}

function groupAnswers(surroundings: Surroundings): readonly Answer[] {
  return [
    answer(catalog.listCategories, listCategories(surroundings)),
    answer(catalog.createCategory, createCategory(surroundings)),
    answer(catalog.findCategory, findCategory(surroundings)),
    answer(catalog.changeCategory, changeCategory(surroundings)),
    answer(catalog.replaceCategory, replaceCategory(surroundings)),
    answer(catalog.deleteCategory, deleteCategory(surroundings)),
    answer(catalog.listUnits, listUnits(surroundings)),
    answer(catalog.createUnit, createUnit(surroundings)),
    answer(catalog.findUnit, findUnit(surroundings)),
    answer(catalog.changeUnit, changeUnit(surroundings)),
    answer(catalog.replaceUnit, replaceUnit(surroundings)),
    answer(catalog.deleteUnit, deleteUnit(surroundings)),
  ];
}

function promotionAnswers(surroundings: Surroundings): readonly Answer[] {
  return [
    answer(catalog.listPromotions, listPromotions(surroundings)),
    answer(catalog.createPromotion, createPromotion(surroundings)),
    answer(catalog.findPromotion, findPromotion(surroundings)),
    answer(catalog.changePromotion, changePromotion(surroundings)),
    answer(catalog.archivePromotion, archivePromotion(surroundings)),
    answer(catalog.listCoupons, listCoupons(surroundings)),
    answer(catalog.createCoupon, createCoupon(surroundings)),
    answer(catalog.changeCoupon, changeCoupon(surroundings)),
    answer(catalog.archiveCoupon, archiveCoupon(surroundings)),
    answer(catalog.findPromotionSet, findPromotionSet(surroundings)),
    answer(catalog.publishedSet, publishedSet(surroundings)),
  ];
}
