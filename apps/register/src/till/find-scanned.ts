/** What a scan means: a product, or a label of a scale that says how much of one. */
import { exponentOf, lineOfLabel, mulDiv, readEmbeddedCode } from '@evertill/domain';
import type { CodeLayout, EmbeddedCode } from '@evertill/domain';
import type { Catalogue, Product } from '../catalogue/catalogue.ts';

export interface Scanned {
  readonly product: Product;
  readonly quantityMilli: number;
  /** What the rounding of the scale left, so that the line comes to the price on the label. */
  readonly discountMinor: number;
}

export interface ScanQuestion {
  readonly barcode: string;
  readonly layouts: readonly CodeLayout[];
}

/** A product with exactly this barcode comes before every reading of it. */
export async function findScanned(
  catalogue: Pick<Catalogue, 'findByBarcode' | 'facts'>,
  { barcode, layouts }: ScanQuestion,
): Promise<Scanned | undefined> {
  const product = await catalogue.findByBarcode(barcode);
  if (product !== undefined) return { product, quantityMilli: 1000, discountMinor: 0 };
  const code = readEmbeddedCode(barcode, layouts);
  if (code === undefined) return undefined;
  for (const candidate of code.candidates) {
    const found = await catalogue.findByBarcode(candidate);
    if (found !== undefined) return labelled(found, code.value, catalogue);
  }
  return undefined;
}

function labelled(
  product: Product,
  value: EmbeddedCode['value'],
  catalogue: Pick<Catalogue, 'facts'>,
): Scanned | undefined {
  if (value.kind === 'weight') {
    const { quantityMilli } = value;
    return quantityMilli === 0 ? undefined : { product, quantityMilli, discountMinor: 0 };
  }
  const { priceBook } = catalogue.facts();
  if (priceBook === undefined) return undefined;
  const { currency, rounding } = priceBook;
  const { digits, decimals } = value;
  const priceMinor = mulDiv(digits, 10 ** exponentOf(currency), 10 ** decimals, rounding);
  const line = lineOfLabel({ priceMinor, unitPriceMinor: product.priceMinor, rounding });
  return line === undefined ? undefined : { product, ...line };
}
