/**
 * What shall stand on paper, before anybody knows the printer: the lines of a receipt, and what is
 * no text. It opens no drawer: that is a command of its own, which no reprint may repeat.
 */
import type { ReceiptLine } from '@evertill/domain';

/** One bit a dot, rows from the top, each row padded to a whole byte, the left dot highest. */
export interface Bitmap {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly bits: Uint8Array;
}

/** The symbologies that printers and screens both draw. */
export type Symbology = 'ean13' | 'ean8' | 'upca' | 'code128';

export type PrintPart =
  | ReceiptLine
  /** Something to scan with a phone. */
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'barcode'; readonly symbology: Symbology; readonly text: string }
  | { readonly kind: 'picture'; readonly bitmap: Bitmap; readonly alternative: string }
  | { readonly kind: 'space' };

export interface PrintDocument {
  /** For the queue's list and the print dialog: `Receipt T2-000418`. */
  readonly title: string;
  /** BCP 47, as `en` or `sw`: which language a browser shall hyphenate and read aloud. */
  readonly language: string;
  readonly parts: readonly PrintPart[];
}
