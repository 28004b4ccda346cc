/** Quantities and amounts as the requests of returns and refunds say them. */
import { ORDER_TOTAL_MINOR_MAX, QUANTITY_MILLI_MAX, milliOf, minorOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';

/** Thousandths of a quantity above zero. Refused as `amount_invalid`. */
export function quantityOf(decimal: string, field: string): number {
  const milli = milliOf(decimal);
  if (milli !== undefined && milli > 0 && milli <= QUANTITY_MILLI_MAX) return milli;
  return refuse('amount_invalid', { fields: [{ field, message: 'is no quantity here' }] });
}

/** Minor units of an amount above zero. Refused as `amount_invalid`. */
export function amountOf(decimal: string, currency: string, field: string): number {
  const minor = minorOf(decimal, currency);
  if (minor !== undefined && minor > 0 && minor <= ORDER_TOTAL_MINOR_MAX) return minor;
  return refuse('amount_invalid', { fields: [{ field, message: 'is no amount here' }] });
}
