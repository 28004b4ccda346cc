/**
 * The numbers of an order: what each line costs, what is discounted, taxed and due.
 *
 * The same function prices at the counter and on the server. It reads no clock, network or
 * storage. Lines always add up to the totals, to the cent, in every mode of tax and rounding.
 */
import { assertCount, mulDiv, shareOut, sum } from './amount.ts';
import { RULES_VERSION, taxRuleOf } from './price-book.ts';
import type { PriceBook } from './price-book.ts';
import { taxOn } from './tax.ts';
import type { TaxKind, TaxRule } from './tax.ts';

export interface DraftLine {
  readonly unitPriceMinor: number;
  readonly quantityMilli: number;
  /** Taken off this line, before tax is reckoned. */
  readonly discountMinor: number;
  readonly taxCode: string;
}

/** A basket without numbers yet. Its `discountMinor` comes off the order as a whole. */
export interface OrderDraft {
  readonly lines: readonly DraftLine[];
  readonly discountMinor: number;
}

export interface PricedLine {
  readonly grossMinor: number;
  /** The line's own discount and its share of the order's. */
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly netMinor: number;
}

/** One component of one tax code on the whole order. Untaxed codes have a row too. */
export interface TaxRow {
  readonly taxCode: string;
  readonly kind: TaxKind;
  readonly name: string;
  readonly ratePpm: number;
  /** What was sold under this code, without any tax. */
  readonly netMinor: number;
  readonly taxMinor: number;
}

export interface PricedOrder {
  readonly currency: string;
  readonly priceBookVersion: number;
  readonly rulesVersion: number;
  readonly lines: readonly PricedLine[];
  /** Before discounts: with tax where prices include it, without where they do not. */
  readonly subtotalMinor: number;
  /** All discounts, of lines and of the order. */
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly TaxRow[];
  readonly totalMinor: number;
}

interface BaseLine {
  taxCode: string;
  grossMinor: number;
  discountMinor: number;
  baseMinor: number;
}
interface TaxedCode {
  lineTaxes: ReadonlyMap<number, number>;
  rows: readonly TaxRow[];
}

/** Prices a draft that `checkOrder` found no flaw in. */
export function priceOrder(draft: OrderDraft, book: PriceBook): PricedOrder {
  const bases = baseLines(draft, book);
  const taxed = linesByCode(bases).map(([code, indexes]) => taxCodeOn(code, indexes, bases, book));
  const lineTaxes = new Map(taxed.flatMap((code) => [...code.lineTaxes]));
  const lines = bases.map((base, index) => pricedLine(base, lineTaxes.get(index)!, book));
  return {
    currency: book.currency,
    priceBookVersion: book.version,
    rulesVersion: RULES_VERSION,
    lines,
    subtotalMinor: sum(lines, (line) => line.grossMinor),
    discountMinor: sum(lines, (line) => line.discountMinor),
    taxMinor: sum(lines, (line) => line.taxMinor),
    taxes: taxed.flatMap((code) => code.rows),
    totalMinor: sum(lines, (line) => line.totalMinor),
  };
}

/** What a line costs before discounts and, where prices leave it out, before tax. */
export function grossMinorOf(
  line: Pick<DraftLine, 'unitPriceMinor' | 'quantityMilli'>,
  rounding: PriceBook['rounding'],
): number {
  return mulDiv(line.unitPriceMinor, line.quantityMilli, 1_000, rounding);
}

function baseLines(draft: OrderDraft, book: PriceBook): BaseLine[] {
  const after = draft.lines.map((line) => {
    assertCount(line.unitPriceMinor, 'unitPriceMinor');
    assertCount(line.quantityMilli, 'quantityMilli');
    assertCount(line.discountMinor, 'discountMinor');
    const grossMinor = grossMinorOf(line, book.rounding);
    assertCount(grossMinor - line.discountMinor, 'gross less discount');
    return { ...line, grossMinor, baseMinor: grossMinor - line.discountMinor };
  });
  assertCount(draft.discountMinor, 'discountMinor');
  const shares = shareOut(
    draft.discountMinor,
    after.map((line) => line.baseMinor),
  );
  return after.map((line, index) => {
    const shareMinor = shares[index]!;
    const baseMinor = line.baseMinor - shareMinor;
    assertCount(baseMinor, 'line less its share of the discount');
    const discountMinor = line.discountMinor + shareMinor;
    return { taxCode: line.taxCode, grossMinor: line.grossMinor, discountMinor, baseMinor };
  });
}

/** Which lines carry which tax code, in the order in which the codes first appear. */
function linesByCode(bases: readonly BaseLine[]): [string, number[]][] {
  const groups = new Map<string, number[]>();
  for (const [index, { taxCode }] of bases.entries()) {
    const group = groups.get(taxCode);
    if (group === undefined) groups.set(taxCode, [index]);
    else group.push(index);
  }
  return [...groups];
}

function taxCodeOn(
  taxCode: string,
  indexes: readonly number[],
  bases: readonly BaseLine[],
  book: PriceBook,
): TaxedCode {
  const rule = taxRuleOf(book, taxCode);
  if (rule === undefined) throw new RangeError(`tax code ${taxCode} is not in the price book`);
  // Rounding by line is rounding by document, with every line a document of its own.
  const documents = book.taxRounding === 'line' ? indexes.map((index) => [index]) : [indexes];
  const lineTaxes = new Map<number, number>();
  const componentsMinor = rule.components.map(() => 0);
  let netMinor = 0;
  for (const document of documents) {
    const weights = document.map((index) => bases[index]!.baseMinor);
    const amountMinor = sum(weights, (weight) => weight);
    const taxed = taxOn({ amountMinor, rule, ...book });
    const shares = shareOut(taxed.taxMinor, weights);
    for (const [place, index] of document.entries()) lineTaxes.set(index, shares[place]!);
    for (const [place, part] of taxed.componentsMinor.entries()) componentsMinor[place]! += part;
    netMinor += taxed.netMinor;
  }
  return { lineTaxes, rows: taxRows({ taxCode, rule, netMinor, componentsMinor }) };
}

interface CodeTotals {
  taxCode: string;
  rule: TaxRule;
  netMinor: number;
  componentsMinor: readonly number[];
}

function taxRows({ taxCode, rule, netMinor, componentsMinor }: CodeTotals): TaxRow[] {
  const { kind, components } = rule;
  if (components.length === 0) {
    return [{ taxCode, kind, name: taxCode, ratePpm: 0, netMinor, taxMinor: 0 }];
  }
  return components.map(({ name, ratePpm }, place) => {
    return { taxCode, kind, name, ratePpm, netMinor, taxMinor: componentsMinor[place]! };
  });
}

function pricedLine(base: BaseLine, taxMinor: number, book: PriceBook): PricedLine {
  const { grossMinor, discountMinor, baseMinor } = base;
  const netMinor = book.isTaxIncluded ? baseMinor - taxMinor : baseMinor;
  return { grossMinor, discountMinor, taxMinor, totalMinor: netMinor + taxMinor, netMinor };
}
