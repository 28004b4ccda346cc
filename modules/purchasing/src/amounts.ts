/** Amounts and quantities as they come in: whole minor units, thousandths, above zero. */
import { ORDER_TOTAL_MINOR_MAX, QUANTITY_MILLI_MAX, milliOf, minorOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';

/** In minor units; refused as `amount_invalid` when it is finer than the currency, or too large. */
export function amountOf(field: string, decimal: string, currency: string): number {
  const minor = minorOf(decimal, currency);
  if (minor === undefined || minor > ORDER_TOTAL_MINOR_MAX) {
    refuse('amount_invalid', { fields: [{ field, message: `is no amount in ${currency}` }] });
  }
  return minor;
}

/** The same, and not zero: nobody pays nothing. */
export function paidAmountOf(field: string, decimal: string, currency: string): number {
  const minor = amountOf(field, decimal, currency);
  if (minor === 0) refuse('amount_invalid', { fields: [{ field, message: 'must be above zero' }] });
  return minor;
}

/** In thousandths, above zero. */
export function quantityOf(field: string, decimal: string): number {
  const milli = milliOf(decimal);
  if (milli === undefined || milli === 0 || milli > QUANTITY_MILLI_MAX) {
    const message = 'must be a quantity above zero, in thousandths at the finest';
    refuse('amount_invalid', { fields: [{ field, message }] });
  }
  return milli;
}
