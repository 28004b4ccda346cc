/**
 * What an order costs, told a second time from the definitions, in exact fractions.
 *
 * Reads no code of the domain, only its types. Where the two disagree, one of them is wrong.
 */
import type { OrderDraft, PriceBook, PricedLine, TaxRow, TaxRule } from '@evertill/domain';
import { compare, floor, minus, over, plus, rational, round, times } from './rational.ts';
import type { Rational } from './rational.ts';

export interface OraclePrice {
  readonly lines: readonly PricedLine[];
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
  readonly totalMinor: number;
}

const zero = rational(0);
const one = rational(1);

export function oraclePrice(draft: OrderDraft, book: PriceBook): OraclePrice {
  const gross = draft.lines.map((line) => {
    const exact = times(rational(line.unitPriceMinor), rational(line.quantityMilli, 1000));
    return round(exact, book.rounding);
  });
  const afterOwn = draft.lines.map((line, index) => gross[index]! - BigInt(line.discountMinor));
  const share = apportion(BigInt(draft.discountMinor), afterOwn.map(rationalOf));
  const base = afterOwn.map((amount, index) => amount - share[index]!);
  const tax = base.map(() => 0n);
  const taxes: TaxRow[] = [];
  for (const taxCode of new Set(draft.lines.map((line) => line.taxCode))) {
    const members = draft.lines.flatMap((line, index) => (line.taxCode === taxCode ? [index] : []));
    taxes.push(...taxOneCode({ taxCode, members, base, tax, book }));
  }
  const lines = draft.lines.map((line, index) => {
    const net = book.isTaxIncluded ? base[index]! - tax[index]! : base[index]!;
    return {
      grossMinor: Number(gross[index]!),
      discountMinor: line.discountMinor + Number(share[index]!),
      taxMinor: Number(tax[index]!),
      totalMinor: Number(net + tax[index]!),
      netMinor: Number(net),
    };
  });
  const subtotalMinor = Number(total(gross));
  const taxMinor = Number(total(tax));
  const discountMinor = Number(total(gross) - total(base));
  const totalMinor = subtotalMinor - discountMinor + (book.isTaxIncluded ? 0 : taxMinor);
  return { lines, subtotalMinor, discountMinor, taxMinor, taxes, totalMinor };
}

interface CodeQuestion {
  taxCode: string;
  members: readonly number[];
  base: readonly bigint[];
  /** Filled in here, per line. */
  tax: bigint[];
  book: PriceBook;
}

function taxOneCode({ taxCode, members, base, tax, book }: CodeQuestion): TaxRow[] {
  const rule = new Map(Object.entries(book.taxes)).get(taxCode)!;
  const byComponent = rule.components.map(() => 0n);
  const batches = book.taxRounding === 'line' ? members.map((member) => [member]) : [members];
  for (const batch of batches) {
    const amount = total(batch.map((member) => base[member]!));
    const parts = book.isTaxIncluded
      ? partsInside(amount, rule, book)
      : partsOnTop(amount, rule, book);
    const weights = batch.map((member) => rationalOf(base[member]!));
    const shares = apportion(total(parts), weights);
    batch.forEach((member, place) => (tax[member] = shares[place]!));
    parts.forEach((part, place) => (byComponent[place]! += part));
  }
  const sold = total(members.map((member) => base[member]!));
  const netMinor = Number(book.isTaxIncluded ? sold - total(byComponent) : sold);
  const common = { taxCode, kind: rule.kind, netMinor };
  if (rule.components.length === 0) return [{ ...common, name: taxCode, ratePpm: 0, taxMinor: 0 }];
  return rule.components.map(({ name, ratePpm }, place) => {
    return { ...common, name, ratePpm, taxMinor: Number(byComponent[place]!) };
  });
}

function partsOnTop(amount: bigint, rule: TaxRule, book: PriceBook): bigint[] {
  return rule.components.reduce<bigint[]>((before, component) => {
    const levied = component.isCompound ? amount + total(before) : amount;
    const exact = times(rational(levied), rational(component.ratePpm, 1_000_000));
    return [...before, round(exact, book.rounding)];
  }, []);
}

function partsInside(amount: bigint, rule: TaxRule, book: PriceBook): bigint[] {
  const factors = rule.components.reduce<Rational[]>((before, component) => {
    const levied = component.isCompound ? before.reduce(plus, one) : one;
    return [...before, times(levied, rational(component.ratePpm, 1_000_000))];
  }, []);
  const priceOfOne = factors.reduce(plus, one);
  const net = over(rational(amount), priceOfOne);
  const tax = round(minus(rational(amount), net), book.rounding);
  return apportion(tax, factors);
}

/** Largest remainder: floors first, then one each to whoever lost most, earlier before later. */
export function apportion(amount: bigint, weights: readonly Rational[]): bigint[] {
  const whole = weights.reduce(plus, zero);
  const fair = weights.map((weight) => {
    if (whole.top === 0n) return rational(amount, weights.length);
    return over(times(rational(amount), weight), whole);
  });
  const parts = fair.map(floor);
  const lost = fair.map((exact, index) => minus(exact, rational(parts[index]!)));
  for (let missing = amount - total(parts); missing > 0n; missing -= 1n) {
    let neediest = 0;
    lost.forEach((loss, index) => {
      if (compare(loss, lost[neediest]!) > 0) neediest = index;
    });
    parts[neediest]! += 1n;
    lost[neediest] = rational(-1);
  }
  return parts;
}

function rationalOf(value: bigint): Rational {
  return rational(value);
}

function total(values: readonly bigint[]): bigint {
  return values.reduce((running, value) => running + value, 0n);
}
