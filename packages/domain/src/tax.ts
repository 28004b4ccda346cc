/**
 * The tax on one amount, on top of it or inside it, split into its components.
 *
 * On top, each component is rounded by itself, and a compound one is levied on the price plus the
 * taxes listed before it. Inside, the whole tax is rounded once and the components share it, so
 * that price minus tax is the net amount and nothing is lost between them.
 */
import { PPM, divideBig, mulDiv, shareBig, wholeOf } from './amount.ts';
import type { Rounding } from './amount.ts';

/** Zero-rated and exempt cost the customer the same and are reported apart. */
export type TaxKind = 'standard' | 'zero' | 'exempt';

export interface TaxComponent {
  readonly name: string;
  readonly ratePpm: number;
  /** Levied on the net price and the components before it, not on the net price alone. */
  readonly isCompound: boolean;
}

export interface TaxRule {
  readonly kind: TaxKind;
  readonly components: readonly TaxComponent[];
}

export interface TaxedAmount {
  readonly netMinor: number;
  readonly taxMinor: number;
  /** One amount per component of the rule, in its order. */
  readonly componentsMinor: readonly number[];
}

export interface TaxQuestion {
  readonly amountMinor: number;
  readonly rule: TaxRule;
  readonly isTaxIncluded: boolean;
  readonly rounding: Rounding;
}

export const taxKinds: readonly TaxKind[] = ['standard', 'zero', 'exempt'];

/** The tax on `amountMinor`, or inside it when prices include tax. */
export function taxOn(question: TaxQuestion): TaxedAmount {
  return question.isTaxIncluded ? taxInside(question) : taxOnTop(question);
}

function taxOnTop({ amountMinor, rule, rounding }: TaxQuestion): TaxedAmount {
  const componentsMinor: number[] = [];
  let taxMinor = 0;
  for (const component of rule.components) {
    const baseMinor = component.isCompound ? amountMinor + taxMinor : amountMinor;
    const partMinor = mulDiv(baseMinor, component.ratePpm, PPM, rounding);
    componentsMinor.push(partMinor);
    taxMinor += partMinor;
  }
  return { netMinor: amountMinor, taxMinor, componentsMinor };
}

function taxInside({ amountMinor, rule, rounding }: TaxQuestion): TaxedAmount {
  // One component shares with nobody, and nearly every tax has one.
  const [only, ...others] = rule.components;
  if (only !== undefined && others.length === 0) {
    const taxMinor = mulDiv(amountMinor, only.ratePpm, PPM + only.ratePpm, rounding);
    return { netMinor: amountMinor - taxMinor, taxMinor, componentsMinor: [taxMinor] };
  }
  const { net, parts } = exactShares(rule);
  const tax = parts.reduce((running, part) => running + part, 0n);
  const taxBig = divideBig(BigInt(amountMinor) * tax, net + tax, rounding);
  const taxMinor = wholeOf(taxBig, 'taxMinor');
  const componentsMinor = shareBig(taxBig, parts).map((part) => wholeOf(part, 'component'));
  return { netMinor: amountMinor - taxMinor, taxMinor, componentsMinor };
}

/** What one unit of net price carries in tax, as whole numbers of a fineness that divides out. */
function exactShares(rule: TaxRule): { net: bigint; parts: bigint[] } {
  const net = BigInt(PPM) ** BigInt(rule.components.length);
  const parts: bigint[] = [];
  let running = net;
  for (const component of rule.components) {
    const base = component.isCompound ? running : net;
    const part = (base * BigInt(component.ratePpm)) / BigInt(PPM);
    parts.push(part);
    running += part;
  }
  return { net, parts };
}
