/**
 * What registers copy of a shop, and how they keep the copy fresh: a snapshot first, then changes
 * since a cursor. Never with what anything costs.
 *
 * The answer has named sections, and the cursor one place for each module that knows some
 * (pull-parts.ts), so that others can join without a register noticing.
 */
import { z } from 'zod';
import { byteAnswer } from './byte-answer.ts';
import { categoryView, unitView } from './catalog-groups.ts';
import { priceBookView } from './catalog-price-books.ts';
import { productFields } from './catalog-products.ts';
import { limits } from './limits.ts';
import { operation } from './operation.ts';
import { promotionSetView } from './promotion-fields.ts';
import { customerSections, rateSheetSections, returnPolicySections } from './pull-parts.ts';
import { levelSections, pulledSections, settingsSections, staffSections } from './pull-parts.ts';
import { instant, text, uuid } from './wire-types.ts';

/** A product as a register needs it. */
export const pulledProduct = z.strictObject({
  productId: uuid(),
  name: productFields.name,
  sku: productFields.sku,
  /** The first is the one that the product shows. */
  barcodes: z.array(text(64, 1)),
  category: productFields.category,
  unit: productFields.unit,
  price: productFields.price,
  taxCode: productFields.taxCode,
  oversellPolicy: productFields.oversellPolicy,
  isActive: productFields.isActive,
  updatedAt: instant(),
});
export type PulledProduct = z.infer<typeof pulledProduct>;

export const pullOperations = {
  pull: operation({
    name: 'catalog.pull',
    http: { method: 'GET', load: 'sync', path: '/api/sync/pull/', registerKey: 'optional' },
    summary:
      'What changed since the cursor: each thing once, as it is now. Nothing is ever missed. ' +
      'The people of the shop, and who buys there, are told to an enrolled device, by its key.',
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({
      cursor: text(1000).optional(),
      limit: z.int().min(1).max(limits.LIST_LIMIT_MAX).optional(),
    }),
    output: z.strictObject({
      /** Where to go on; also when nothing changed. */
      cursor: text(1000, 1),
      /** There is more at once. Let a sale begin only when all of it is there. */
      hasMore: z.boolean(),
      products: z.array(pulledProduct),
      deletedProducts: z.array(uuid()),
      categories: z.array(categoryView),
      deletedCategories: z.array(uuid()),
      units: z.array(unitView),
      deletedUnits: z.array(uuid()),
      /** The one in force, when another is in force than before; else null. */
      priceBook: priceBookView.nullable(),
      /** The promotions in force, when others are in force than before; else null. */
      promotionSet: promotionSetView.nullable(),
      ...settingsSections,
      ...staffSections,
      ...levelSections,
      ...customerSections,
      ...returnPolicySections,
      ...rateSheetSections,
      /** Not told this time, and nothing of them skipped: a later pull goes on where they were. */
      sectionsMissing: z.array(z.enum(pulledSections)),
    }),
    refusals: ['input_invalid', 'register_key_invalid'],
  }),
  findSnapshot: operation({
    name: 'catalog.findSnapshot',
    http: {
      method: 'GET',
      load: 'sync',
      path: '/api/sync/snapshot/',
      produces: 'application/vnd.evertill.catalog',
    },
    summary: "The whole catalogue for a register's first load, with the cursor to pull from.",
    access: { kind: 'user', capability: 'catalog_view' },
    input: z.strictObject({}),
    output: byteAnswer,
    timeoutMs: 60_000,
    refusals: [],
  }),
};
