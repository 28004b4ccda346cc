/**
 * The documents whose bytes are golden, each with the printer they are for. A case is added, never
 * changed: what was printed once is printed the same for ever.
 */
import { receiptLabels, receiptOf, storeCreditCode } from '@evertill/domain';
import type { RefundForReceipt, SaleForReceipt } from '@evertill/domain';
import { receiptDocument, printerProfiles } from '../src/index.ts';
import type { PrintDocument, PrinterProfile } from '../src/index.ts';
import { drawBlocks, logo } from './golden-pictures.ts';
import { reportCases } from './golden-reports.ts';
import { voidCases } from './golden-voids.ts';
import type { DrawLine } from '../src/escpos/encode.ts';

export interface GoldenCase {
  /** The file is called so. */
  readonly name: string;
  readonly about: string;
  readonly profile: PrinterProfile;
  readonly document: PrintDocument | 'drawer';
  readonly drawLine?: DrawLine;
}

const { wide, narrow } = printerProfiles;

const shop = {
  name: 'Mama Njeri Grocers',
  addressLines: ['Kawangware, Naivasha Road', 'Tel 0722 000 118'],
  taxNumber: 'P051 234 567X',
  footerLines: ['Asante. Karibu tena!'],
};

const vat = { taxCode: 'A', kind: 'standard', name: 'VAT', ratePpm: 160_000 } as const;

const sale: SaleForReceipt = {
  kind: 'sale',
  number: 'T2-000418',
  soldAt: '2026-11-20 14:11',
  registerName: 'Till 2',
  cashierName: 'Achieng',
  customerName: 'Wanjiku K.',
  isCopy: false,
  currency: 'KES',
  isTaxIncluded: true,
  items: [
    {
      name: 'Jogoo Maize Meal 2 kg',
      quantityMilli: 2_000,
      unitPriceMinor: 18_500,
      discountMinor: 2_000,
    },
    { name: 'Kabras Sugar 1 kg', quantityMilli: 1_000, unitPriceMinor: 16_500, discountMinor: 0 },
    {
      name: 'Tomatoes',
      quantityMilli: 850,
      unitName: 'kg',
      unitPriceMinor: 12_000,
      discountMinor: 0,
    },
    {
      name: 'Menengai Bar Soap 800 g',
      quantityMilli: 1_000,
      unitPriceMinor: 18_500,
      discountMinor: 0,
    },
  ],
  priced: {
    lines: [37_000, 16_500, 10_200, 18_500].map((grossMinor) => ({ grossMinor })),
    subtotalMinor: 82_200,
    discountMinor: 2_000,
    taxes: [
      { ...vat, netMinor: 30_172, taxMinor: 4_828 },
      { taxCode: 'Z', kind: 'zero', name: 'VAT', ratePpm: 0, netMinor: 35_000, taxMinor: 0 },
      { taxCode: 'E', kind: 'exempt', name: 'Exempt', ratePpm: 0, netMinor: 10_200, taxMinor: 0 },
    ],
    totalMinor: 80_200,
  },
  tenders: [
    { method: 'MOBILE', amountMinor: 50_000 },
    { method: 'CASH', amountMinor: 50_000 },
  ],
  settlement: { roundingMinor: 0, dueMinor: 80_200, changeMinor: 19_800, balanceMinor: 0 },
};

const refund: RefundForReceipt = {
  kind: 'refund',
  number: 'T2-000419',
  originalNumber: 'T2-000418',
  soldAt: '2026-11-20 15:02',
  registerName: 'Till 2',
  cashierName: 'Achieng',
  isCopy: false,
  currency: 'KES',
  items: [{ name: 'Tomatoes', quantityMilli: 425, unitName: 'kg', totalMinor: 5_103 }],
  taxes: [],
  totalMinor: 5_103,
  roundingMinor: -3,
  payouts: [{ method: 'CASH', amountMinor: 5_100 }],
};

const code = {
  text: 'r:4T9K2M7QX0B1C3D5',
  captions: ['Keep it: scan the code', '4T9K-2M7Q-X0B1-C3D5'],
};

export const receipt = (
  more: Partial<SaleForReceipt> = {},
  labels = receiptLabels.en,
): PrintDocument =>
  receiptDocument(receiptOf({ ...sale, ...more }, { ...shop, labels }), {
    title: `Receipt ${sale.number}`,
    language: 'en',
  });

const [maize, sugar, tomatoes, soap] = sale.items;

/** Soap under an offer, and a coupon off the whole: each take by its name. */
function promoted(): PrintDocument {
  const week = { name: 'Soap week: 10 % off', amountMinor: 1_850 };
  const coupon = { name: 'Welcome back (KARIBU20)', amountMinor: 2_000 };
  const items = [maize, sugar, tomatoes, soap].filter((item) => item !== undefined);
  return receipt({
    items: items.map((item) =>
      item === soap ? { ...item, discountMinor: 1_850, promotions: [week] } : item,
    ),
    promotions: [coupon],
    priced: {
      ...sale.priced,
      discountMinor: 5_850,
      taxes: [
        { ...vat, netMinor: 29_402, taxMinor: 4_704 },
        { taxCode: 'Z', kind: 'zero', name: 'VAT', ratePpm: 0, netMinor: 32_304, taxMinor: 0 },
        { taxCode: 'E', kind: 'exempt', name: 'Exempt', ratePpm: 0, netMinor: 9_940, taxMinor: 0 },
      ],
      totalMinor: 76_350,
    },
    settlement: { roundingMinor: 0, dueMinor: 76_350, changeMinor: 23_650, balanceMinor: 0 },
  });
}

/** A receipt of one thing under each of these names. */
export function receiptOfNames(names: readonly string[]): PrintDocument {
  const items = names.map((name) => {
    return { name, quantityMilli: 1_000, unitPriceMinor: 10_000, discountMinor: 0 };
  });
  const totalMinor = 10_000 * names.length;
  return receipt({
    items,
    priced: {
      lines: names.map(() => ({ grossMinor: 10_000 })),
      subtotalMinor: totalMinor,
      discountMinor: 0,
      taxes: [],
      totalMinor,
    },
    tenders: [{ method: 'CASH', amountMinor: totalMinor }],
    settlement: { roundingMinor: 0, dueMinor: totalMinor, changeMinor: 0, balanceMinor: 0 },
  });
}

const foreign = ['Crème brûlée', 'Łódź pączek', 'Молоко 1 л', 'Ügyes œuf €2', 'Tom’s “Best” – 5×'];
const undrawable = ['牛乳 1L', 'ሻይ ቅጠል', 'حليب طازج', 'Bread 🍞', 'Ọ̀gẹ̀dẹ̀'];
const hostile = [
  '\u2190p\u0000\u0019\u00fa',
  '\u2194V\u0001',
  '\u001bp\u0000',
  '\u25ba\u2663\u0001',
  '\u263a\u2302',
];
const creditCode = storeCreditCode('018f6c1e-7a2b-7c3d-8e4f-5a6b7c8d9e0f');

export const goldenCases: readonly GoldenCase[] = [
  {
    name: 'receipt-80',
    about: 'A sale in two tenders on 80 mm.',
    profile: wide,
    document: receipt(),
  },
  {
    name: 'receipt-58',
    about: 'The same on 58 mm, torn off by hand.',
    profile: narrow,
    document: receipt(),
  },
  {
    name: 'receipt-42-columns',
    about: 'The same on a printer of 42 columns with a full cut, in Swahili.',
    profile: { ...wide, columns: 42, widthDots: 512, cutter: 'full' },
    document: receipt({}, receiptLabels.sw),
  },
  { name: 'reprint-80', about: 'Marked COPY.', profile: wide, document: receipt({ isCopy: true }) },
  {
    name: 'refund-80',
    about: 'Half of the tomatoes go back, cash rounded.',
    profile: wide,
    document: receiptDocument(receiptOf(refund, shop), {
      title: 'Refund T2-000419',
      language: 'en',
    }),
  },
  {
    name: 'logo-and-qr-80',
    about: 'A picture above, a QR code below.',
    profile: wide,
    document: receiptDocument(receiptOf(sale, shop), {
      title: 'Receipt T2-000418',
      language: 'en',
      logo: { bitmap: logo, alternative: 'A basket' },
      code,
    }),
  },
  {
    name: 'logo-and-qr-58-as-picture',
    about: 'The same for a printer without the QR command.',
    profile: { ...narrow, hasQrCode: false },
    document: receiptDocument(receiptOf(sale, shop), {
      title: 'Receipt T2-000418',
      language: 'en',
      logo: { bitmap: logo, alternative: 'A basket' },
      code,
    }),
  },
  {
    name: 'promoted-80',
    about: 'A line under a promotion and by hand, and a coupon off the whole.',
    profile: wide,
    document: promoted(),
  },
  {
    name: 'promoted-58',
    about: 'The same on 58 mm.',
    profile: narrow,
    document: promoted(),
  },
  {
    name: 'code-pages-80',
    about:
      'French, Polish, Russian, Hungarian, and signs of typography: each line in its own page.',
    profile: wide,
    document: receiptOfNames(foreign),
  },
  {
    name: 'drawn-80',
    about: 'Names that no code page holds, drawn as pictures (here by a drawer of blocks).',
    profile: wide,
    document: receiptOfNames(undrawable),
    drawLine: drawBlocks,
  },
  {
    name: 'spelled-58',
    about: 'The same where nothing can draw: accents fall off, and the rest is spelled out.',
    profile: narrow,
    document: receiptOfNames(undrawable),
  },
  {
    name: 'hostile-names-80',
    about: 'Names whose letters have the bytes of ESC p and GS V in the code pages of the PC.',
    profile: { ...wide, codePages: [{ page: 'cp437', number: 0 }] },
    document: receiptOfNames(hostile),
  },
  {
    name: 'store-credit-80',
    about: 'A store credit with its code as Code 128, and a product as EAN-13.',
    profile: wide,
    document: {
      title: 'Store credit',
      language: 'en',
      parts: [
        { kind: 'centre', text: 'STORE CREDIT', isStrong: true },
        { kind: 'pair', left: 'Worth', right: 'KES 51.00', indent: 0, isStrong: true },
        { kind: 'barcode', symbology: 'code128', text: creditCode },
        { kind: 'space' },
        { kind: 'barcode', symbology: 'ean13', text: '6160001234560' },
      ],
    },
  },
  ...reportCases,
  ...voidCases(shop),
  {
    name: 'drawer-pin-2',
    about: 'One pulse on pin 2, and nothing else.',
    profile: wide,
    document: 'drawer',
  },
  {
    name: 'drawer-pin-5',
    about: 'One pulse on pin 5, and nothing else.',
    profile: { ...wide, drawerPin: 5 },
    document: 'drawer',
  },
];
