/** Operations of the module catalog: products, groups, price books, promotions, what is pulled. */
import { fileOperations } from './catalog-file.ts';
import { groupOperations } from './catalog-groups.ts';
import { priceBookOperations } from './catalog-price-books.ts';
import { productOperations } from './catalog-products.ts';
import { promotionOperations } from './promotions.ts';
import { pullOperations } from './pull.ts';

export type { ExportRow, ImportRow, ImportedRow } from './catalog-file.ts';
export { importRow } from './catalog-file.ts';
export type { CategoryView, UnitView } from './catalog-groups.ts';
export { priceBookView } from './catalog-price-books.ts';
export type { PriceBookView } from './catalog-price-books.ts';
export { productView } from './catalog-products.ts';
export type { NewProduct, ProductView } from './catalog-products.ts';

export const catalog = {
  ...productOperations,
  ...groupOperations,
  ...priceBookOperations,
  ...promotionOperations,
  ...pullOperations,
  ...fileOperations,
};
