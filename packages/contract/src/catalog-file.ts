/** What the commands `import` and `export` ask of the catalogue: products by the hundred. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { oversellPolicies, productFields } from './catalog-products.ts';
import { operation } from './operation.ts';
import { positiveDecimal, text, whole } from './wire-types.ts';

const categoryName = text(100, 1).nullable();
const unitName = text(50, 1).nullable();

/** A line of a file. A field that is not there leaves a known product as it is. */
export const importRow = z.strictObject({
  line: whole(1),
  sku: productFields.sku,
  name: productFields.name,
  price: productFields.price,
  barcode: productFields.barcode.optional(),
  description: productFields.description.optional(),
  category: categoryName.optional(),
  unit: unitName.optional(),
  cost: productFields.cost.optional(),
  taxCode: productFields.taxCode.optional(),
  minQuantity: productFields.minQuantity.optional(),
  oversellPolicy: z.enum(oversellPolicies).optional(),
  isActive: z.boolean().optional(),
});
export type ImportRow = z.infer<typeof importRow>;

const importedRow = z.strictObject({
  line: whole(1),
  outcome: z.enum(['CREATED', 'CHANGED', 'UNCHANGED', 'REFUSED']),
  /** Why it was refused: the field in wire names, and what is wrong with it. */
  flaws: z.array(z.strictObject({ field: z.string(), message: z.string() })),
});
export type ImportedRow = z.infer<typeof importedRow>;

const exportRow = z.strictObject({
  sku: productFields.sku,
  name: productFields.name,
  price: positiveDecimal(),
  barcode: productFields.barcode,
  description: productFields.description,
  category: categoryName,
  unit: unitName,
  cost: positiveDecimal().nullable(),
  taxCode: productFields.taxCode,
  minQuantity: positiveDecimal(),
  oversellPolicy: z.enum(oversellPolicies),
  isActive: z.boolean(),
});
export type ExportRow = z.infer<typeof exportRow>;

const reason = text(500, 1);

export const fileOperations = {
  importProducts: operation({
    name: 'catalog.importProducts',
    summary: 'Makes or changes the products of some lines of a file, by SKU, in one transaction.',
    access: { kind: 'peer' },
    input: z.strictObject({
      rows: z.array(importRow).min(1).max(limits.IMPORT_ROWS_MAX),
      /** Judges the lines and keeps nothing. */
      isDryRun: z.boolean(),
      reason,
    }),
    output: z.strictObject({ rows: z.array(importedRow) }),
    timeoutMs: 60_000,
    refusals: ['input_invalid', 'unavailable'],
  }),
  exportProducts: operation({
    name: 'catalog.exportProducts',
    summary: 'Products with all that an import takes, in the order of their SKUs.',
    access: { kind: 'peer' },
    input: z.strictObject({
      /** The last SKU of the page before; the first page is told to the audit. */
      after: productFields.sku.nullable(),
      limit: whole(1, limits.LIST_LIMIT_MAX),
      reason,
    }),
    /** How many there are in all is said with the first page. */
    output: z.strictObject({ rows: z.array(exportRow), totalCount: whole(0).nullable() }),
    timeoutMs: 60_000,
    refusals: ['input_invalid'],
  }),
};
