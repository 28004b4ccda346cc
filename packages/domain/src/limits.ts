/**
 * Everything has a limit, and the limits live together because they hold only together: whatever
 * `checkOrder` lets through stays a safe integer at every step. `limits.test.ts` holds them to it.
 *
 * The order's total bounds what is booked; the line's bounds the sum before that can be known.
 */

/** Real wholesale invoices reach 1,100 lines. */
export const LINES_MAX = 2_000;

/** 100,000 pieces, or 100 tonnes weighed in kilograms. */
export const QUANTITY_MILLI_MAX = 100_000_000;

/** Forty thousand million in a currency with cents: a car priced in Iranian rial fits. */
export const UNIT_PRICE_MINOR_MAX = 4_000_000_000_000;
export const LINE_TOTAL_MINOR_MAX = 4_000_000_000_000;
export const ORDER_TOTAL_MINOR_MAX = 100_000_000_000_000;

export const TAX_COMPONENTS_MAX = 4;
/** 100 %. Four of them, compounded, multiply a price by sixteen. */
export const TAX_RATE_PPM_MAX = 1_000_000;
export const TAX_CODES_MAX = 200;
export const CASH_ROUNDING_MINOR_MAX = 1_000_000;
export const PRICE_BOOK_VERSION_MAX = Number.MAX_SAFE_INTEGER;

export const PAYMENTS_MAX = 50;
/** Someone may hand over far more than is due, though never more than an order may cost. */
export const TENDER_MINOR_MAX = ORDER_TOTAL_MINOR_MAX;

/** Other currencies that a shop takes in cash. */
export const FOREIGN_CURRENCIES_MAX = 20;
/** Nine million of the shop's units for one of another: a Kuwaiti dinar in Iranian rial fits. */
export const RATE_BILLIONTHS_MAX = 9_000_000_000_000_000;

/**
 * Where a sum of a cash session stands still. Nobody's drawer holds it, and a session must close
 * whatever was typed into it: nine such sums are an amount that can still be said on the wire.
 */
export const SESSION_SUM_MINOR_MAX = 100_000_000_000_000;
/** Kinds of coin and note in one count of a drawer. */
export const DENOMINATIONS_MAX = 50;

/** A thousand million pieces in one place: ten thousand of the largest lines. */
export const STOCK_MILLI_MAX = 1_000_000_000_000;

/** In force at a time. Each is looked at for every cart. */
export const PROMOTIONS_MAX = 200;
/** Products and categories that one promotion names. */
export const PROMOTION_TARGETS_MAX = 1_000;
export const COUPONS_MAX = 500;
export const COUPON_LENGTH_MAX = 32;
/** Pieces of one bundle, or of one group of buy and get. */
export const PROMOTION_PIECES_MAX = 1_000;
export const PROMOTION_PRIORITY_MAX = 1_000;
/** Coupons of one sale. */
export const SALE_COUPONS_MAX = 20;

export const TAX_CODE_LENGTH_MAX = 32;
export const TAX_NAME_LENGTH_MAX = 64;
export const SKU_LENGTH_MAX = 64;
export const BARCODE_LENGTH_MAX = 64;
export const NAME_LENGTH_MAX = 200;
export const REFERENCE_LENGTH_MAX = 120;
export const REASON_LENGTH_MAX = 500;
export const NOTE_LENGTH_MAX = 2_000;
export const RECEIPT_NUMBER_LENGTH_MAX = 64;
export const RECEIPT_HEADER_LINES_MAX = 12;
