/**
 * A price book: what a price means. Its currency, its taxes, and how it rounds.
 *
 * Rules are code, rates are data. A book never changes under its version; every sale names the one
 * it used, so an old receipt can be computed again for ever.
 */
import { roundings } from './amount.ts';
import type { Rounding } from './amount.ts';
import { isCurrency } from './currency.ts';
import { isWholeWithin } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import {
  CASH_ROUNDING_MINOR_MAX,
  PRICE_BOOK_VERSION_MAX,
  TAX_CODE_LENGTH_MAX,
  TAX_CODES_MAX,
  TAX_COMPONENTS_MAX,
  TAX_NAME_LENGTH_MAX,
  TAX_RATE_PPM_MAX,
} from './limits.ts';
import { taxKinds } from './tax.ts';
import type { TaxComponent, TaxRule } from './tax.ts';

/** The version of the code that prices. It rises when the same draft gives other numbers. */
export const RULES_VERSION = 1;

/** Tax is rounded once per line, or once per tax code on the whole document. */
export type TaxRounding = 'line' | 'document';

export interface PriceBook {
  readonly version: number;
  readonly currency: string;
  readonly isTaxIncluded: boolean;
  readonly taxRounding: TaxRounding;
  readonly rounding: Rounding;
  /** The smallest cash amount handed over; 0 or 1 means that cash is exact. */
  readonly cashRoundingMinor: number;
  readonly taxes: Readonly<Record<string, TaxRule>>;
}

export type PriceBookFlawCode =
  | 'version_out_of_range'
  | 'currency_unknown'
  | 'tax_rounding_unknown'
  | 'rounding_unknown'
  | 'cash_rounding_out_of_range'
  | 'tax_codes_too_many'
  | 'tax_code_invalid'
  | 'tax_kind_unknown'
  | 'tax_components_missing'
  | 'tax_components_too_many'
  | 'tax_name_invalid'
  | 'tax_rate_out_of_range'
  | 'tax_rate_not_zero';

type BookFlaw = Flaw<PriceBookFlawCode>;

/** The rule behind a tax code, if the book has one. A code may well be called `toString`. */
export function taxRuleOf(book: PriceBook, code: string): TaxRule | undefined {
  return Object.hasOwn(book.taxes, code) ? book.taxes[code] : undefined;
}

/** What is wrong with a book before its version is sealed. */
export function checkPriceBook(book: PriceBook): BookFlaw[] {
  const codes = Object.keys(book.taxes);
  const flaws: BookFlaw[] = [];
  if (!isWholeWithin(book.version, { min: 1, max: PRICE_BOOK_VERSION_MAX })) {
    flaws.push({ code: 'version_out_of_range', path: 'version' });
  }
  if (!isCurrency(book.currency)) flaws.push({ code: 'currency_unknown', path: 'currency' });
  if (!['line', 'document'].includes(book.taxRounding)) {
    flaws.push({ code: 'tax_rounding_unknown', path: 'taxRounding' });
  }
  if (!roundings.includes(book.rounding)) {
    flaws.push({ code: 'rounding_unknown', path: 'rounding' });
  }
  if (!isWholeWithin(book.cashRoundingMinor, { min: 0, max: CASH_ROUNDING_MINOR_MAX })) {
    flaws.push({ code: 'cash_rounding_out_of_range', path: 'cashRoundingMinor' });
  }
  if (codes.length > TAX_CODES_MAX) flaws.push({ code: 'tax_codes_too_many', path: 'taxes' });
  return [...flaws, ...codes.flatMap((code) => checkTaxRule(code, taxRuleOf(book, code)!))];
}

function checkTaxRule(code: string, rule: TaxRule): BookFlaw[] {
  const path = `taxes.${code}`;
  const { kind, components } = rule;
  const flaws: BookFlaw[] = [];
  if (!isText(code, TAX_CODE_LENGTH_MAX)) flaws.push({ code: 'tax_code_invalid', path });
  if (!taxKinds.includes(kind)) flaws.push({ code: 'tax_kind_unknown', path: `${path}.kind` });
  if (kind === 'standard' && components.length === 0) {
    flaws.push({ code: 'tax_components_missing', path: `${path}.components` });
  }
  if (components.length > TAX_COMPONENTS_MAX) {
    flaws.push({ code: 'tax_components_too_many', path: `${path}.components` });
  }
  for (const [index, component] of components.entries()) {
    flaws.push(...checkComponent({ component, kind, path: `${path}.components.${index}` }));
  }
  return flaws;
}

interface ComponentCheck {
  component: TaxComponent;
  kind: TaxRule['kind'];
  path: string;
}

function checkComponent({ component, kind, path }: ComponentCheck): BookFlaw[] {
  const flaws: BookFlaw[] = [];
  if (!isText(component.name, TAX_NAME_LENGTH_MAX)) {
    flaws.push({ code: 'tax_name_invalid', path: `${path}.name` });
  }
  if (!isWholeWithin(component.ratePpm, { min: 0, max: TAX_RATE_PPM_MAX })) {
    flaws.push({ code: 'tax_rate_out_of_range', path: `${path}.ratePpm` });
  } else if (kind !== 'standard' && component.ratePpm !== 0) {
    flaws.push({ code: 'tax_rate_not_zero', path: `${path}.ratePpm` });
  }
  return flaws;
}

function isText(text: string, max: number): boolean {
  return text.trim() !== '' && text.length <= max;
}
