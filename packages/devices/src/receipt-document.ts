/** A receipt of the domain, made ready for paper: the shop's picture above, a code below. */
import { printable } from '@evertill/domain';
import type { Receipt } from '@evertill/domain';
import type { Bitmap, PrintDocument, PrintPart } from './print-document.ts';

export interface ReceiptExtras {
  readonly title: string;
  readonly language: string;
  /** The shop's logo, black on white, no wider than the narrowest paper in use. */
  readonly logo?: { readonly bitmap: Bitmap; readonly alternative: string };
  /** A QR code under the receipt, and what is said below it, each a line. */
  readonly code?: { readonly text: string; readonly captions: readonly string[] };
}

/** One document; for a reprint, give a receipt that was made with `isCopy`. */
export function receiptDocument(receipt: Receipt, extras: ReceiptExtras): PrintDocument {
  const { title, language, logo, code } = extras;
  const above: readonly PrintPart[] = logo === undefined ? [] : [{ kind: 'picture', ...logo }];
  const below: readonly PrintPart[] =
    code === undefined
      ? []
      : [
          { kind: 'space' },
          { kind: 'qr', text: code.text },
          ...code.captions.map((text): PrintPart => {
            return { kind: 'centre', text: printable(text), isStrong: false };
          }),
        ];
  return { title: printable(title), language, parts: [...above, ...receipt.lines, ...below] };
}
