/**
 * Cash of another currency, told a second time from the definitions, as fractions: what it is
 * worth in coins of the shop, and the fewest notes that are worth what is due.
 */
import type { ForeignRate } from '@evertill/domain';
import { floor, over, rational, times } from './rational.ts';
import type { Rational } from './rational.ts';
import { between, oneOf } from './random-basket.ts';
import type { Dice } from './random-basket.ts';

export interface ForeignQuestion {
  readonly own: { readonly currency: string; readonly cashRoundingMinor: number };
  readonly rate: ForeignRate;
  readonly handedMinor: number;
  readonly dueMinor: number;
}

export interface ForeignAnswer {
  readonly worthMinor: number | undefined;
  readonly askedMinor: number | undefined;
}

const digits = new Map([
  ['KES', 2],
  ['USD', 2],
  ['JPY', 0],
  ['UGX', 0],
  ['KWD', 3],
]);

/** A hundred million million minor units: no tender is more. */
const MOST = 100_000_000_000_000n;

export function randomForeign(roll: Dice): ForeignQuestion {
  const [own, other] = oneOf(roll, [
    ['KES', 'USD'],
    ['UGX', 'KES'],
    ['JPY', 'KWD'],
    ['KWD', 'JPY'],
    ['USD', 'UGX'],
  ] as const);
  return {
    own: { currency: own, cashRoundingMinor: oneOf(roll, [0, 1, 5, 50, 100]) },
    rate: {
      currency: other,
      rateBillionths: oneOf(roll, [
        between(roll, { min: 1, max: 2_000_000_000 }),
        between(roll, { min: 1, max: 4_000_000 }) * 1_000_000,
        1_000_000_000,
      ]),
      smallestMinor: oneOf(roll, [1, 5, 100, 500, 1_000]),
    },
    handedMinor: between(roll, { min: 0, max: oneOf(roll, [1_000, 1_000_000, 2_000_000_000]) }),
    dueMinor: between(roll, { min: 0, max: oneOf(roll, [1_000, 1_000_000, 2_000_000_000]) }),
  };
}

export function oracleForeign(question: ForeignQuestion): ForeignAnswer {
  const { own, rate, handedMinor, dueMinor } = question;
  const coin = Math.max(1, own.cashRoundingMinor);
  const oneMinor = unitsWorth(rate, own.currency);
  const worth = floor(over(times(rational(handedMinor), oneMinor), rational(coin))) * BigInt(coin);
  const coinsDue = ceiling(rational(dueMinor, coin));
  const exact = over(times(rational(coinsDue), rational(coin)), oneMinor);
  const notes = ceiling(over(rational(ceiling(exact)), rational(rate.smallestMinor)));
  return {
    worthMinor: within(worth),
    askedMinor: within(notes * BigInt(rate.smallestMinor)),
  };
}

/** What one minor unit of the other currency is, in minor units of our own. */
function unitsWorth({ currency, rateBillionths }: ForeignRate, own: string): Rational {
  const shift = (digits.get(own) ?? 0) - (digits.get(currency) ?? 0);
  const scale = shift < 0 ? rational(1, 10n ** BigInt(-shift)) : rational(10n ** BigInt(shift));
  return times(rational(rateBillionths, 1_000_000_000), scale);
}

function ceiling({ top, bottom }: Rational): bigint {
  return -floor({ top: -top, bottom });
}

function within(minor: bigint): number | undefined {
  return minor > MOST ? undefined : Number(minor);
}
