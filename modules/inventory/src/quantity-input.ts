/** Quantities as they come in: thousandths at the finest, and within what a shelf may hold. */
import { STOCK_MILLI_MAX, milliOf } from '@evertill/domain';
import { refuse } from '@evertill/kernel';

/** In thousandths; zero is refused unless it is allowed. */
export function quantityOf(
  field: string,
  decimal: string,
  { isZeroAllowed = false }: { readonly isZeroAllowed?: boolean } = {},
): number {
  const milli = milliOf(decimal);
  if (milli === undefined || Math.abs(milli) > STOCK_MILLI_MAX || (milli === 0 && !isZeroAllowed)) {
    const message = isZeroAllowed
      ? 'must be a quantity, in thousandths at the finest'
      : 'must be a quantity other than zero, in thousandths at the finest';
    refuse('amount_invalid', { fields: [{ field, message }] });
  }
  return milli;
}
