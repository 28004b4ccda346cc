/** What a receipt is made of: lines without a width, in text that a printer cannot be led by. */
import { printable } from './printable.ts';

export type ReceiptLine =
  | { readonly kind: 'centre'; readonly text: string; readonly isStrong: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'pair';
      readonly left: string;
      readonly right: string;
      readonly indent: number;
      readonly isStrong: boolean;
    }
  | { readonly kind: 'rule' };

export const rule: ReceiptLine = { kind: 'rule' };

export function centre(text: string, isStrong = false): ReceiptLine {
  return { kind: 'centre', text: printable(text), isStrong };
}

export function textLine(text: string): ReceiptLine {
  return { kind: 'text', text: printable(text) };
}

export function pair(
  left: string,
  right: string,
  { indent = 0, isStrong = false }: { indent?: number; isStrong?: boolean } = {},
): ReceiptLine {
  return { kind: 'pair', left: printable(left), right: printable(right), indent, isStrong };
}
