/** Which barcodes say what they shall, and fit on the paper: a printer drops one that does not. */
import type { Symbology } from './print-document.ts';

const digits: Readonly<Partial<Record<Symbology, number>>> = { ean13: 13, ean8: 8, upca: 12 };

/**
 * Throws a RangeError unless a scanner will read the text out of this symbology as it went in:
 * digits of the right count with the right check digit, or plain ASCII.
 */
export function assertBarcode(symbology: Symbology, text: string): void {
  const count = digits[symbology];
  const isRight =
    count === undefined
      ? /^[ -~]{1,48}$/.test(text) && !text.includes('{')
      : new RegExp(`^\\d{${count}}$`).test(text) && checkSum(text) % 10 === 0;
  if (!isRight) throw new RangeError(`no ${symbology} says ${JSON.stringify(text)}`);
}

/** From the right 1, 3, 1, 3 …, check digit included. */
function checkSum(text: string): number {
  return Array.from(text)
    .reverse()
    .reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
}

/**
 * The widest bars, as `GS w` counts dots, with which a barcode fits into so many dots, 3 or
 * 2. Throws a RangeError where it fits with none.
 */
export function barDots(symbology: Symbology, text: string, widthDots: number): 2 | 3 {
  const modules = modulesOf(symbology, text);
  const fitting = ([3, 2] as const).find((dots) => modules * dots <= widthDots);
  if (fitting === undefined) {
    throw new RangeError(`${symbology} ${text} needs ${2 * modules} dots, there are ${widthDots}`);
  }
  return fitting;
}

function modulesOf(symbology: Symbology, text: string): number {
  if (symbology === 'ean8') return 67;
  // Start, check and stop; the code set is B, a character each.
  return symbology === 'code128' ? (text.length + 2) * 11 + 13 : 95;
}
