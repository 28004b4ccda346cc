/** What cashiers type and scan, drawn from the products that are there; the same every time. */
import { diceOf } from '@evertill/rig';
import type { ManyProduct } from '@evertill/rig';

export interface Questions {
  readonly scans: readonly string[];
  readonly searches: readonly string[];
}

/** 200 searches: beginnings as they are typed, parts of words, codes, several words, slips. */
export function questionsAbout(products: readonly ManyProduct[]): Questions {
  const dice = diceOf(7);
  const some = (count: number, make: (product: ManyProduct) => string): string[] =>
    Array.from({ length: count }, () => make(dice.pick(products)));
  const wordOf = ({ name }: ManyProduct): string =>
    dice.pick(name.split(' ').filter((word) => word.length > 3));
  return {
    scans: some(500, ({ barcode }) => barcode),
    searches: [
      ...some(110, (product) => {
        const word = wordOf(product);
        return word.slice(0, dice.between(1, word.length));
      }),
      ...some(20, (product) => wordOf(product).slice(1)),
      ...some(15, ({ sku }) => sku),
      ...some(15, ({ barcode }) => barcode.slice(0, 9)),
      ...some(20, ({ name }) => name.split(' ').toReversed().join(' ')),
      ...some(15, (product) => slipped(wordOf(product), dice.between(1, 2))),
      // Nothing has these.
      ...['qqqq', 'milk qqqq', 'xylophone', 'e i o u y', '0000000000000'],
    ],
  };
}

/** Two letters in the other order. */
function slipped(word: string, at: number): string {
  return `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
}
