/** The figures of a cash session, as its X and its Z say them. */
import { z } from 'zod';
import { tenderMethods } from './sale-body.ts';
import { currencyCode, decimal, text, whole } from './wire-types.ts';

/** The figures of a session, of its supplements, or of both. */
export const sessionFiguresView = z.strictObject({
  salesCount: whole(0),
  /** Before discounts. */
  grossTotal: decimal(),
  discountTotal: decimal(),
  taxTotal: decimal(),
  roundingTotal: decimal(),
  /** What customers owed: after discounts, with tax, with the rounding of cash. */
  salesTotal: decimal(),
  refundsCount: whole(0),
  refundsTotal: decimal(),
  refundsTax: decimal(),
  voidsCount: whole(0),
  voidsTotal: decimal(),
  voidsTax: decimal(),
  /** Sales less refunds and voids. */
  netTotal: decimal(),
  netTax: decimal(),
  changeTotal: decimal(),
  payInsCount: whole(0),
  payInsTotal: decimal(),
  payOutsCount: whole(0),
  payOutsTotal: decimal(),
  /** How often the drawer was opened without a sale. */
  noSalesCount: whole(0),
  /** By how much the drawer holds more than before of the shop's own currency. */
  cashTotal: decimal(),
  tenders: z.array(
    z.strictObject({
      method: z.enum(tenderMethods),
      received: decimal(),
      change: decimal(),
      returned: decimal(),
      kept: decimal(),
    }),
  ),
  /**
   * Cash of other currencies, which lies in the drawer as it was handed over. What it was taken for
   * is in the tenders, and not in `cash_total`. Absent where there was none.
   */
  foreignCash: z
    .array(z.strictObject({ currency: currencyCode(), received: decimal(), worth: decimal() }))
    .optional(),
  /** Sales less refunds and voids, by tax code. */
  taxes: z.array(z.strictObject({ taxCode: text(32), total: decimal(), tax: decimal() })),
  firstReceipt: text(40).nullable(),
  lastReceipt: text(40).nullable(),
  /** Sales, refunds and movements that a person should look at. */
  flaggedCount: whole(0),
});

/**
 * The same while the session is open. Whoever is to count blind sees what happened, what was paid
 * by other means than cash, and what was put in and taken out; and nothing that the cash in the
 * drawer, or a sum that it is a part of, could be read from.
 */
export const openFiguresView = sessionFiguresView.extend({
  grossTotal: decimal().nullable(),
  discountTotal: decimal().nullable(),
  taxTotal: decimal().nullable(),
  roundingTotal: decimal().nullable(),
  salesTotal: decimal().nullable(),
  refundsTotal: decimal().nullable(),
  refundsTax: decimal().nullable(),
  voidsTotal: decimal().nullable(),
  voidsTax: decimal().nullable(),
  netTotal: decimal().nullable(),
  netTax: decimal().nullable(),
  changeTotal: decimal().nullable(),
  cashTotal: decimal().nullable(),
  taxes: sessionFiguresView.shape.taxes.nullable(),
});
