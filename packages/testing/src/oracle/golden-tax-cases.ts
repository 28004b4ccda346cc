/**
 * Golden receipts about tax and its rounding. What stands in `byHand` was worked out on paper or
 * in a published source.
 */
import { card, cash, exempt, line, mobile, usd, vat } from './golden-sketch.ts';
import type { Sketch } from './golden-sketch.ts';

const novaLines = [line('Milk', 199, 'STD', { pieces: 2 }), line('Bread', 149, 'EXEMPT')];
const nova = (ratePpm: number, byHand: { taxMinor: number; totalMinor: number }): Sketch => ({
  name: `novapos-${ratePpm / 10_000}-percent`,
  about: 'The vector of NovaPOS: ten per cent off, shared between a taxed and an exempt line.',
  book: { ...usd, taxes: { STD: vat(ratePpm, 'Tax'), EXEMPT: exempt } },
  lines: novaLines,
  discountMinor: 55,
  tenders: [card(byHand.totalMinor)],
  byHand,
});

const three99 = ['Pen', 'Pad', 'Clip'].map((name) => line(name, 99, 'B'));
const seven1003 = Array.from({ length: 7 }, (_, at) => line(`Part ${at + 1}`, 1_003, 'B'));
const three10 = ['Sweet', 'Gum', 'Mint'].map((name) => line(name, 10, 'B'));

export const taxSketches: readonly Sketch[] = [
  nova(70_000, { taxMinor: 25, totalMinor: 517 }),
  nova(80_000, { taxMinor: 29, totalMinor: 521 }),
  nova(90_000, { taxMinor: 32, totalMinor: 524 }),
  {
    name: 'inclusive-16-percent',
    about: 'Kenyan VAT inside the price, as a fiscal receipt has it: 965.52 of 7,000.00.',
    lines: [line('Demo item', 350_000, 'B', { pieces: 2 })],
    tenders: [mobile(700_000)],
    byHand: { taxMinor: 96_552, totalMinor: 700_000 },
  },
  {
    name: 'inclusive-five-cents',
    about: 'The smallest price that still carries a cent of tax.',
    lines: [line('Match', 5, 'B')],
    tenders: [cash(5)],
    byHand: { taxMinor: 1, totalMinor: 5 },
  },
  {
    name: 'inclusive-rounded-by-line',
    about: 'Three times 0.99 with tax inside, rounded line by line: 0.42, not 0.41.',
    book: { taxRounding: 'line' },
    lines: three99,
    tenders: [cash(500)],
    byHand: { taxMinor: 42, totalMinor: 297 },
  },
  {
    name: 'inclusive-rounded-by-document',
    about: 'Three times 0.99 with tax inside, rounded once: 0.41, not 0.42.',
    lines: three99,
    tenders: [cash(500)],
    byHand: { taxMinor: 41, totalMinor: 297 },
  },
  {
    name: 'inclusive-seven-by-line',
    about: 'Seven times 10.03 with tax inside, rounded line by line: 9.66.',
    book: { taxRounding: 'line' },
    lines: seven1003,
    tenders: [card(7_021)],
    byHand: { taxMinor: 966, totalMinor: 7_021 },
  },
  {
    name: 'inclusive-seven-by-document',
    about: 'Seven times 10.03 with tax inside, rounded once: 9.68, shared out to the lines.',
    lines: seven1003,
    tenders: [card(7_021)],
    byHand: { taxMinor: 968, totalMinor: 7_021 },
  },
  {
    name: 'exclusive-by-line',
    about: 'Three times 0.10 with tax on top, rounded line by line: 0.06.',
    book: { ...usd, taxRounding: 'line' },
    lines: three10,
    tenders: [cash(36)],
    byHand: { taxMinor: 6, totalMinor: 36 },
  },
  {
    name: 'exclusive-by-document',
    about: 'Three times 0.10 with tax on top, rounded once: 0.05, and the third line carries less.',
    book: usd,
    lines: three10,
    tenders: [cash(40)],
    byHand: { taxMinor: 5, totalMinor: 35 },
  },
  {
    name: 'compound-exclusive',
    about: 'Quebec before 2013: 5 % on the price, then 9.5 % on price and first tax.',
    book: {
      ...usd,
      currency: 'CAD',
      taxes: {
        QC: {
          kind: 'standard',
          components: [
            { name: 'GST', ratePpm: 50_000, isCompound: false },
            { name: 'QST', ratePpm: 95_000, isCompound: true },
          ],
        },
      },
    },
    lines: [line('Syrup', 1_099, 'QC', { pieces: 3 })],
    tenders: [card(3_791)],
    byHand: { taxMinor: 494, totalMinor: 3_791 },
  },
  {
    name: 'compound-inclusive',
    about: 'An excise of 10 % and a VAT of 16 % on both, inside the price of 12.76: 1.00 and 1.76.',
    book: {
      taxes: {
        X: {
          kind: 'standard',
          components: [
            { name: 'Excise', ratePpm: 100_000, isCompound: false },
            { name: 'VAT', ratePpm: 160_000, isCompound: true },
          ],
        },
      },
    },
    lines: [line('Tonic', 1_276, 'X')],
    tenders: [cash(2_000)],
    byHand: { taxMinor: 276, totalMinor: 1_276 },
  },
  {
    name: 'two-components-inclusive',
    about: 'India: 9 % central and 9 % state tax side by side; the odd paisa goes to the first.',
    book: {
      currency: 'INR',
      taxes: {
        GST18: {
          kind: 'standard',
          components: [
            { name: 'CGST', ratePpm: 90_000, isCompound: false },
            { name: 'SGST', ratePpm: 90_000, isCompound: false },
          ],
        },
      },
    },
    lines: [line('Notebook', 9_999, 'GST18')],
    tenders: [mobile(9_999)],
    byHand: { taxMinor: 1_525, totalMinor: 9_999 },
  },
  {
    name: 'standard-zero-exempt',
    about: 'All three kinds on one receipt: zero-rated and exempt are reported apart.',
    lines: [
      line('Soap', 11_600, 'B'),
      line('Maize flour', 19_900, 'C', { pieces: 2 }),
      line('Eggs', 42_000, 'A'),
    ],
    tenders: [cash(100_000)],
    byHand: { taxMinor: 1_600, totalMinor: 93_400 },
  },
  {
    name: 'half-even-ties',
    about: 'Ties to the even neighbour: 2.5 is 2 and 3.5 is 4, line by line.',
    book: { ...usd, rounding: 'half_even', taxRounding: 'line', taxes: { T: vat(100_000, 'Tax') } },
    lines: [line('Nut', 25, 'T'), line('Bolt', 35, 'T'), line('Washer', 45, 'T')],
    tenders: [card(115)],
    byHand: { taxMinor: 10, totalMinor: 115 },
  },
  {
    name: 'half-up-ties',
    about: 'The same three prices with ties away from zero: 3, 4 and 5.',
    book: { ...usd, taxRounding: 'line', taxes: { T: vat(100_000, 'Tax') } },
    lines: [line('Nut', 25, 'T'), line('Bolt', 35, 'T'), line('Washer', 45, 'T')],
    tenders: [card(117)],
    byHand: { taxMinor: 12, totalMinor: 117 },
  },
  {
    name: 'rounding-down',
    about: 'Tax cut off, never rounded up: 8 % of 1.99 is 15.92 cents, and 15 are asked.',
    book: { ...usd, rounding: 'down', taxes: { T: vat(80_000, 'Tax') } },
    lines: [line('Tea', 199, 'T')],
    tenders: [cash(214)],
    byHand: { taxMinor: 15, totalMinor: 214 },
  },
];
