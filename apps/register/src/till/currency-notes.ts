/** The notes and coins of a currency, as a drawer holds them. Decimal texts, largest first. */
import { minorOf, roundToCash } from '@evertill/domain';

export interface Denomination {
  /** As the server wants it in a count: `1000`, `0.50`. */
  readonly text: string;
  readonly worthMinor: number;
}

export interface Denominations {
  readonly notes: readonly Denomination[];
  readonly coins: readonly Denomination[];
}

// Notes | coins in circulation, 2026.
const table: Readonly<Record<string, string>> = {
  AED: '1000 500 200 100 50 20 10 5 | 1 0.50 0.25',
  AUD: '100 50 20 10 5 | 2 1 0.50 0.20 0.10 0.05',
  BRL: '200 100 50 20 10 5 2 | 1 0.50 0.25 0.10 0.05',
  CAD: '100 50 20 10 5 | 2 1 0.25 0.10 0.05',
  CHF: '200 100 50 20 10 | 5 2 1 0.50 0.20 0.10 0.05',
  EGP: '200 100 50 20 10 5 | 1 0.50 0.25',
  ETB: '200 100 50 10 5 | 1 0.50 0.25',
  EUR: '200 100 50 20 10 5 | 2 1 0.50 0.20 0.10 0.05 0.02 0.01',
  GBP: '50 20 10 5 | 2 1 0.50 0.20 0.10 0.05 0.02 0.01',
  GHS: '200 100 50 20 10 5 | 2 1 0.50 0.20 0.10',
  INR: '500 200 100 50 20 10 | 20 10 5 2 1',
  JPY: '10000 5000 1000 | 500 100 50 10 5 1',
  KES: '1000 500 200 100 50 | 40 20 10 5 1',
  NGN: '1000 500 200 100 50 20 10 5 | 2 1 0.50',
  NOK: '1000 500 200 100 50 | 20 10 5 1',
  PLN: '500 200 100 50 20 10 | 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01',
  RWF: '5000 2000 1000 500 | 100 50 20 10 5',
  SAR: '500 200 100 50 20 10 5 | 2 1 0.50 0.25',
  SEK: '1000 500 200 100 50 20 | 10 5 2 1',
  TZS: '10000 5000 2000 1000 500 | 500 200 100 50',
  UGX: '50000 20000 10000 5000 2000 1000 | 1000 500 200 100 50',
  USD: '100 50 20 10 5 1 | 0.25 0.10 0.05 0.01',
  ZAR: '200 100 50 20 10 | 5 2 1 0.50 0.20 0.10',
  ZMW: '500 200 100 50 20 10 5 2 | 1 0.50',
};

/** For a currency without a row: powers of ten and their halves and fifths. */
const usual = '1000 500 200 100 50 20 10 5 | 2 1 0.50 0.20 0.10';

export function denominationsOf(currency: string): Denominations {
  const row = Object.hasOwn(table, currency) ? table[currency] : undefined;
  const [notes = '', coins = ''] = (row ?? usual).split('|');
  return { notes: read(notes, currency), coins: read(coins, currency) };
}

function read(texts: string, currency: string): Denomination[] {
  return texts
    .trim()
    .split(' ')
    .flatMap((text) => {
      const worthMinor = minorOf(text, currency);
      return worthMinor === undefined ? [] : [{ text, worthMinor }];
    });
}

export interface CashQuestion {
  readonly currency: string;
  readonly cashRoundingMinor: number;
}

/**
 * What a customer is likely to hand over for what is open: exactly that, then up to three sums that
 * notes can pay. In minor units, rising.
 */
export function quickTenders(openMinor: number, question: CashQuestion): readonly number[] {
  const { currency, cashRoundingMinor } = question;
  const exactMinor = roundToCash(openMinor, cashRoundingMinor);
  const { notes } = denominationsOf(currency);
  const steps = notes.map((note) => note.worthMinor).sort((a, b) => a - b);
  const smallest = steps[0] ?? 0;
  const sums = [Math.floor(smallest / 5), ...steps]
    .filter((step) => step > 0)
    .map((step) => Math.ceil(exactMinor / step) * step)
    .filter((amountMinor) => amountMinor > exactMinor);
  return [exactMinor, ...[...new Set(sums)].sort((a, b) => a - b).slice(0, 3)];
}

/** Which notes and coins to give for an amount: the fewest, as far as they go. */
export function handOut(amountMinor: number, currency: string): readonly Denomination[] {
  const { notes, coins } = denominationsOf(currency);
  const given: Denomination[] = [];
  let leftMinor = amountMinor;
  for (const one of [...notes, ...coins].sort((a, b) => b.worthMinor - a.worthMinor)) {
    while (leftMinor >= one.worthMinor && given.length < 24) {
      given.push(one);
      leftMinor -= one.worthMinor;
    }
  }
  return leftMinor === 0 ? given : [];
}
