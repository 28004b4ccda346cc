/** Barcodes as SVG. In a file of its own, since a register loads it only when one is printed. */
import { code128, drawingSVG, ean13, ean8, upca } from 'bwip-js';
import type { Symbology } from '../print-document.ts';

const draw = { ean13, ean8, upca, code128 } as const;

/** The caller has seen to it that the text fits the symbology. */
export function barcodeSvg(symbology: Symbology, text: string): string {
  const options = { bcid: symbology, text, height: 12, includetext: true };
  return draw[symbology](options, drawingSVG());
}
