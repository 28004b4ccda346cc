/** Decimals of a body as minor units of one currency, and what is none. */
import {
  ORDER_TOTAL_MINOR_MAX,
  QUANTITY_MILLI_MAX,
  UNIT_PRICE_MINOR_MAX,
  milliOf,
  minorOf,
} from '@evertill/domain';

/** An amount that cannot be a number of minor units: where it stands. */
export class AmountFlaw extends Error {
  readonly field: string;
  constructor(field: string) {
    super(`${field} is finer than the currency allows, or out of range`);
    this.field = field;
  }
}

interface AmountReader {
  readonly amount: (decimal: string | undefined, field: string) => number;
  readonly price: (decimal: string, field: string) => number;
  readonly quantity: (decimal: string, field: string) => number;
}

/** Reads decimals as minor units of one currency; throws `AmountFlaw` where that is impossible. */
export function amountReader(currency: string): AmountReader {
  const within = (value: number | undefined, max: number, field: string): number => {
    if (value === undefined || Math.abs(value) > max) throw new AmountFlaw(field);
    return value;
  };
  return {
    amount: (decimal: string | undefined, field: string): number =>
      within(minorOf(decimal ?? '0', currency), ORDER_TOTAL_MINOR_MAX, field),
    price: (decimal: string, field: string): number =>
      within(minorOf(decimal, currency), UNIT_PRICE_MINOR_MAX, field),
    quantity: (decimal: string, field: string): number => {
      const milli = within(milliOf(decimal), QUANTITY_MILLI_MAX, field);
      if (milli <= 0) throw new AmountFlaw(field);
      return milli;
    },
  };
}
