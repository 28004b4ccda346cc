/** Everything has a limit, and the limits of the wire live here together. */

export const limits = {
  /** Operations in one push (product.md §3). */
  PUSH_OPERATIONS_MAX: 100,
  /** A push of long sales: a hundred sales of seven hundred lines do not fit, and need not. */
  PUSH_BODY_BYTES_MAX: 8 * 1024 * 1024,
  LIST_LIMIT_DEFAULT: 100,
  LIST_LIMIT_MAX: 1000,
  /** Lines of a file of products in one transaction. */
  IMPORT_ROWS_MAX: 500,
  /** Barcodes of one product. */
  PRODUCT_BARCODES_MAX: 100,
  /** How old a sale may be when it arrives before its clock is suspected. */
  OFFLINE_MS_MAX: 30 * 24 * 3600 * 1000,
  /** How far a register's clock may run ahead. */
  CLOCK_AHEAD_MS_MAX: 5 * 60 * 1000,
  /** How long an order that waits for its payment holds its stock (product.md D2). */
  RESERVATION_MS: 15 * 60 * 1000,
  LEASE_MS: 30_000,
  /** How long a register keeps what was settled, to send it again to a restored server. */
  SETTLED_KEPT_MS: 7 * 24 * 3600 * 1000,
  /** How long a leader's approval lasts that is given to a log-in. */
  APPROVAL_MS: 15 * 60 * 1000,
  /** How old a word may be that was given at a till: a cart may wait that long. */
  DEVICE_APPROVAL_MS: 24 * 3600 * 1000,
  REFRESH_MS: 30 * 24 * 3600 * 1000,
  ENROLMENT_CODE_MS: 7 * 24 * 3600 * 1000,
} as const;
